import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { version } from '../../../contract/version.ts';
import { type Ask, personAtKeys } from './ask.ts';
import { runBatch } from './batch.ts';
import {
  type DoorOptions,
  errorLine,
  type OpenDoor,
  openDoor,
  signIn,
  toRefusal,
  workspaceOf,
} from './door.ts';
import { initWorkspace } from './init.ts';
import { createProgress, line, printAnswer } from './print.ts';
import { restoreWorkspace } from './restore.ts';
import { serve } from './serve.ts';
import type { Args, Verb } from './verb.ts';
import { verbs } from './verbs.ts';

/** Done, refused or failed, wrong use: what scripts can rely on. */
const exit = { done: 0, refused: 1, misused: 2 } as const;

/**
 * The terminal door. Prints the answer on standard output, all else on standard error, and sets
 * the exit code.
 */
export async function runCli(argv: readonly string[]): Promise<void> {
  const program = new Command('recharge-desk')
    .description('Sort out failed coin recharges, from a terminal.')
    .version(version)
    .enablePositionalOptions()
    .exitOverride();
  shared(program);
  for (const verb of verbs) addVerb(program, verb);
  addOwn(program);
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? exit.done : exit.misused;
      if (process.exitCode === exit.misused && argv.includes('--json'))
        await line(
          errorLine({ code: 'BAD_INPUT', message: error.message, next: 'See --help for the use.' }),
        );
      return;
    }
    await fail(error, { json: argv.includes('--json'), debug: argv.includes('--debug') });
  }
}

async function fail(error: unknown, options: DoorOptions): Promise<void> {
  process.exitCode = exit.refused;
  const refusal = toRefusal(error);
  if (options.json) await line(errorLine(refusal));
  else process.stderr.write(`${refusal.message} ${refusal.next} (${refusal.code})\n`);
  if (options.debug) process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
}

/** Options every verb has; both before and after the verb, since people type both. */
function shared(command: Command, except?: string): Command {
  command
    .option('--workspace <dir>', 'the workspace; else RECHARGE_DESK_HOME, else your data folder')
    .option('--as <user>', 'who you are; the password comes from RECHARGE_DESK_PASSWORD')
    .option('--key-passphrase-file <file>', 'a file whose first line opens the signing key')
    .option('--json', 'answers as JSON')
    .option('--debug', 'show where a fault comes from');
  if (except !== 'password-file')
    command.option('--password-file <file>', 'a file whose first line is your password');
  return command;
}

/** What the groups are for, as the help says it. */
const groups: Readonly<Record<string, string>> = {
  adjust: 'adjustments: propose, decide, reverse, list',
  outbox: 'writes decided adjustments for the platform, takes its answers, names its keys',
  staff: 'people who sign in here: add, change role, disable, list',
  audit: 'every act in a signed chain: list, verify, anchor, export',
  case: 'cases: open, fill, decide, close, hand over to another desk, take in',
};

/** The command of a verb, its groups made as needed. */
function commandFor(program: Command, words: string): Command {
  return words.split(' ').reduce(
    (parent, word) =>
      parent.commands.find((one) => one.name() === word) ??
      parent
        .command(word)
        .description(groups[word] ?? '')
        .exitOverride()
        .enablePositionalOptions(),
    program,
  );
}

function addVerb(program: Command, verb: Verb): void {
  const command = commandFor(program, verb.words).description(verb.does);
  const own = Object.entries(verb.options ?? {});
  for (const name of verb.positional ?? [])
    command.argument(name.endsWith('?') ? `[${name.slice(0, -1)}]` : `<${name}>`);
  for (const [name, option] of own) {
    const value = option.value ? ` <${option.value}${option.many ? '...' : ''}>` : '';
    const flags = `--${name}${value}`;
    if (option.must) command.requiredOption(flags, option.does);
    else command.option(flags, option.does);
  }
  shared(command, own.some(([name]) => name === 'password-file') ? 'password-file' : undefined);
  command.action(async () => {
    const options = optionsOf(program, command);
    const wrong = verb.misuse?.(argsOf(verb, command)) ?? null;
    if (wrong !== null) command.error(`error: ${wrong}`, { exitCode: exit.misused });
    await withDoor(options, async (client) => {
      const progress = createProgress();
      const ask = personAtKeys();
      const context = { client, args: argsOf(verb, command), progress: progress.show, ask };
      const answer = await withKey(client, ask, () => verb.run(context)).finally(progress.end);
      await printAnswer(answer, verb, options.json ?? false);
    });
  });
}

