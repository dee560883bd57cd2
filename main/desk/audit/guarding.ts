import type { KeyState } from '../../../contract/audit.ts';
import { refuse } from '../../../contract/errors.ts';
import type { Db } from '../storage/storage.ts';
import type { Audit, Caller } from './audit.ts';
import { forgetKept, keepSecret, type Keyring, keptCiphered, secretFrom } from './keyring.ts';
import type { GuardedKey } from './key.ts';
import { createPutKey } from './put-key.ts';
import { createReplacing, wishSaid } from './replacing.ts';
import { createTries } from './tries.ts';

export interface GuardingDeps {
  readonly desk: Db;
  readonly audit: Audit;
  readonly key: GuardedKey;
  /** The workspace. */
  readonly folder: string;
  /** UTC ms. */
  readonly clock: () => number;
  readonly monotonicMs: () => number;
  /** Refuses BAD_INPUT for a passphrase that is guessed first. */
  readonly checkPassphrase: (passphrase: string) => void;
  readonly newPassphrase: () => string;
  /** The operating system's, where the host has one that guards. */
  readonly keyring: Keyring | null;
  /**
   * Whether an owner's wish stands, given who asked for the same before. Refuses NEEDS_OTHER_PERSON.
   * A port: who may be one person is known to later areas.
   */
  readonly agreement: (
    caller: Caller,
    askedBy: string | null,
  ) => { readonly stands: boolean; readonly agreed: boolean };
}

