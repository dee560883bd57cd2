import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  caseKinds,
  casePriorities,
  caseStatuses,
  type CaseSummary,
  type CaseView,
  registerName,
  type StepRun,
} from '../../../../contract/cases.ts';
import { refuse } from '../../../../contract/errors.ts';
import { type RecordKind, recordKinds } from '../../../../contract/records.ts';
import { sendFile } from '../send-file.ts';
import { type Args, flag, given, needed, oneOf, small, text, type Verb } from '../verb.ts';

/** A case in a few lines; all of it is there with --json. */
function sayCase(answer: unknown): string {
  const it = answer as CaseView;
  const open = it.checklist.filter(({ outcome }) => outcome === 'open').length;
  return [
    `${it.id}  ${it.title}`,
    `  ${it.kind} · ${it.status} · ${it.priority} · ${it.owner ?? 'nobody’s'}${it.due ? ` · due ${it.due}` : ''}${it.hold ? ' · legal hold' : ''}`,
    `  ${it.links.length} records, ${it.notes.length} notes, ${it.attachments.length} attachments, ${it.tasks.filter(({ state }) => state === 'open').length} open tasks, ${open} of ${it.checklist.length} checklist items open`,
    ...it.checklist.map(
      ({ item, label, outcome, reason }) =>
        `  [${outcome}] ${item}: ${label}${reason ? ` (${reason})` : ''}`,
    ),
    ...it.links
      .filter(({ standing }) => standing)
      .slice(0, 20)
      .map(({ kind, id, summary }) => `  ${kind} ${id}  ${summary}`),
    ...it.notes.map(
      ({ at, by, text: said, standing }) => `  ${at} ${by}: ${standing ? said : '(struck out)'}`,
    ),
    ...it.conflicts.map(
      ({ field, choices }) =>
        `  Two desks disagree on ${field}: ${choices.map(({ value, by, desk }) => `${value} (${by} at ${desk})`).join(' or ')}`,
    ),
  ].join('\n');
}

const noteOption = { note: { value: 'T', does: 'why, in your own words' } } as const;
const reasonOption = { reason: { value: 'T', does: 'why, in your own words' } } as const;

function many(args: Args, name: string): string[] {
  const value = args[name];
  if (Array.isArray(value)) return [...value];
  return typeof value === 'string' ? [value] : [];
}

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

/** `KIND RECORD` as words, and every `--recharge R` and its like. */
function recordsOf(args: Args): { kind: RecordKind; id: string }[] {
  const records = recordKinds.flatMap((kind) => many(args, kind).map((id) => ({ kind, id })));
  const kind = text(args, 'kind');
  if (kind !== undefined)
    records.unshift({ kind: oneOf(recordKinds, kind, 'kind'), id: needed(args, 'record') });
  if (records.length > 0) return records;
  throw refuse(
    'BAD_INPUT',
    'No record is named.',
    'Give its kind and id, as in `case add CASE recharge rc_1`, or --recharge rc_1.',
  );
}

const add: Verb = {
  words: 'case add',
  does: 'puts records into a case, with the copy as it is now',
  positional: ['id', 'kind?', 'record?'],
  options: Object.fromEntries(
    recordKinds.map((kind) => [kind, { value: 'ID', does: `a ${kind}`, many: true as const }]),
  ),
  run: async ({ client, args }) => ({
    one: await client.cases.link({ case: needed(args, 'id'), records: recordsOf(args) }),
  }),
  say: sayCase,
};

const noteVerb: Verb = {
  words: 'case note',
  does: 'adds a note in Markdown',
  positional: ['id', 'text?'],
  options: { file: { value: 'F', does: 'take the note from a file' } },
  async run({ client, args }) {
    const file = text(args, 'file');
    const said = file === undefined ? needed(args, 'text') : await textOf(file);
    return {
      one: await client.cases.add({ case: needed(args, 'id'), what: { kind: 'note', text: said } }),
    };
  },
  say: sayCase,
};

const attach: Verb = {
  words: 'case attach',
  does: 'attaches an image, a PDF or a text',
  positional: ['id', 'file'],
  async run({ client, args }) {
    const file = needed(args, 'file');
    const name = path.basename(file);
    const upload = await sendFile(client, file, name);
    return { one: await client.cases.attach({ case: needed(args, 'id'), upload, name }) };
  },
  say: sayCase,
};

