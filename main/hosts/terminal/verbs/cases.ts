import {
  caseKinds,
  casePriorities,
  caseStatuses,
  type CaseSummary,
  registerName,
} from '../../../../contract/cases.ts';
import { refuse } from '../../../../contract/errors.ts';
import { type Args, flag, given, many, needed, oneOf, small, text, type Verb } from '../verb.ts';
import { caseContentVerbs } from './case-contents.ts';
import { sayCase } from './case-words.ts';

const noteOption = { note: { value: 'T', does: 'why, in your own words' } } as const;
const reasonOption = { reason: { value: 'T', does: 'why, in your own words' } } as const;

/** The reason, under either of the names that people try. */
function because(args: Args): string {
  return text(args, 'reason') ?? needed(args, 'note');
}

const create: Verb = {
  words: 'case new',
  does: 'opens a case',
  options: {
    title: { value: 'T', does: 'what it is about', must: true },
    kind: { value: 'K', does: caseKinds.join(', ') },
    priority: { value: 'P', does: casePriorities.join(', ') },
    owner: { value: 'USER', does: 'who works on it; you, where it is left out' },
    due: { value: 'DAY', does: 'as 2026-11-30' },
    tag: { value: 'T', does: 'a word to find it by', many: true },
  },
  async run({ client, args }) {
    const priority = text(args, 'priority');
    return {
      one: await client.cases.create({
        title: needed(args, 'title'),
        kind: oneOf(caseKinds, text(args, 'kind') ?? 'other', 'kind'),
        tags: many(args, 'tag'),
        ...given({
          priority:
            priority === undefined ? undefined : oneOf(casePriorities, priority, 'priority'),
          owner: text(args, 'owner'),
          due: text(args, 'due'),
        }),
      }),
    };
  },
  say: sayCase,
};

const check: Verb = {
  words: 'case check',
  does: 'ticks an item of the checklist, or waives it with a reason',
  positional: ['id', 'item'],
  options: { waive: { value: 'REASON', does: 'why it is not done' } },
  async run({ client, args }) {
    const reason = text(args, 'waive');
    return {
      one: await client.cases.set({
        case: needed(args, 'id'),
        field: `check:${needed(args, 'item')}`,
        value: reason === undefined ? 'done' : 'waived',
        ...given({ reason }),
      }),
    };
  },
  say: sayCase,
};

const set: Verb = {
  words: 'case set',
  does: 'sets title, kind, status, owner, priority, due, archived, hold, tag:T and the like; settles what desks disagree on',
  positional: ['id', 'field', 'value?'],
  options: reasonOption,
  async run({ client, args }) {
    const field = registerName.safeParse(needed(args, 'field'));
    if (!field.success)
      throw refuse(
        'BAD_INPUT',
        'There is nothing of that name in a case.',
        'Give one such as owner, due or tag:vip.',
      );
    return {
      one: await client.cases.set({
        case: needed(args, 'id'),
        field: field.data,
        value: text(args, 'value') ?? null,
        ...given({ reason: text(args, 'reason') }),
      }),
    };
  },
  say: sayCase,
};

/** Verbs that end or begin a state of one case, with a reason. */
function ending(word: 'close' | 'reopen', does: string): Verb {
  return {
    words: `case ${word}`,
    does,
    positional: ['id'],
    options: { ...reasonOption, ...noteOption },
    run: async ({ client, args }) => ({
      one: await client.cases[word]({ case: needed(args, 'id'), reason: because(args) }),
    }),
    say: sayCase,
  };
}

/** Verbs on two cases. */
function pairing(word: 'absorb' | 'release', does: string): Verb {
  return {
    words: `case ${word}`,
    does,
    positional: ['id', 'other'],
    options: { ...reasonOption, ...noteOption },
    run: async ({ client, args }) => ({
      one: await client.cases[word]({
        case: needed(args, 'id'),
        other: needed(args, 'other'),
        reason: because(args),
      }),
    }),
    say: sayCase,
  };
}

const ofRecord: Verb = {
  words: 'case of',
  does: 'opens a case of a ticket or a recharge, with what it names and what names it',
  positional: ['kind', 'record'],
  run: async ({ client, args }) => ({
    one: await client.cases.ofRecord({
      kind: oneOf(['ticket', 'recharge'], needed(args, 'kind'), 'kind'),
      id: needed(args, 'record'),
    }),
  }),
  say: sayCase,
};

const show: Verb = {
  words: 'case show',
  does: 'one case with everything in it',
  positional: ['id'],
  run: async ({ client, args }) => ({ one: await client.cases.show({ id: needed(args, 'id') }) }),
  say: sayCase,
};

const list: Verb = {
  words: 'case list',
  does: 'cases, the one that changed last first',
  options: {
    status: { value: 'S', does: [...caseStatuses, 'any'].join(', ') },
    owner: { value: 'USER', does: 'only theirs' },
    text: { value: 'T', does: 'in the title, id or tags' },
    archived: { does: 'those that were put away' },
    limit: { value: 'N', does: 'at most so many' },
  },
  async run({ client, args }) {
    const status = text(args, 'status');
    const { cases } = await client.cases.list({
      archived: flag(args, 'archived'),
      limit: small(args, 'limit') ?? 1000,
      ...given({
        status:
          status === undefined ? undefined : oneOf([...caseStatuses, 'any'], status, 'status'),
        owner: text(args, 'owner'),
        text: text(args, 'text'),
      }),
    });
    return { list: cases };
  },
  say(answer) {
    const one = answer as CaseSummary;
    return `${one.id}  ${one.status.padEnd(7)} ${one.priority.padEnd(6)} ${(one.owner ?? '—').padEnd(12)} ${one.title}`;
  },
};

const erase: Verb = {
  words: 'case erase',
  does: 'erases what names the person behind an account; the ledger, the audit and what is under hold stay',
  positional: ['account'],
  options: { basis: { value: 'T', does: 'on what grounds', must: true } },
  run: async ({ client, args }) => ({
    one: await client.cases.erase({
      account: needed(args, 'account'),
      basis: needed(args, 'basis'),
    }),
  }),
};

const retain: Verb = {
  words: 'case retain',
  does: 'names the closed cases whose time is over; with --commit their words are erased',
  options: { commit: { does: 'erase them' } },
  run: async ({ client, args }) => ({
    one: await client.cases.retain({ commit: flag(args, 'commit') }),
  }),
};

/** What a case is and how it ends; what is put into it stands in `case-contents.ts`. */
export const caseVerbs: readonly Verb[] = [
  create,
  ofRecord,
  ...caseContentVerbs,
  check,
  set,
  ending('close', 'closes a case whose checklist and tasks are finished'),
  ending('reopen', 'opens a closed case again'),
  pairing('absorb', 'takes another case up into this one'),
  pairing('release', 'undoes taking it up'),
  show,
  list,
  erase,
  retain,
];
