import { refuse } from '../../../../contract/errors.ts';
import { watchKind } from '../../../../contract/seller-watch.ts';
import { needed, text, type Verb } from '../verb.ts';

/** What marks of the watch list can stand beside. */
const recordOptions = [
  'recharge',
  'account',
  'ticket',
  'seller',
  'instrument',
  'device',
  'ip',
] as const;

const watchList: Verb = {
  words: 'sellers watch',
  does: 'watch lists, the newest entry first; ended and expired ones too',
  async run({ client }) {
    return { list: await client.sellers.watchList() };
  },
};

const watched: Verb = {
  words: 'sellers watched',
  does: 'what of a record stands on a watch list, with its reason, origin and end',
  options: Object.fromEntries(
    recordOptions.map((name) => [name, { value: 'ID', does: `of this ${name}` }]),
  ),
  async run({ client, args }) {
    const of = Object.fromEntries(
      recordOptions.flatMap((name) => {
        const id = text(args, name);
        return id === undefined ? [] : [[name, id] as const];
      }),
    );
    return { list: await client.sellers.watched(of) };
  },
};

const watchAdd: Verb = {
  words: 'sellers watch-add',
  does: 'puts something on the watch list',
  positional: ['kind', 'value'],
  options: {
    reason: { value: 'T', does: 'why, kept for good', must: true },
    until: { value: 'DAY', does: 'when it ends, as 2027-03-31', must: true },
  },
  async run({ client, args }) {
    const kind = watchKind.safeParse(needed(args, 'kind'));
    if (!kind.success)
      throw refuse(
        'BAD_INPUT',
        'No such thing can be watched.',
        `Choose one of ${watchKind.options.join(', ')}.`,
      );
    return {
      one: await client.sellers.watchAdd({
        kind: kind.data,
        value: needed(args, 'value'),
        reason: needed(args, 'reason'),
        expires_at: `${needed(args, 'until')}T00:00:00Z`,
      }),
    };
  },
};

const watchEnd: Verb = {
  words: 'sellers watch-end',
  does: 'ends an entry of the watch list; it stays in the list as ended',
  positional: ['entry'],
  options: { reason: { value: 'T', does: 'why, kept for good', must: true } },
  async run({ client, args }) {
    return {
      one: await client.sellers.watchEnd({
        entry: needed(args, 'entry'),
        reason: needed(args, 'reason'),
      }),
    };
  },
};

export const sellerWatchVerbs: readonly Verb[] = [watchList, watched, watchAdd, watchEnd];
