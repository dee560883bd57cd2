import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type StepRun, stepWhats } from '../../../../contract/cases.ts';
import { refuse } from '../../../../contract/errors.ts';
import { type RecordKind, recordKinds } from '../../../../contract/records.ts';
import { sendFile } from '../send-file.ts';
import { type Args, flag, given, many, needed, oneOf, text, type Verb } from '../verb.ts';
import { sayCase } from './case-words.ts';

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

const step: Verb = {
  words: 'case step',
  does: `asks ${stepWhats.join(', ')}, and keeps the question with the case`,
  positional: ['id', 'what'],
  options: {
    text: { value: 'T', does: 'what to search for' },
    kind: { value: 'K', does: 'of the record, or of the node whose links are asked for' },
    record: { value: 'ID', does: 'the record to show' },
    recharge: { value: 'R', does: 'the recharge to diagnose' },
    account: { value: 'A', does: 'the account to diagnose' },
    status: { value: 'S', does: 'of the tickets' },
    list: { value: 'L', does: 'the list whose rows are asked for' },
    filter: { value: 'JSON', does: 'the filter of the list, as its address has it' },
    'to-kind': { value: 'K', does: 'of the other end of a path' },
    to: { value: 'ID', does: 'the other end of a path' },
  },
  async run({ client, args }) {
    const { text: said, kind, record, to_kind, ...more } = args;
    const { recharge, account, status, list, filter, to } = more;
    const input = Object.fromEntries(
      Object.entries({
        ...{ text: said, kind, id: record, recharge, account, status },
        ...{ list, filter, to_kind, to },
      }).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    );
    const what = oneOf(stepWhats, needed(args, 'what'), 'what');
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

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw refuse('BAD_INPUT', `${file} cannot be read.`, 'Check its name and rights.');
  }
}

/** What is put into a case, and asked of the copy for it. */
export const caseContentVerbs: readonly Verb[] = [
  add,
  noteVerb,
  attach,
  task,
  event,
  decide,
  step,
  replay,
];
