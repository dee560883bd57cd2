import type { DeskClient } from '../../../contract/contract.ts';
import { Refusal, refuse } from '../../../contract/errors.ts';
import { type OpenDoor, toRefusal } from './door.ts';
import { line } from './print.ts';
import type { Args, Verb } from './verb.ts';
import { verbs } from './verbs.ts';

/** Longest line read as a command. */
const longestLine = 1 << 20;

const byPath = new Map(verbs.map((verb) => [verb.words.replaceAll(' ', '.'), verb]));

/**
 * Reads one JSON command a line and answers each with one line, in the order of asking, after it
 * is durable. A command begins when the one before it is answered, so that each sees what the
 * earlier ones did. `open` gives a signed-in client; where the desk went away in between, the
 * command in doubt is answered BUSY and the next one goes to a new desk.
 */
export async function runBatch(
  open: () => Promise<OpenDoor>,
  input: NodeJS.ReadableStream,
): Promise<void> {
  let door: OpenDoor = await open();
  const reach = async (): Promise<DeskClient> => {
    if (door.lost()) door = await open();
    return door.client;
  };
  try {
    for await (const asked of linesOf(input)) {
      if (asked.trim() === '') continue;
      await line(await answerLine(reach, asked));
    }
  } finally {
    door.close();
  }
}

/** Lines end at a line feed alone: JSON text may hold every other kind of line break. */
async function* linesOf(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  input.setEncoding('utf8');
  let rest = '';
  for await (const piece of input) {
    const lines = (rest + String(piece)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

async function answerLine(reach: () => Promise<DeskClient>, asked: string): Promise<string> {
  let id: unknown = null;
  try {
    const command = parse(asked);
    id = command.id ?? null;
    const verb = byPath.get(String(command.do));
    if (!verb)
      throw refuse(
        'BAD_INPUT',
        `There is no command ${JSON.stringify(command.do ?? null)}.`,
        `Use one of ${[...byPath.keys()].join(', ')}.`,
      );
    const args = argsOf(verb, command.with);
    const client = await reach();
    const answer = await verb.run({ client, args, progress: () => {}, ask: null });
    if ('one' in answer) return JSON.stringify({ id, ok: answer.one });
    const items: string[] = [];
    if ('lines' in answer) for await (const batch of answer.lines) items.push(...batch);
    else for await (const item of answer.list) items.push(JSON.stringify(item));
    return `{"id":${JSON.stringify(id)},"ok":[${items.join(',')}]}`;
  } catch (error) {
    const { code, message, next } = toRefusal(error);
    return JSON.stringify({ id, error: { code, message, next } });
  }
}

function parse(asked: string): { id?: unknown; do?: unknown; with?: unknown } {
  const bad = () =>
    new Refusal(
      'BAD_JSON',
      'This line is not a JSON object.',
      'Write one command a line: {"id":1,"do":"search","with":{"text":"…"}}.',
    );
  if (asked.length > longestLine) throw bad();
  let parsed: unknown;
  try {
    parsed = JSON.parse(asked);
  } catch {
    throw bad();
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw bad();
  return parsed;
}

/** The options of a command by their names. Refuses BAD_INPUT for one the verb does not have. */
function argsOf(verb: Verb, given: unknown): Args {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object' || Array.isArray(given))
    throw refuse('BAD_INPUT', '`with` is an object of options.', 'Write {"do":…,"with":{…}}.');
  const names = new Set([
    ...(verb.positional ?? []).map((name) => name.replace('?', '')),
    ...Object.keys(verb.options ?? {}).map((name) => name.replaceAll('-', '_')),
  ]);
  const args: Record<string, Args[string]> = {};
  for (const [key, value] of Object.entries(given)) {
    const name = key.replaceAll('-', '_');
    if (!names.has(name))
      throw refuse(
        'BAD_INPUT',
        `${verb.words} has no option ${key}.`,
        `It takes ${[...names].join(', ') || 'none'}.`,
      );
    if (value === null) continue;
    args[name] = argOf(key, value);
  }
  return args;
}

/** Small counts may be JSON numbers; coins may not, for a number loses digits before we see it. */
function argOf(key: string, value: unknown): Args[string] {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (key === 'limit' && typeof value === 'number') return String(value);
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw refuse(
    'BAD_INPUT',
    `${key} is given as text.`,
    `Write it as a JSON string, such as "+70".`,
  );
}
