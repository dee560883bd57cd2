import { SingleBar } from 'cli-progress';
import Table from 'cli-table3';
import type { Answer, Progress, Verb } from './verb.ts';

/** Writes a line and waits where the reader is slow, so that a long list stays out of memory. */
export function line(text: string): Promise<void> | void {
  if (process.stdout.write(`${text}\n`)) return;
  return new Promise((resolve) => process.stdout.once('drain', resolve));
}

/** Prints an answer: JSON a line each, or for people as the verb says it, a table or fields. */
export async function printAnswer(answer: Answer, verb: Verb, json: boolean): Promise<void> {
  if ('one' in answer) {
    if (json) return void (await line(JSON.stringify(answer.one)));
    return void (await line(inert(verb.say ? verb.say(answer.one) : fieldsOf(answer.one))));
  }
  if (json) {
    if ('lines' in answer) for await (const batch of answer.lines) await line(batch.join('\n'));
    else for await (const item of answer.list) await line(JSON.stringify(item));
    return;
  }
  if (verb.say) {
    let some = false;
    for await (const item of itemsOf(answer)) {
      some = true;
      await line(inert(verb.say(item)));
    }
    if (!some) await line(verb.none ?? 'None.');
    return;
  }
  const items: unknown[] = [];
  for await (const item of itemsOf(answer)) items.push(item);
  await line(items.length === 0 ? 'None.' : tableOf(items, process.stdout.columns));
}

async function* itemsOf(answer: Exclude<Answer, { one: unknown }>): AsyncGenerator<unknown> {
  if ('list' in answer) yield* answer.list;
  else for await (const batch of answer.lines) for (const one of batch) yield JSON.parse(one);
}

/** Text for a terminal: what could move its cursor, colour it or turn it round is made visible. */
function inert(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

/** A value on one line. */
function plain(value: unknown): string {
  if (value === null || value === undefined) return '—';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

function escaped(sign: string): string {
  return `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`;
}

function fieldsOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return plain(value);
  return Object.entries(value)
    .map(([name, held]) => `${name.padEnd(18)} ${plain(held)}`)
    .join('\n');
}

/**
 * Items as a table, one below the other. On a terminal of fewer `columns` than that takes, where
 * every line of it would break, the fields of each item, a line each; undefined where nobody knows.
 */
export function tableOf(items: readonly unknown[], columns: number | undefined): string {
  const rows = items.filter((item) => typeof item === 'object' && item !== null);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const table = new Table({ head: names, style: { head: [], border: [] } });
  for (const row of rows) {
    const held = new Map(Object.entries(row));
    table.push(names.map((name) => plain(held.get(name))));
  }
  const text = table.toString();
  const fits = columns === undefined || text.indexOf('\n') <= columns;
  return fits ? text : rows.map(fieldsOf).join('\n\n');
}

/** Progress on standard error: a bar on a terminal, a line every few seconds elsewhere. */
export function createProgress(): { show(progress: Progress): void; end(): void } {
  const everyMs = 5_000;
  let bar: SingleBar | null = null;
  let last = Date.now();
  return {
    show(progress) {
      if (process.stderr.isTTY) {
        bar ??= begin();
        const { share, bytes, bytes_total: total, rows, file, phase } = progress;
        bar.setTotal(share === undefined ? total : 1);
        bar.update(share ?? bytes, { file: file || phase, rows });
        return;
      }
      if (Date.now() - last < everyMs) return;
      last = Date.now();
      process.stderr.write(
        `${progress.phase} ${progress.file}: ${progress.rows} rows, ${progress.rows_a_second} a second\n`,
      );
    },
    end() {
      bar?.stop();
    },
  };
  function begin(): SingleBar {
    const made = new SingleBar({
      format: '{bar} {percentage} %  {rows} rows  {file}  {eta_formatted} left',
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
    });
    made.start(1, 0, { file: '', rows: 0 });
    return made;
  }
}
