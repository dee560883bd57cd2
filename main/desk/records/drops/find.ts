import path from 'node:path';
import { redactText } from '../import/redact.ts';
import { contentOf } from './content.ts';
import { dropNames } from './settling.ts';

/**
 * The path of the drop in a folder that has this content: the one of this name (kept without card
 * numbers), else a renamed one. Null where none has it any more.
 */
export async function findDrop(
  folder: string,
  name: string,
  content: string | null,
): Promise<string | null> {
  const named = (each: string) => (redactText(each) === name ? 0 : 1);
  for (const each of namesIn(folder).toSorted((a, b) => named(a) - named(b))) {
    const drop = path.join(folder, each);
    if ((await contentOf(drop))?.hash === content) return drop;
  }
  return null;
}

function namesIn(folder: string): string[] {
  try {
    return dropNames(folder);
  } catch {
    return [];
  }
}
