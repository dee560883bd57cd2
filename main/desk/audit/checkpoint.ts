import { createHash } from 'node:crypto';
import type { Anchor } from '../../../contract/audit.ts';
import { keyId, signedBy } from './key.ts';

/** A signed statement of how far the chain reached: what an anchor outside the file repeats. */
export interface Checkpoint {
  readonly install: string;
  readonly seq: bigint;
  readonly hash: Uint8Array;
  /** UTC ms. */
  readonly at: bigint;
}

/** A checkpoint at least every so many rows … */
export const checkpointRows = 100n;
/** … or after so long, at the next row. */
export const checkpointMs = 5 * 60_000;

/** The bytes that are signed: a line a field, none of which can hold a line break. */
export function checkpointBytes(checkpoint: Checkpoint): Buffer {
  const { install, seq, hash, at } = checkpoint;
  return Buffer.from(
    ['recharge-desk/checkpoint/1', install, seq, Buffer.from(hash).toString('hex'), at, ''].join(
      '\n',
    ),
    'utf8',
  );
}

/** A code short enough to read out or paste elsewhere; eighty bits of the anchor's hash. */
export function shortCode(anchor: Pick<Anchor, 'install' | 'seq' | 'hash'>): string {
  const digest = createHash('sha256')
    .update(`${anchor.install}\n${anchor.seq}\n${anchor.hash}`)
    .digest('hex');
  return (digest.slice(0, 20).match(/.{5}/g) ?? []).join('-');
}

/** True where an anchor is what its own key signed. Whose key that is, the chain must say. */
export function anchorIsSigned(anchor: Anchor): boolean {
  const bytes = checkpointBytes({
    install: anchor.install,
    seq: BigInt(anchor.seq),
    hash: Buffer.from(anchor.hash, 'hex'),
    at: BigInt(Date.parse(anchor.at)),
  });
  return (
    keyId(Buffer.from(anchor.public_key, 'base64')) === anchor.key_id &&
    signedBy(anchor.public_key, bytes, anchor.signature)
  );
}
