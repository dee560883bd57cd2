import path from 'node:path';
import type { WatchedDrop, WatchedFolder } from '../../../../contract/drops.ts';
import { refuse } from '../../../../contract/errors.ts';
import { flag, needed, type Verb } from '../verb.ts';
import { importVerb, toTerminal } from './records.ts';

const states: Record<WatchedDrop['state'], string> = {
  planning: 'is being planned',
  waiting: 'waits for an answer',
  importing: 'is being imported',
  imported: 'imported',
  left: 'left out',
  refused: 'refused',
  changed: 'was written to after its plan',
};

function lineOf({ id, name, state, tables, reason, run }: WatchedDrop): string {
  const counts = Object.entries(tables ?? {}).map(
    ([table, c]) => `${table} ${c.inserted} new, ${c.updated} updated, ${c.rejected} rejected`,
  );
  const more = [reason ?? '', run ?? '', counts.join('; ')].filter((each) => each !== '');
  return `${id}  ${name}: ${[states[state], ...more].join(' · ')}`;
}

function say(answer: unknown): string {
  const { setting, trouble, settling, drops } = answer as WatchedFolder;
  const watched =
    setting.folder === null
      ? 'No folder is watched.'
      : `Watched: ${setting.folder}; drops ${setting.automatic ? 'are imported without a question' : 'wait for an answer'}.`;
  const coming = settling.map(({ name }) => `${name}: has not come to rest yet`);
  const lines = [...(trouble === null ? [] : [trouble]), ...coming, ...drops.map(lineOf)];
  return [watched, ...lines].join('\n');
}

const list: Verb = {
  words: 'watch',
  does: 'the watched folder, and the drops that came into it',
  async run({ client }) {
    return { one: await client.drops.list() };
  },
  say,
};

const set: Verb = {
  words: 'watch set',
  does: 'watches a folder for drops; each is planned and waits for a yes',
  positional: ['folder'],
  options: { automatic: { does: 'import them without a question' } },
  async run({ client, args }) {
    const folder = path.resolve(needed(args, 'folder'));
    return { one: await client.drops.watch({ folder, automatic: flag(args, 'automatic') }) };
  },
  say,
};

const off: Verb = {
  words: 'watch off',
  does: 'watches no folder any more',
  async run({ client }) {
    return { one: await client.drops.watch({ folder: null, automatic: false }) };
  },
  say,
};

const yes: Verb = {
  words: 'watch yes',
  does: 'imports a drop that waits, as it was planned',
  positional: ['id'],
  async run({ client, args, progress }) {
    const events = await client.drops.take({ id: needed(args, 'id') });
    for await (const event of events) {
      if (event.kind === 'progress') progress(event.progress);
      else return { one: toTerminal(event.result) };
    }
    throw refuse('INTERNAL', 'The import ended without a result.', 'Try again.');
  },
  ...(importVerb.say ? { say: importVerb.say } : {}),
};

const no: Verb = {
  words: 'watch no',
  does: 'leaves a drop out for good; one that is being planned or imported is stopped',
  positional: ['id'],
  async run({ client, args }) {
    return { one: await client.drops.leave({ id: needed(args, 'id') }) };
  },
  say,
};

export const dropVerbs: readonly Verb[] = [list, set, off, yes, no];
