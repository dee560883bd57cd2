import type { KeyState } from '../../../../contract/audit.ts';
import { refuse } from '../../../../contract/errors.ts';
import { counted } from '../../../../contract/say.ts';
import { flag, given, text, type Verb, type VerbContext } from '../verb.ts';
import { anchorFrom, codeFrom } from './audit.ts';
import { passwordFrom } from './staff.ts';

/** The passphrase of the key, where it is not in a file that is named. */
export const passphraseVariable = 'RECHARGE_DESK_KEY_PASSPHRASE';

const file = 'a file whose first line is the passphrase; /dev/fd/N for a descriptor';

/** The passphrase in a file. Refuses BAD_INPUT where its first line is empty. */
async function passphraseIn(named: string): Promise<string> {
  const found = await passwordFrom(named);
  if (found !== '') return found;
  throw refuse(
    'BAD_INPUT',
    `The first line of ${named} is empty: it holds no passphrase.`,
    'Write the passphrase there, or name another file.',
  );
}

/** The passphrase as it stands: from a file, the environment, or the person at the keys. */
async function standing({ args, ask }: VerbContext, option: string): Promise<string> {
  const named = text(args, option);
  const found = named === undefined ? process.env[passphraseVariable] : await passphraseIn(named);
  if (found) return found;
  if (ask) return ask('Passphrase of the signing key: ');
  throw refuse(
    'BAD_INPUT',
    'No passphrase was given.',
    `Put it in ${passphraseVariable}, or in a file named by --${option.replaceAll('_', '-')}.`,
  );
}

/** The keys that this desk had, and how each took the place of the one before it. */
function history(keys: KeyState['keys']): string[] {
  return keys.slice(1).map(({ key_id, came, since }, index) => {
    const before = keys[index]?.key_id;
    return came === 'lost'
      ? `Key ${key_id} took the place of ${before}, which was lost, on ${since}: tell other desks and the platform.`
      : `Key ${key_id} took the place of ${before} on ${since}, and both signed it.`;
  });
}

function say(answer: unknown): string {
  const state = answer as KeyState & { passphrase?: string };
  const { protected: isProtected, open, unsigned, passphrase } = state;
  return [
    !isProtected
      ? `The signing key ${state.key_id} lies open in a file of this workspace: proof reaches only as far as an anchor kept elsewhere.`
      : open
        ? `The signing key ${state.key_id} is under a passphrase, and open until this desk ends.`
        : `The signing key ${state.key_id} is sealed: ${counted(unsigned, 'row')} of the audit ${unsigned === 1 ? 'waits' : 'wait'} for a signature, and nothing that needs one is done.`,
    ...(passphrase === undefined
      ? []
      : [
          `Its passphrase, kept nowhere else: ${passphrase}`,
          'Without it this key never signs again: two owners have to replace it.',
        ]),
    ...(state.keyring?.holds ? [`${state.keyring.name} opens it on this computer.`] : []),
    ...(state.lost
      ? [
          `${state.lost.asked_by} says that its passphrase is lost: another owner agrees with \`key replace --lost\`, or declines with \`key decline\`.`,
        ]
      : []),
    ...history(state.keys),
  ].join('\n');
}

const show: Verb = {
  words: 'key',
  does: 'what guards the key that signs the audit, and whether it can sign now',
  run: async ({ client }) => ({ one: await client.audit.keyState() }),
  say,
};

const protect: Verb = {
  words: 'key protect',
  does: 'seals the key under a passphrase, or another one; one nobody gave is generated and printed this once',
  options: {
    'passphrase-file': { value: 'F', does: file },
    'old-passphrase-file': { value: 'F', does: 'the same, of the one that it has now' },
  },
  async run(context) {
    const { client, args } = context;
    const named = text(args, 'passphrase_file');
    const passphrase = named === undefined ? undefined : await passphraseIn(named);
    const { protected: changes } = await client.audit.keyState();
    const old_passphrase = changes ? await standing(context, 'old_passphrase_file') : undefined;
    return { one: await client.audit.protectKey(given({ passphrase, old_passphrase })) };
  },
  say,
};

const unlock: Verb = {
  words: 'key unlock',
  does: 'opens the key until this desk ends, and signs what waited',
  options: { 'passphrase-file': { value: 'F', does: file } },
  run: async (context) => ({
    one: await context.client.audit.unlockKey({
      passphrase: await standing(context, 'passphrase_file'),
    }),
  }),
  say,
};

const release: Verb = {
  words: 'key release',
  does: 'takes the passphrase off the key',
  options: { 'passphrase-file': { value: 'F', does: file } },
  run: async (context) => ({
    one: await context.client.audit.releaseKey({
      passphrase: await standing(context, 'passphrase_file'),
    }),
  }),
  say,
};

const replace: Verb = {
  words: 'key replace',
  does: 'puts a new key in the place of this one, which signs it; its passphrase is generated where the old one has one and none is given',
  options: {
    'passphrase-file': { value: 'F', does: `${file}, of the new key` },
    'old-passphrase-file': { value: 'F', does: 'the same, of the one that it has now' },
    lost: {
      does: 'nobody can open the old one any more; a second owner says so, too, and does it',
    },
    anchor: { value: 'F', does: 'with --lost: a file with an anchor kept elsewhere' },
    code: { value: 'C', does: 'with --lost: a code of an anchor kept elsewhere' },
  },
  async run(context) {
    const { client, args } = context;
    const named = text(args, 'passphrase_file');
    const passphrase = named === undefined ? undefined : await passphraseIn(named);
    if (flag(args, 'lost')) {
      const kept = text(args, 'anchor');
      const anchor = kept === undefined ? undefined : await anchorFrom(kept);
      const code = codeFrom(text(args, 'code'));
      return { one: await client.audit.replaceLostKey(given({ passphrase, anchor, code })) };
    }
    const { protected: isProtected } = await client.audit.keyState();
    const old_passphrase = isProtected ? await standing(context, 'old_passphrase_file') : undefined;
    return { one: await client.audit.replaceKey(given({ passphrase, old_passphrase })) };
  },
  say(answer) {
    const { waits_for } = answer as { waits_for?: string | null };
    return waits_for ? `${say(answer)}\nIt waits for ${waits_for}.` : say(answer);
  },
};

const decline: Verb = {
  words: 'key decline',
  does: 'ends the wish to replace a lost key: another owner declines it, or who asked takes it back',
  run: async ({ client }) => ({ one: await client.audit.declineLostKey() }),
  say,
};

export const keyVerbs: readonly Verb[] = [show, protect, unlock, release, replace, decline];
