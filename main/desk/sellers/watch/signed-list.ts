import { z } from 'zod';
import { refuse } from '../../../../contract/errors.ts';
import { watchEntry } from '../../../../contract/seller-watch.ts';
import { wireTime } from '../../../../contract/values.ts';
import { keyId, type SigningKey, signedBy } from '../../audit/audit.ts';

/** How a signed list begins; another version is refused. */
const format = 'recharge-desk-watchlist/1' as const;
const mostEntries = 20_000;

const entryOnPaper = watchEntry
  .pick({ kind: true, value: true, reason: true, origin: true, created_at: true, expires_at: true })
  .extend({
    value: z.string().min(1).max(500),
    reason: z.string().min(1).max(4000),
    origin: z.string().min(1).max(300),
  });

const signedList = z.object({
  format: z.literal(format),
  key_id: z.string().max(100),
  public_key: z.base64().max(200),
  made_at: z.string().max(40),
  entries: z.array(entryOnPaper).max(mostEntries),
  signature: z.base64().max(200),
});

/** An entry as it travels. */
export type EntryOnPaper = z.infer<typeof entryOnPaper>;

/** A list that this desk signed, as text. */
export function signedText(key: SigningKey, entries: readonly EntryOnPaper[], now: number): string {
  const body = {
    format,
    key_id: key.id,
    public_key: key.publicKey,
    made_at: wireTime(now),
    entries: [...entries],
  };
  const signature = key.sign(signedBytes(body)).toString('base64');
  return `${JSON.stringify({ ...body, signature }, null, 1)}\n`;
}

type ListBody = Omit<z.infer<typeof signedList>, 'signature'>;

/** The bytes a signature is over: the list without it, in one spelling. */
function signedBytes({ format: name, key_id, public_key, made_at, entries }: ListBody): Uint8Array {
  return Buffer.from(
    JSON.stringify([
      name,
      key_id,
      public_key,
      made_at,
      entries.map((one) => [
        one.kind,
        one.value,
        one.reason,
        one.origin,
        one.created_at,
        one.expires_at,
      ]),
    ]),
  );
}

/** Reads a signed list. Refuses BAD_INPUT where it is none, or is not what was signed. */
export function readList(text: string): z.infer<typeof signedList> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw refuse(
      'BAD_INPUT',
      'This is no watch list: it is not JSON.',
      'Choose the file a desk exported as signed.',
    );
  }
  const list = signedList.safeParse(parsed);
  if (!list.success)
    throw refuse(
      'BAD_INPUT',
      `This is no ${format}: ${list.error.issues[0]?.path.join('.') ?? ''} ${list.error.issues[0]?.message ?? ''}.`,
      'Choose the file a desk exported as signed.',
    );
  const { public_key, key_id, signature } = list.data;
  const named = keyId(Buffer.from(public_key, 'base64')) === key_id;
  if (!named || !signedBy(public_key, signedBytes(list.data), signature))
    throw refuse(
      'BAD_INPUT',
      'This list is not what was signed: something in it was changed.',
      'Ask for it anew.',
    );
  return list.data;
}
