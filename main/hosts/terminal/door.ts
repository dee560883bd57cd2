import { homedir } from 'node:os';
import path from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import envPaths from 'env-paths';
import type { DeskClient } from '../../../contract/contract.ts';
import { Refusal, type RefusalCode, refusalCodes, refuse } from '../../../contract/errors.ts';
import { connectDesk } from '../local/connect.ts';
import { passphraseVariable } from './verbs/key.ts';
import { passwordFrom } from './verbs/staff.ts';

/** What every verb takes besides its own options. */
export interface DoorOptions {
  readonly workspace?: string | undefined;
  readonly as?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly keyPassphraseFile?: string | undefined;
  readonly json?: boolean | undefined;
  readonly debug?: boolean | undefined;
}

/** The workspace meant: the option, else RECHARGE_DESK_HOME, else the platform's data folder. */
export function workspaceOf(options: DoorOptions): string {
  const named = options.workspace ?? process.env.RECHARGE_DESK_HOME;
  if (named) return path.resolve(named.replace(/^~(?=$|[/\\])/, homedir()));
  return envPaths('recharge-desk', { suffix: '' }).data;
}

export interface OpenDoor {
  readonly client: DeskClient;
  /** True once the connection has ended; the desk behind it may be gone. */
  lost(): boolean;
  close(): void;
}

/** A connection to the desk of a workspace, nobody signed in on it. */
export async function openDoor(workspace: string, create = false): Promise<OpenDoor> {
  const socket = await connectDesk({ workspace, door: 'terminal', create });
  const client: DeskClient = createORPCClient(new RPCLink({ websocket: socket }));
  return {
    client,
    lost: () => socket.readyState > socket.OPEN,
    close() {
      socket.close();
      // A desk that was killed answers no closing handshake.
      setTimeout(() => socket.terminate(), 500).unref();
    },
  };
}

/** Signs in with the name and password given. Refuses SIGNED_OUT where either is missing. */
export async function signIn(client: DeskClient, options: DoorOptions): Promise<void> {
  if (!options.as)
    throw refuse(
      'SIGNED_OUT',
      'Nobody is signed in.',
      'Give --as USER, and the password in RECHARGE_DESK_PASSWORD or --password-file.',
    );
  const password =
    options.passwordFile === undefined
      ? process.env.RECHARGE_DESK_PASSWORD
      : await passwordFrom(options.passwordFile);
  if (!password)
    throw refuse(
      'SIGNED_OUT',
      `There is no password for ${options.as}.`,
      'Put it in RECHARGE_DESK_PASSWORD, or in a file named by --password-file.',
    );
  await client.staff.signIn({ user: options.as, password });
  await openKey(client, options);
}

/** Opens the signing key where it is sealed and a passphrase was given. Refuses KEY_SEALED for a wrong one. */
async function openKey(client: DeskClient, { keyPassphraseFile }: DoorOptions): Promise<void> {
  const passphrase =
    keyPassphraseFile === undefined
      ? process.env[passphraseVariable]
      : await passwordFrom(keyPassphraseFile);
  if (!passphrase || (await client.audit.keyState()).open) return;
  await client.audit.unlockKey({ passphrase });
}

/** Whatever went wrong, as the one form a refusal has at this door. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof Error) {
    const { code, data } = error as Error & { code?: unknown; data?: unknown };
    const known = refusalCodes.find((name) => name === code);
    if (known) return new Refusal(known, error.message, nextOf(data));
    if (/WebSocket|closed|socket|aborted/i.test(error.message))
      return new Refusal(
        'BUSY',
        'The connection to the desk was lost before it answered.',
        'Look whether it happened before you ask again; a key makes asking again safe.',
      );
    return new Refusal(
      'INTERNAL',
      error.message,
      'Run it again with --debug and report what it says.',
    );
  }
  return new Refusal(
    'INTERNAL',
    String(error),
    'Run it again with --debug and report what it says.',
  );
}

function nextOf(data: unknown): string {
  return typeof data === 'object' && data !== null && 'next' in data
    ? String(data.next)
    : 'Try again.';
}

export function errorLine(refusal: { code: RefusalCode; message: string; next: string }): string {
  const { code, message, next } = refusal;
  return JSON.stringify({ error: { code, message, next } });
}