/** Where the signing key is sealed nothing was done: a person at the keys is asked, and it is done then. */
async function withKey<T>(
  client: OpenDoor['client'],
  ask: Ask | null,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const sealed = toRefusal(error).code === 'KEY_SEALED' && !(await client.audit.keyState()).open;
    if (!sealed || ask === null) throw error;
    await client.audit.unlockKey({ passphrase: await ask('Passphrase of the signing key: ') });
    return run();
  }
}

/** The verbs that are not one call: making a workspace, many commands, the browser door. */
function addOwn(program: Command): void {
  const init = commandFor(program, 'init')
    .description('makes a workspace with its first owner and a recovery code')
    .option('--demo', 'staffed, with synthetic records')
    .option('--owner <name>', 'the name of the first owner', 'owner');
  shared(init).action(async () => {
    const options = optionsOf(program, init);
    await initWorkspace(workspaceOf(options), {
      owner: String(init.opts().owner),
      demo: init.opts().demo === true,
      json: options.json ?? false,
    });
  });
  const restore = commandFor(program, 'restore')
    .description('puts a backup in the place of the workspace, or makes one from it')
    .argument('<file>')
    .option('--identity-file <f>', 'the age identity that the backup was made for')
    .option('--passphrase-file <f>', 'a file whose first line is its passphrase');
  shared(restore).action(async () => {
    await restoreWorkspace(restore.args[0] ?? '', {
      ...optionsOf(program, restore),
      ...restore.opts<{ identityFile?: string; passphraseFile?: string }>(),
    });
  });
  const batch = commandFor(program, 'batch').description(
    'reads one JSON command a line and answers each once it is durable',
  );
  shared(batch).action(() => {
    const options = optionsOf(program, batch);
    return runBatch(() => signedInDoor(options), process.stdin);
  });
  const door = commandFor(program, 'serve')
    .description('the browser door; prints where')
    .option('--port <n>', 'the port on 127.0.0.1; else any that is free', portOf, 0)
    .option('--no-open', 'do not open a browser');
  shared(door).action(async () => {
    const { port, open } = door.opts();
    const options = optionsOf(program, door);
    await serve(workspaceOf(options), {
      port: Number(port),
      open: open !== false,
      json: options.json ?? false,
    });
  });
}

function portOf(text: string): number {
  if (!/^[0-9]{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return Number(text);
}

function optionsOf(program: Command, command: Command): DoorOptions {
  return { ...program.opts<DoorOptions>(), ...command.opts<DoorOptions>() };
}

function argsOf(verb: Verb, command: Command): Args {
  const args: Record<string, Args[string]> = {};
  for (const [index, name] of (verb.positional ?? []).entries())
    args[name.replace('?', '')] = command.args[index];
  const held: Record<string, Args[string]> = command.opts();
  for (const name of Object.keys(verb.options ?? {})) {
    const camel = name.replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase());
    // Commander reads `--no-account` as account: false.
    if (name.startsWith('no-')) args[name.replaceAll('-', '_')] = held[negated(camel)] === false;
    else args[name.replaceAll('-', '_')] = held[camel];
  }
  return args;
}

function negated(camel: string): string {
  const rest = camel.slice(2);
  return rest.charAt(0).toLowerCase() + rest.slice(1);
}

async function signedInDoor(options: DoorOptions): Promise<OpenDoor> {
  const door = await openDoor(workspaceOf(options));
  try {
    await signIn(door.client, options);
  } catch (error) {
    door.close();
    throw error;
  }
  return door;
}

async function withDoor(
  options: DoorOptions,
  use: (client: OpenDoor['client']) => Promise<void>,
): Promise<void> {
  const door = await signedInDoor(options);
  try {
    await use(door.client);
  } finally {
    door.close();
  }
}