const task: Verb = {
  words: 'case task',
  does: 'adds a task, or with --done or --drop ends the one named',
  positional: ['id', 'text'],
  options: {
    due: { value: 'DAY', does: 'as 2026-11-30' },
    assignee: { value: 'USER', does: 'who does it' },
    done: { does: 'the task with this entry id is done' },
    drop: { does: 'the task with this entry id is not needed' },
  },
  async run({ client, args }) {
    const id = needed(args, 'id');
    const said = needed(args, 'text');
    const ends = flag(args, 'done') ? 'done' : flag(args, 'drop') ? 'dropped' : null;
    if (ends !== null)
      return { one: await client.cases.set({ case: id, field: `task:${said}`, value: ends }) };
    const what = {
      kind: 'task',
      text: said,
      ...given({ due: text(args, 'due'), assignee: text(args, 'assignee') }),
    } as const;
    return { one: await client.cases.add({ case: id, what }) };
  },
  say: sayCase,
};

const event: Verb = {
  words: 'case event',
  does: 'puts something that happened elsewhere on the timeline',
  positional: ['id', 'text'],
  options: {
    at: { value: 'TIME', does: 'when, with its zone, as 2026-11-30T10:00:00Z', must: true },
  },
  run: async ({ client, args }) => ({
    one: await client.cases.add({
      case: needed(args, 'id'),
      what: { kind: 'event', at: needed(args, 'at'), text: needed(args, 'text') },
    }),
  }),
  say: sayCase,
};

const decide: Verb = {
  words: 'case decide',
  does: 'writes a decision down with its grounds',
  positional: ['id', 'text'],
  options: { because: { value: 'T', does: 'the grounds', must: true } },
  run: async ({ client, args }) => ({
    one: await client.cases.add({
      case: needed(args, 'id'),
      what: { kind: 'decision', text: needed(args, 'text'), because: needed(args, 'because') },
    }),
  }),
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

const step: Verb = {
  words: 'case step',
  does: 'asks search, show, diagnose or tickets, and keeps the question with the case',
  positional: ['id', 'what'],
  options: {
    text: { value: 'T', does: 'what to search for' },
    kind: { value: 'K', does: recordKinds.join(', ') },
    record: { value: 'ID', does: 'the record to show' },
    recharge: { value: 'R', does: 'the recharge to diagnose' },
    account: { value: 'A', does: 'the account to diagnose' },
    status: { value: 'S', does: 'of the tickets' },
  },
  async run({ client, args }) {
    const { text: said, kind, record, recharge, account, status } = args;
    const input = Object.fromEntries(
      Object.entries({ text: said, kind, id: record, recharge, account, status }).flatMap(
        ([name, value]) => (typeof value === 'string' ? [[name, value]] : []),
      ),
    );
    const what = oneOf(['search', 'show', 'diagnose', 'tickets'], needed(args, 'what'), 'what');
    return { one: await client.cases.step({ case: needed(args, 'id'), what, input }) };
  },
  say: sayCase,
};

const replay: Verb = {
  words: 'case replay',
  does: 'asks every kept question again of the copy of today, and says what changed',
  positional: ['id'],
  run: async ({ client, args }) => ({
    list: await client.cases.replay({ case: needed(args, 'id') }),
  }),
  say(answer) {
    const run = answer as StepRun;
    return [
      `${run.what} ${JSON.stringify(run.input)}: ${run.before} then, ${run.now} now`,
      ...run.came.map((line) => `  + ${line}`),
      ...run.went.map((line) => `  - ${line}`),
    ].join('\n');
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

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw refuse('BAD_INPUT', `${file} cannot be read.`, 'Check its name and rights.');
  }
}

export const caseVerbs: readonly Verb[] = [
  create,
  add,
  noteVerb,
  attach,
  task,
  event,
  decide,
  check,
  set,
  ending('close', 'closes a case whose checklist and tasks are finished'),
  ending('reopen', 'opens a closed case again'),
  pairing('absorb', 'takes another case up into this one'),
  pairing('release', 'undoes taking it up'),
  show,
  list,
  step,
  replay,
  erase,
  retain,
];
