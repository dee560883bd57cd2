import { readFile } from 'node:fs/promises';
import { refuse } from '../../../../contract/errors.ts';
import { roles } from '../../../../contract/staff.ts';
import { type Args, flag, given, needed, oneOf, text, type Verb } from '../verb.ts';

/** The first line of a file that holds a password. Refuses BAD_INPUT where it cannot be read. */
export async function passwordFrom(file: string): Promise<string> {
  try {
    const whole = await readFile(file, 'utf8');
    return whole.split(/\r?\n/, 1)[0] ?? '';
  } catch {
    throw refuse(
      'BAD_INPUT',
      `The password file ${file} cannot be read.`,
      'Check its name and rights.',
    );
  }
}

function ownAccounts(args: Args): string[] {
  const given = args.own_account;
  const accounts = Array.isArray(given) ? given : typeof given === 'string' ? [given] : [];
  if (flag(args, 'no_account') === accounts.length > 0)
    throw refuse(
      'BAD_INPUT',
      'Say which coin accounts the person has, or that there is none.',
      'Give --own-account ID… or --no-account.',
    );
  return accounts;
}

const add: Verb = {
  words: 'staff add',
  does: 'adds a person; a password nobody gave is generated and printed this once',
  positional: ['user'],
  options: {
    role: { value: 'R', does: roles.join(', '), must: true },
    'password-file': { value: 'F', does: 'a file whose first line is the password' },
    'own-account': { value: 'ID', does: 'a coin account of this person', many: true },
    'no-account': { does: 'this person has no coin account' },
  },
  async run({ client, args }) {
    const file = text(args, 'password_file');
    return {
      one: await client.staff.add({
        user: needed(args, 'user'),
        role: oneOf(roles, needed(args, 'role'), 'role'),
        own_accounts: ownAccounts(args),
        ...given({ password: file === undefined ? undefined : await passwordFrom(file) }),
      }),
    };
  },
};

const setRole: Verb = {
  words: 'staff role',
  does: 'gives a person another role',
  positional: ['user'],
  options: { role: { value: 'R', does: roles.join(', '), must: true } },
  run: async ({ client, args }) => ({
    one: await client.staff.setRole({
      user: needed(args, 'user'),
      role: oneOf(roles, needed(args, 'role'), 'role'),
    }),
  }),
};

const decline: Verb = {
  words: 'staff decline',
  does: 'declines a role that another owner asked for, or takes back your own wish',
  positional: ['user'],
  options: {
    role: { value: 'R', does: 'the role that was asked for', must: true },
    note: { value: 'T', does: 'why, in your own words', must: true },
  },
  run: async ({ client, args }) => ({
    one: await client.staff.declineRole({
      user: needed(args, 'user'),
      role: oneOf(roles, needed(args, 'role'), 'role'),
      note: needed(args, 'note'),
    }),
  }),
};

const disable: Verb = {
  words: 'staff disable',
  does: 'ends the sign-ins of a person and lets them in no more',
  positional: ['user'],
  run: async ({ client, args }) => ({
    one: await client.staff.disable({ user: needed(args, 'user') }),
  }),
};

const list: Verb = {
  words: 'staff list',
  does: 'everybody',
  run: async ({ client }) => ({ list: await client.staff.list() }),
};

export const staffVerbs: readonly Verb[] = [add, setRole, decline, disable, list];
