import type { Caller } from './audit/audit.ts';
import { maskedFields, maskFor } from './staff/staff.ts';

/** What leaves the desk: answers as their reader may see them, long ones in pieces. */

/** Lines of a long text, some hundred a message. */
export async function* pieces(lines: Iterable<string>): AsyncGenerator<{ lines: string[] }> {
  let some: string[] = [];
  for (const line of lines) {
    some.push(line);
    if (some.length < 200) continue;
    yield { lines: some };
    some = [];
    // The desk has one thread: let other calls in between.
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (some.length > 0) yield { lines: some };
}

/** Areas whose answers hold records of people; what the others say is about the desk itself. */
export const shows = new Set(['records', 'drops', 'diagnosis', 'adjustments', 'sellers', 'cases']);

/** An answer as the caller may see it, also where it comes in pieces. */
export function seen(output: unknown, { role }: Caller): unknown {
  if (role === 'nobody' || role === 'desk') return output;
  const mask = maskFor(role);
  if (typeof output !== 'object' || output === null || !(Symbol.asyncIterator in output))
    return mask(output);
  return maskedItems(output as AsyncIterable<unknown>, mask);
}

async function* maskedItems(items: AsyncIterable<unknown>, mask: (item: unknown) => unknown) {
  for await (const item of items) yield mask(item);
}

/** Columns that a search of this caller may not tell letter by letter. */
export function hiddenFrom({ role }: Caller): ReadonlySet<string> {
  return role === 'nobody' || role === 'desk' ? new Set() : maskedFields(role);
}

/** How rows of a file are shown to the caller; null where they may be shown as they are. */
export function maskOfRows(caller: Caller): (<R>(row: R) => R) | null {
  const { role } = caller;
  return role === 'nobody' || role === 'desk' || hiddenFrom(caller).size === 0
    ? null
    : maskFor(role);
}

/** Lines of JSON as the caller may see them; those without anything to mask are not opened. */
export async function* maskedLines(batches: AsyncIterable<string[]>, { role }: Caller) {
  const mask = role === 'nobody' || role === 'desk' ? null : maskFor(role);
  for await (const lines of batches)
    yield mask === null
      ? lines
      : lines.map((line) =>
          /[@+]|"(?:email|phone|contact|ip)"/.test(line)
            ? JSON.stringify(mask(JSON.parse(line)))
            : line,
        );
}
