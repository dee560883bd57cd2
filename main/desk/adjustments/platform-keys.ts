import { createPublicKey } from 'node:crypto';
import { refuse } from '../../../contract/errors.ts';
import type { PlatformKey } from '../../../contract/outbox.ts';
import { wireTime } from '../../../contract/values.ts';
import { type Caller, keyId, signedBy } from '../audit/audit.ts';
import type { AdjustmentDeps } from './adjustments.ts';
import type { SignedLines } from './outbox-file.ts';

interface Kept {
  readonly key_id: string;
  readonly name: string;
  readonly public_key: string;
  readonly registered_by: string;
  readonly registered_at: bigint;
  readonly withdrawn_at: bigint | null;
}

export type PlatformKeys = ReturnType<typeof createPlatformKeys>;

/** The keys of the platform that owners have registered: what they sign is believed. */
export function createPlatformKeys(deps: AdjustmentDeps) {
  const { desk, audit, clock } = deps;
  const all = desk.prepare('select * from platform_keys order by registered_at, key_id');
  const one = desk.prepare('select * from platform_keys where key_id = ?');
  const add = desk.prepare(
    `insert into platform_keys (key_id, name, public_key, registered_by, registered_at) values (?, ?, ?, ?, ?)`,
  );
  const withdraw = desk.prepare(
    'update platform_keys set withdrawn_by = ?, withdrawn_at = ? where key_id = ?',
  );

  const note = (caller: Caller, command: string, id: string, sentence: string) =>
    audit.append(caller, { command, object: `platform-key/${id}`, outcome: 'done', sentence });

  return {
    all: (): PlatformKey[] => (all.all() as Kept[]).map(toWire),

    /** The registered key that signed this; null where none that still stands did. */
    signerOf(file: SignedLines): string | null {
      const signer = (all.all() as Kept[]).find(
        (key) => key.withdrawn_at === null && signedBy(key.public_key, file.signed, file.signature),
      );
      return signer?.key_id ?? null;
    },

    /** Believes an Ed25519 key from now on. Refuses BAD_INPUT for anything else, or a key that is known. */
    register(caller: Caller, input: { name: string; public_key: string }): PlatformKey {
      const spki = spkiOf(input.public_key);
      const id = keyId(spki);
      return desk
        .transaction(() => {
          const known = one.get(id) as Kept | undefined;
          if (known)
            throw refuse(
              'BAD_INPUT',
              `This key is known as ${known.name}${known.withdrawn_at === null ? '' : ', and was withdrawn'}.`,
              'Register another key.',
            );
          if (audit.keys().some((own) => own.id === id))
            throw refuse(
              'BAD_INPUT',
              'This is the key of the desk itself, which cannot speak for the platform.',
              "Ask the platform's team for theirs.",
            );
          add.run(id, input.name, spki.toString('base64'), caller.user, clock());
          note(
            caller,
            'outbox.registerKey',
            id,
            `${caller.user} registered the platform key ${id}.`,
          );
          return toWire(one.get(id) as Kept);
        })
        .immediate();
    },

    /** Believes a key no longer. What it confirmed before stays. Refuses NOT_FOUND, BAD_INPUT. */
    withdraw(caller: Caller, input: { key_id: string }): PlatformKey {
      return desk
        .transaction(() => {
          const known = one.get(input.key_id) as Kept | undefined;
          if (!known)
            throw refuse(
              'NOT_FOUND',
              `There is no platform key ${input.key_id}.`,
              'See the outbox for the keys.',
            );
          if (known.withdrawn_at !== null)
            throw refuse('BAD_INPUT', `The key ${known.name} is withdrawn already.`, 'Go on.');
          withdraw.run(caller.user, clock(), known.key_id);
          note(
            caller,
            'outbox.withdrawKey',
            known.key_id,
            `${caller.user} withdrew the platform key ${known.key_id}.`,
          );
          return toWire(one.get(known.key_id) as Kept);
        })
        .immediate();
    },
  };
}

/** The SPKI bytes of a public key in PEM or base64. Refuses BAD_INPUT where it is no Ed25519 key. */
function spkiOf(text: string): Buffer {
  try {
    const key = /BEGIN PUBLIC KEY/.test(text)
      ? createPublicKey(text)
      : createPublicKey({
          key: Buffer.from(text.replace(/\s/g, ''), 'base64'),
          type: 'spki',
          format: 'der',
        });
    if (key.asymmetricKeyType === 'ed25519') return key.export({ type: 'spki', format: 'der' });
  } catch {
    // Said below, as for a key of another kind.
  }
  throw refuse(
    'BAD_INPUT',
    'This is no Ed25519 public key.',
    'Give it as PEM (BEGIN PUBLIC KEY), or its SPKI form in base64.',
  );
}

function toWire(key: Kept): PlatformKey {
  return {
    key_id: key.key_id,
    name: key.name,
    registered_by: key.registered_by,
    registered_at: wireTime(Number(key.registered_at)),
    withdrawn_at: wireTime(key.withdrawn_at === null ? null : Number(key.withdrawn_at)),
  };
}
