import type { KeyState } from '../../../contract/audit.ts';
import { refuse } from '../../../contract/errors.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Caller } from './audit.ts';
import type { GuardingDeps } from './guarding.ts';
import { createPutKey } from './put-key.ts';
import { keyObject, replaceCommands, successionBytes } from './succession.ts';
import type { VerifyInput } from './verify.ts';

interface Deps extends GuardingDeps {
  readonly state: () => KeyState;
  /** One change of the key's file after the other. */
  readonly inTurn: <T>(change: () => Promise<T>) => Promise<T>;
  /** Opens the key by its passphrase. Refuses KEY_SEALED. */
  readonly opened: (caller: Caller, passphrase: string) => Promise<void>;
}

interface Wish {
  readonly number: bigint;
  readonly asked_by: string;
  readonly asked_at: bigint;
}

type How = keyof typeof replaceCommands;

/** A wish to replace a lost key waits so long for a second owner. */
const wishMs = 7 * 24 * 60 * 60_000;

/**
 * Another signing key in the place of the one there is. Where that one is open it signs who follows it,
 * and one owner suffices; where nobody can open it any more two owners say so, and what it signed last
 * and the anchors that exist are held against the chain before the new one takes over.
 */
export function createReplacing(deps: Deps) {
  const { desk, audit, key, clock, inTurn, state } = deps;
  const putKey = createPutKey(deps);
  const waiting = desk.prepare(
    `select number, asked_by, asked_at from lost_keys
     where key_id = ? and ended_at is null and asked_at between ? and ? order by number desc limit 1`,
  );
  const ask = desk.prepare('insert into lost_keys (key_id, asked_by, asked_at) values (?, ?, ?)');
  const end = desk.prepare(
    'update lost_keys set ended_at = ?, ended_by = ?, ended_how = ? where number = ?',
  );

  const wish = (): Wish | null => {
    const now = clock();
    // A clock that was set back leaves none behind that never ends.
    return (waiting.get(key.id, now - wishMs, now + wishMs) as Wish | undefined) ?? null;
  };

  /** Puts a new key in place, with the row that says so and the signatures of who can sign. */
  const replace = async (
    caller: Caller,
    how: How,
    passphrase: string | null,
    said: (ids: { old: string; digest: string }) => { sentence: string; wish: Wish | null },
  ): Promise<void> => {
    const old = key.id;
    await putKey(caller, await key.another(passphrase), (next) => {
      const object = keyObject(next.publicKey);
      const { sentence, wish: agreed } = said({ old, digest: object.slice('key/'.length) });
      if (agreed) end.run(clock(), caller.user, 'agreed', agreed.number);
      audit.append(caller, { command: replaceCommands[how], object, outcome: 'done', sentence });
      audit.succeed(how, next.publicKey, (one) => {
        const bytes = successionBytes({ ...one, install: audit.install });
        return {
          by_old: how === 'lost' ? null : key.sign(bytes).toString('base64'),
          by_new: next.sign(bytes).toString('base64'),
        };
      });
    });
  };

  /** What the passphrase of the new key is, and whether it was made here. */
  const chosen = (given: string | undefined, needed: boolean) => {
    if (given !== undefined) deps.checkPassphrase(given);
    if (given !== undefined || !needed) return { passphrase: given ?? null, told: {} };
    const passphrase = deps.newPassphrase();
    return { passphrase, told: { passphrase } };
  };

  return {
    wish,

    /** A key that can be opened was not lost. In the caller's transaction. */
    found(caller: Caller): void {
      const waits = wish();
      if (waits) end.run(clock(), caller.user, 'opened', waits.number);
    },

    /**
     * Puts a new key in the place of this one, signed by both. Refuses BAD_INPUT for a passphrase that
     * is guessed first or where the old one is missing, KEY_SEALED where the old one is wrong.
     */
    replace: (
      caller: Caller,
      input: { passphrase?: string | undefined; old_passphrase?: string | undefined },
    ): Promise<KeyState & { passphrase?: string }> =>
      inTurn(async () => {
        if (input.passphrase !== undefined) deps.checkPassphrase(input.passphrase);
        if (key.isProtected) {
          if (input.old_passphrase === undefined)
            throw refuse(
              'BAD_INPUT',
              'The signing key has a passphrase, which has to be given to replace it.',
              'Give it, too; where it is lost, say so: two owners replace a lost key.',
            );
          await deps.opened(caller, input.old_passphrase);
        }
        const { passphrase, told } = chosen(input.passphrase, key.isProtected);
        await replace(caller, 'replaced', passphrase, ({ old, digest }) => ({
          wish: null,
          sentence:
            `${caller.user} replaced the signing key ${old} by ${digest.slice(0, 16)}; both signed it. ` +
            `SHA-256 of the new public key: ${digest}.`,
        }));
        return { ...state(), ...told };
      }),

    /**
     * The same for a key that nobody can open any more. The first owner's call waits for the second's,
     * which does it; where nobody else was ever enabled it is done at once. Refuses BAD_INPUT where the
     * key is open or has no passphrase, and where the chain is not whole or contradicts an anchor;
     * NEEDS_OTHER_PERSON where both may be one person.
     */
    replaceLost: (
      caller: Caller,
      input: VerifyInput & { passphrase?: string | undefined },
    ): Promise<KeyState & { passphrase?: string; waits_for: string | null }> =>
      inTurn(async () => {
        refuseUnlost();
        if (input.passphrase !== undefined) deps.checkPassphrase(input.passphrase);
        const waits = wish();
        const agreement = deps.agreement(caller, waits?.asked_by ?? null);
        if (!agreement.stands) {
          if (waits === null) askFor(caller);
          return { ...state(), waits_for: 'another owner' };
        }
        const proof = await heldAgainst(input);
        // It may have been opened, or declined, while the chain was gone through.
        refuseUnlost();
        const { passphrase, told } = chosen(input.passphrase, true);
        await replace(caller, 'lost', passphrase, ({ old, digest }) => {
          const agreed = wish();
          if (agreed?.number !== waits?.number || key.isSealed() === false) throw overtaken();
          const who = agreement.agreed
            ? `${caller.user} agreed with ${waits?.asked_by}: the passphrase of the signing key ${old} is lost`
            : `${caller.user} said, single-handed, nobody else being enabled, that the passphrase of the signing key ${old} is lost`;
          return {
            wish: agreement.agreed ? agreed : null,
            sentence:
              `${who}, and ${digest.slice(0, 16)} was put in its place without its signature. ${proof} ` +
              `SHA-256 of the new public key: ${digest}.`,
          };
        });
        return { ...state(), ...told, waits_for: null };
      }),

    /** Ends a wish that waits. Refuses NOT_FOUND where none does. */
    declineLost(caller: Caller): KeyState {
      desk
        .transaction(() => {
          const waits = wish();
          if (waits === null)
            throw refuse(
              'NOT_FOUND',
              'Nobody has asked to replace a lost key.',
              'Nothing has to be done.',
            );
          end.run(clock(), caller.user, 'declined', waits.number);
          audit.append(caller, {
            command: 'audit.declineLostKey',
            object: 'key',
            outcome: 'done',
            sentence:
              waits.asked_by === caller.user
                ? `${caller.user} took back that the signing key ${key.id} is lost.`
                : `${caller.user} declined to replace the signing key ${key.id}, which ${waits.asked_by} said is lost.`,
          });
        })
        .immediate();
      return state();
    },
  };

  function refuseUnlost(): void {
    if (key.isSealed()) return;
    throw refuse(
      'BAD_INPUT',
      key.isProtected
        ? 'The signing key is open, so it is not lost.'
        : 'The signing key has no passphrase that could be lost.',
      'Replace it with its own signature: `key replace`, without saying that it is lost.',
    );
  }

  function askFor(caller: Caller): void {
    desk
      .transaction(() => {
        ask.run(key.id, caller.user, clock());
        audit.append(caller, {
          command: replaceCommands.lost,
          object: 'key',
          outcome: 'waits',
          sentence: `${caller.user} said that the passphrase of the signing key ${key.id} is lost, and asked for another key.`,
        });
      })
      .immediate();
  }

  /** What is left to vouch for the rows before the new key: the chain, what was signed of it, anchors. */
  async function heldAgainst(input: VerifyInput): Promise<string> {
    const verdict = await audit.verify(input);
    if (verdict.verdict === 'broken' || verdict.verdict === 'contradicts_anchor')
      throw refuse(
        'BAD_INPUT',
        `A new key would cover this up. ${verdict.sentence}`,
        'Find out first, or restore a backup that verifies.',
      );
    const signed = verdict.keys.at(-1)?.signed_to ?? null;
    const last = signed === null ? 'It never signed a row.' : `It last signed row ${signed}.`;
    return verdict.anchored_to === null
      ? last
      : `${last} An anchor kept elsewhere agrees at row ${verdict.anchored_to}.`;
  }

  function overtaken() {
    return refuse(
      'LAPSED',
      'Somebody opened the key, or ended the wish to replace it, meanwhile.',
      'Look at the state of the key and decide anew.',
    );
  }
}

/** As a client is told of it. */
export function wishSaid(wish: Wish | null): KeyState['lost'] {
  return wish && { asked_by: wish.asked_by, asked_at: wireTime(Number(wish.asked_at)) };
}
