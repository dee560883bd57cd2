import { createHash } from 'node:crypto';
import type { Succession } from '../../../contract/audit.ts';
import { signedBy } from './key.ts';

/** What both keys sign: which one follows which, from which row on. */
type Said = Omit<Succession, 'format' | 'by_old' | 'by_new'>;

/** The bytes of it: a line a field, none of which can hold a line break. */
export function successionBytes(said: Said): Buffer {
  const { install, how, old_public_key, new_public_key, seq, hash, at, last } = said;
  const fields = [
    'recharge-desk/succession/1',
    ...[install, how, old_public_key, new_public_key, seq, hash],
    ...[last?.seq ?? 0, last?.hash ?? '', Date.parse(at)],
  ];
  return Buffer.from(`${fields.join('\n')}\n`, 'utf8');
}

/**
 * True where the new key signed it, and the old one as well unless it says that this one was lost.
 * Whether the old key was the desk's, and the row is of the act, only the chain can say.
 */
export function successionIsSigned(one: Succession): boolean {
  const bytes = successionBytes(one);
  const old =
    one.how === 'lost'
      ? one.by_old === null
      : one.by_old !== null && signedBy(one.old_public_key, bytes, one.by_old);
  return old && signedBy(one.new_public_key, bytes, one.by_new);
}

/** How the row of the act is written: its command says whether the old key was there to sign. */
export const replaceCommands = {
  replaced: 'audit.replaceKey',
  lost: 'audit.replaceLostKey',
} as const;

/** The object of that row: the whole digest of the new public key, so that no other one fits it. */
export function keyObject(publicKey: string): string {
  return `key/${createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex')}`;
}