/** What guards the signing key: a passphrase, and a keyring that may know what it opens. */
export function createGuarding(deps: GuardingDeps) {
  const { desk, audit, key, folder, keyring } = deps;
  const tries = createTries(deps.monotonicMs);

  const state = (): KeyState => ({
    key_id: key.id,
    protected: key.isProtected,
    open: !key.isSealed(),
    unsigned: audit.unsigned(),
    keyring: keyring && { name: keyring.name, holds: keptCiphered(folder, key.id) !== null },
    keys: keysOf(audit),
    lost: wishSaid(replacing.wish()),
  });

  const say = (caller: Caller, command: string, sentence: string, outcome = 'done') =>
    audit.append(caller, { command, object: 'key', outcome, sentence });

  /** Opens the seal by its passphrase. Refuses KEY_SEALED, and soon makes whoever guesses wait. */
  const opened = (caller: Caller, passphrase: string): Promise<void> =>
    tries.one(caller.user, async () => {
      const secret = await key.secretOf(passphrase);
      return secret === null || key.openWith(secret);
    });

  /** One change after the other: each rests on the file that the one before it left. */
  let before: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(change: () => Promise<T>): Promise<T> => {
    const own = before.then(change);
    before = own.catch(() => {});
    return own;
  };

  const putKey = createPutKey(deps);

  /** The same key in another file. */
  const replace = async (
    caller: Caller,
    act: { command: string; sentence: string; passphrase: string | null },
  ): Promise<void> => {
    const next = await key.next(act.passphrase);
    await putKey(caller, next, () => say(caller, act.command, act.sentence));
  };

  /** That it was opened: what waited is signed, and nobody has to replace it as lost. */
  const noteOpened = (caller: Caller, sentence: string) => {
    desk
      .transaction(() => {
        replacing.found(caller);
        say(caller, 'audit.unlockKey', sentence);
      })
      .immediate();
    audit.seal(true);
  };

  const replacing = createReplacing({ ...deps, state, inTurn, opened });

  return {
    state,
    replace: replacing.replace,
    replaceLost: replacing.replaceLost,
    declineLost: replacing.declineLost,
    /** Does something while the file of the key stays as it is. */
    still: inTurn,

    /**
     * Opens the key for as long as the desk runs, and signs what had to wait; nothing where it is open.
     * Refuses KEY_SEALED for a wrong passphrase, and without a try while somebody has to wait. Writes
     * its own rows.
     */
    async unlock(caller: Caller, { passphrase }: { passphrase: string }): Promise<KeyState> {
      if (!key.isSealed()) return state();
      await opened(caller, passphrase).catch((error: unknown) => {
        const sentence = `${caller.user} was refused to open the signing key.`;
        desk.transaction(() => say(caller, 'audit.unlockKey', sentence, 'KEY_SEALED')).immediate();
        throw error;
      });
      noteOpened(caller, `${caller.user} opened the signing key with its passphrase.`);
      return state();
    },

    /**
     * Seals the key under a passphrase, or under another one; one that is left out is generated and
     * told this once. Refuses BAD_INPUT for one that is guessed first or where the old one is missing,
     * KEY_SEALED where the old one is wrong.
     */
    protect: (
      caller: Caller,
      input: { passphrase?: string | undefined; old_passphrase?: string | undefined },
    ): Promise<KeyState & { passphrase?: string }> =>
      inTurn(async () => {
        if (input.passphrase !== undefined) deps.checkPassphrase(input.passphrase);
        const changes = key.isProtected;
        if (changes && input.old_passphrase === undefined)
          throw refuse(
            'BAD_INPUT',
            'The signing key has a passphrase already, which has to be given to change it.',
            'Give the old one, too; in a terminal --old-passphrase-file F.',
          );
        if (changes) await opened(caller, input.old_passphrase ?? '');
        const passphrase = input.passphrase ?? deps.newPassphrase();
        await replace(caller, {
          command: 'audit.protectKey',
          passphrase,
          sentence: changes
            ? `${caller.user} changed the passphrase of the signing key.`
            : `${caller.user} sealed the signing key under a passphrase.`,
        });
        return { ...state(), ...(input.passphrase === undefined ? { passphrase } : {}) };
      }),

    /** Takes the seal off. Refuses BAD_INPUT where there is none, KEY_SEALED for a wrong passphrase. */
    release: (caller: Caller, { passphrase }: { passphrase: string }): Promise<KeyState> =>
      inTurn(async () => {
        if (!key.isProtected)
          throw refuse(
            'BAD_INPUT',
            'The signing key has no passphrase.',
            'Nothing has to be taken off; give it one to protect it.',
          );
        await opened(caller, passphrase);
        await replace(caller, {
          command: 'audit.releaseKey',
          passphrase: null,
          sentence: `${caller.user} took the passphrase off the signing key.`,
        });
        return state();
      }),

    /**
     * Lets the keyring of this computer open the key when the desk starts, or no more. Refuses
     * BAD_INPUT where there is no keyring that guards, or no passphrase; KEY_SEALED while it is sealed.
     */
    keep: (caller: Caller, { keep }: { keep: boolean }): Promise<KeyState> =>
      inTurn(async () => {
        const secret = key.secret();
        if (keep && keyring === null)
          throw refuse(
            'BAD_INPUT',
            'This desk was started without a keyring of the operating system.',
            'Start it from the desktop window, on a computer whose keyring is unlocked.',
          );
        if (keep && !key.isProtected)
          throw refuse(
            'BAD_INPUT',
            'The signing key has no passphrase that a keyring could keep.',
            'Protect it with a passphrase first.',
          );
        if (keep && secret === null)
          throw refuse('KEY_SEALED', 'The signing key is sealed.', 'Give its passphrase first.');
        if (keep && keyring && secret) await keepSecret(folder, key.id, keyring, secret);
        desk
          .transaction(() =>
            say(
              caller,
              'audit.keepKey',
              keep
                ? `${caller.user} let the keyring of this computer (${keyring?.name}) open the signing key.`
                : `${caller.user} had the keyring of this computer open the signing key no more.`,
            ),
          )
          .immediate();
        if (!keep) forgetKept(folder);
        return state();
      }),

    /** At a start: what the keyring knows opens the key. False where a person has to give the passphrase. */
    async openByKeyring(caller: Caller): Promise<boolean> {
      const kept = keptCiphered(folder, key.id);
      if (!key.isSealed() || keyring === null || kept === null) return !key.isSealed();
      const found = await secretFrom(keyring, kept);
      // It may have been opened by a person in between.
      if (!key.isSealed()) return true;
      if (found === null || !key.openWith(found.secret)) return false;
      noteOpened(caller, `The keyring of this computer (${keyring.name}) opened the signing key.`);
      if (found.stale) await keepSecret(folder, key.id, keyring, found.secret);
      return true;
    },
  };
}

/** The keys of this desk and when each came, the first one first. */
function keysOf(audit: Audit): KeyState['keys'] {
  const since = new Map(audit.successions().map((one) => [one.new_public_key, one.at]));
  return audit.keys().map(({ id, publicKey, came }) => ({
    key_id: id,
    came,
    since: since.get(publicKey) ?? null,
  }));
}
