import { createHash } from 'node:crypto';
import { signedBy, type SigningKey } from '../audit/audit.ts';
import { type EntryBody, entryBody } from '../../../contract/cases.ts';

/**
 * One entry of a case as it is kept and as it travels. Its words stand apart from its envelope,
 * under a salted digest that the envelope carries: words can be masked for a recipient or erased
 * for good, and the envelope still proves who put something in, when, and at which desk.
 */
export interface Entry {
  readonly id: string;
  readonly case_id: string;
  /** UTC ms by the clock of the desk it was made at. */
  readonly at: bigint;
  readonly by: string;
  /** The id of the key that signed it: the desk it was made at. */
  readonly desk: string;
  readonly kind: EntryBody['kind'];
  /** Hex. */
  readonly digest: string;
  /** Base64. */
  readonly signature: string;
  /** Hex; guesses at short words cannot be tried without it. Null where the words are not here. */
  readonly salt: string | null;
  /** The body as JSON text; null where it was erased. */
  readonly body: string | null;
  /** `whole` is what was signed; `masked` was changed by a sender who vouches for it. */
  readonly state: 'whole' | 'masked' | 'erased';
}

/** An entry with its body read. */
export interface ReadEntry extends Entry {
  readonly content: EntryBody | null;
}

const domain = 'recharge-desk/case-entry/1';

/** SHA-256 in hex over the salt and the words of an entry. */
export function bodyDigest(salt: string, body: string): string {
  return createHash('sha256').update(Buffer.from(salt, 'hex')).update(body, 'utf8').digest('hex');
}

type Envelope = Pick<Entry, 'id' | 'case_id' | 'at' | 'by' | 'desk' | 'kind' | 'digest'>;

/** The bytes that a desk signs: a line a field, none of which can hold a line break. */
function envelopeBytes(entry: Envelope): Buffer {
  const { id, case_id, at, by, desk, kind, digest } = entry;
  const fields = [domain, id, case_id, String(at), by, desk, kind, digest];
  if (fields.some((field) => /[\r\n]/.test(field))) throw new Error('a field holds a line break');
  return Buffer.from(`${fields.join('\n')}\n`, 'utf8');
}

/** Makes and signs an entry. `id`, `salt` and the time are handed in. */
export function makeEntry(
  key: SigningKey,
  made: { id: string; salt: string; case_id: string; at: number; by: string; body: EntryBody },
): ReadEntry {
  const body = JSON.stringify(made.body);
  const envelope = {
    id: made.id,
    case_id: made.case_id,
    at: BigInt(made.at),
    by: made.by,
    desk: key.id,
    kind: made.body.kind,
    digest: bodyDigest(made.salt, body),
  };
  return {
    ...envelope,
    signature: key.sign(envelopeBytes(envelope)).toString('base64'),
    salt: made.salt,
    body,
    state: 'whole',
    content: made.body,
  };
}

/** True where the desk that the entry names signed its envelope. Hostile bytes are only false. */
export function isSigned(entry: Envelope & { signature: string }, publicKey: string): boolean {
  if ([entry.id, entry.case_id, entry.by, entry.desk, entry.kind].some((one) => /[\r\n]/.test(one)))
    return false;
  return signedBy(publicKey, envelopeBytes(entry), entry.signature);
}

/** True where the words are those that were signed. */
export function wordsHold(entry: Pick<Entry, 'salt' | 'body' | 'digest'>): boolean {
  return (
    entry.salt !== null &&
    entry.body !== null &&
    bodyDigest(entry.salt, entry.body) === entry.digest
  );
}

/** The body of an entry, read and checked; null where it is not here or is none. */
export function contentOf(entry: Entry): EntryBody | null {
  if (entry.body === null) return null;
  try {
    const read = entryBody.safeParse(JSON.parse(entry.body));
    return read.success && read.data.kind === entry.kind ? read.data : null;
  } catch {
    return null;
  }
}
