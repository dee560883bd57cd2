import { z } from 'zod';
import { chainHash } from './chain.ts';
import type { StoredRow } from './row-bytes.ts';

const whole = z.string().regex(/^[0-9]{1,19}$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const words = z.string().max(2000);

/** One row of a chain outside it, with what its hash was made of. Nothing a person wrote is in it. */
export const excerptRow = z.strictObject({
  seq: z.number().int().min(1),
  at: whole,
  monotonic_ns: whole,
  actor: words,
  role: words,
  door: words,
  session: words,
  command: words,
  object: words,
  outcome: words,
  sentence: words,
  details_digest: hash,
  previous: hash,
  hash,
});
export type ExcerptRow = z.infer<typeof excerptRow>;

export function toExcerpt(row: StoredRow): ExcerptRow {
  const { actor, role, door, session, command, object, outcome, sentence } = row;
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  return {
    ...{ actor, role, door, session, command, object, outcome, sentence },
    seq: Number(row.seq),
    at: row.at.toString(),
    monotonic_ns: row.monotonic_ns.toString(),
    details_digest: hex(row.details_digest),
    previous: hex(row.previous),
    hash: hex(row.hash),
  };
}

/** True where a row is what its own hash says, in the chain of that workspace. */
export function holdsExcerpt(install: string, row: ExcerptRow): boolean {
  const { previous, hash: stated, ...rest } = row;
  const found = chainHash(install, Buffer.from(previous, 'hex'), {
    ...rest,
    seq: BigInt(row.seq),
    at: BigInt(row.at),
    monotonic_ns: BigInt(row.monotonic_ns),
    details_digest: Buffer.from(row.details_digest, 'hex'),
  });
  return found.toString('hex') === stated;
}
