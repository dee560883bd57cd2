import type { DeskClient } from '../../../contract/contract.ts';
import { type ListQuery, windowLimit } from '../../../contract/record-lists.ts';
import { tsvCell } from '../../ui/data-grid-walk.ts';
import { readRefusal } from '../../ui/refusal.ts';

/** Most rows that go through the clipboard; more of them are an export. */
const mostRows = 20_000;

/**
 * Copies cells as tab-separated lines, whether they are on the page or not. Says in a sentence what
 * was copied, or why not.
 */
export async function copyRange(input: {
  desk: DeskClient;
  query: ListQuery;
  range: { first: number; last: number };
  columns: readonly string[];
}): Promise<string> {
  const { desk, query, range, columns } = input;
  const count = range.last - range.first + 1;
  if (count > mostRows)
    return `${count.toLocaleString('en-US')} rows are too many for the clipboard; export them.`;
  try {
    const lines: string[] = [];
    for (let offset = range.first; offset <= range.last; offset += windowLimit) {
      const limit = Math.min(windowLimit, range.last - offset + 1);
      const { rows } = await desk.records.rows({ ...query, columns: [...columns], offset, limit });
      for (const row of rows) lines.push((row ?? []).map(tsvCell).join('\t'));
    }
    await navigator.clipboard.writeText(lines.join('\n'));
    return `Copied ${count.toLocaleString('en-US')} × ${columns.length} cells.`;
  } catch (error) {
    return `Not copied: ${readRefusal(error).message}`;
  }
}
