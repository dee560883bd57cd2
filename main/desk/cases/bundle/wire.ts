import { z } from 'zod';
import { caseId, entryId, keyName, longestText, sha256 } from '../../../../contract/cases.ts';
import { contentOf, type Entry, isSigned, wordsHold } from '../entry.ts';
import { refuseBundle } from './refusal.ts';

/** Longest line of entries.ndjson: the longest note, escaped at its worst, and its envelope. */
export const longestLine = longestText * 6 + 10_000;

/** How far a clock may run ahead of ours before what it says is not believed, in ms. */
export const clockSkew = 48 * 60 * 60_000;

const line = z.strictObject({
  id: entryId,
  case_id: caseId,
  at: z.string().regex(/^[0-9]{1,15}$/),
  by: z.string().min(1).max(100),
  desk: keyName,
  kind: z.string().max(30),
  digest: sha256,
  signature: z.base64().max(200),
  salt: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable(),
  body: z.string().max(longestLine).nullable(),
  state: z.enum(['whole', 'masked', 'erased']),
});

/** An entry as one line of a bundle. */
export function toLine(entry: Entry): string {
  const { id, case_id, at, by, desk, kind, digest, signature, salt, body, state } = entry;
  return `${JSON.stringify({ id, case_id, at: at.toString(), by, desk, kind, digest, signature, salt, body, state })}\n`;
}

/**
 * Reads a line, and holds it against the key of the desk that it says it comes from: a signature
 * that is not that desk's, words that are not those signed, a kind or time that cannot be, refuse
 * the bundle. Masked words are vouched for by the sender alone.
 */
export function fromLine(text: string, keys: ReadonlyMap<string, string>, now: number): Entry {
  const read = line.safeParse(parsed(text));
  if (!read.success) throw refuseBundle('An entry in it is not well-formed.', again);
  const entry = { ...read.data, at: BigInt(read.data.at), kind: read.data.kind as Entry['kind'] };
  const key = keys.get(entry.desk);
  if (key === undefined || !isSigned(entry, key))
    throw refuseBundle(`Entry ${entry.id} is not signed by the desk it names.`, again);
  if (entry.at > BigInt(now + clockSkew))
    throw refuseBundle(`Entry ${entry.id} is from the future.`, 'Check the clocks of both desks.');
  if ((entry.state === 'erased') !== (entry.body === null))
    throw refuseBundle(`Entry ${entry.id} does not say what it holds.`, again);
  if (entry.state === 'whole' && !wordsHold(entry))
    throw refuseBundle(`The words of entry ${entry.id} are not those that were signed.`, again);
  const content = contentOf(entry);
  if (entry.body !== null && isOdd(entry.body))
    throw refuseBundle(`Entry ${entry.id} is written as no desk writes it.`, again);
  if (entry.body !== null && content === null)
    throw refuseBundle(
      `Entry ${entry.id} is of a kind or shape that this program does not know.`,
      'Update Recharge Desk, or ask for the bundle again.',
    );
  return entry;
}

/** Words are JSON as JSON.stringify writes it: no name twice, none in disguise, none that names a prototype. */
function isOdd(body: string): boolean {
  const written = JSON.stringify(parsed(body));
  return written !== body || /[{,]"(?:__proto__|constructor|prototype)":/.test(body);
}

const again = 'Ask the sender for the bundle again, and tell them.';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
