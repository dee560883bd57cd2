import { readFile, open, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  type BundleImported,
  bundleLevels,
  type BundleManifest,
  type BundlePreview,
  type BundleVerified,
  type KnownDesk,
} from '../../../../contract/case-bundles.ts';
import type { DeskClient } from '../../../../contract/contract.ts';
import { refuse } from '../../../../contract/errors.ts';
import { counted } from '../../../../contract/say.ts';
import { sendFile } from '../send-file.ts';
import { type Args, flag, given, needed, oneOf, text, type Verb } from '../verb.ts';
import { passwordFrom } from './staff.ts';

const unlocking = {
  'passphrase-file': { value: 'F', does: 'a file whose first line is the passphrase' },
  'identity-file': { value: 'F', does: 'an age identity; without one that of this desk is used' },
} as const;

async function keysFrom(args: Args): Promise<{ passphrase?: string; identity?: string }> {
  const passphrase = text(args, 'passphrase_file');
  const identity = text(args, 'identity_file');
  return given({
    passphrase: passphrase === undefined ? undefined : await passwordFrom(passphrase),
    identity: identity === undefined ? undefined : await identityFrom(identity),
  });
}

async function identityFrom(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw refuse(
      'BAD_INPUT',
      `The identity file ${file} cannot be read.`,
      'Check its name and rights.',
    );
  }
}

/** Fetches a file that the desk made, and keeps it only where all of it came. */
async function fetchInto(client: DeskClient, made: string, file: string): Promise<void> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, 'wx', 0o600);
  } catch (error) {
    throw refuse(
      'DISK',
      `${file} could not be written: ${error instanceof Error ? error.message : error}.`,
      'Name a file that is not there yet, in a folder you may write to.',
    );
  }
  try {
    for (let from = 0; ; ) {
      const { piece, bytes } = await client.bundles.piece({ made, from });
      const buffer = Buffer.from(piece, 'base64');
      await handle.write(buffer);
      from += buffer.length;
      if (from >= bytes) break;
    }
    await handle.sync();
    await handle.close();
  } catch (error) {
    await handle.close();
    await rm(file, { force: true });
    throw error;
  }
}

function list(args: Args, name: string): string[] {
  const value = args[name];
  return Array.isArray(value) ? [...value] : typeof value === 'string' ? [value] : [];
}

const exportVerb: Verb = {
  words: 'case export',
  does: 'writes a case as one sealed and signed file',
  positional: ['id', 'file'],
  options: {
    to: {
      value: 'RECIPIENT',
      does: 'an age recipient; `case recipient` prints that of a desk',
      many: true,
    },
    'passphrase-file': unlocking['passphrase-file'],
    level: { value: 'L', does: bundleLevels.join(', ') },
    item: { value: 'ENTRY', does: 'only these entries and what they depend on', many: true },
    clear: { value: 'ENTRY', does: 'words that may leave a masked bundle', many: true },
    preview: { does: 'say what would leave, and write nothing' },
  },
  async run({ client, args }) {
    const items = list(args, 'item');
    const choice = {
      case: needed(args, 'id'),
      level: oneOf(bundleLevels, text(args, 'level') ?? 'full', 'level'),
      ...(items.length > 0 ? { items } : {}),
      clear: list(args, 'clear'),
    };
    if (flag(args, 'preview')) return { one: await client.bundles.preview(choice) };
    const file = path.resolve(needed(args, 'file'));
    const { passphrase } = await keysFrom(args);
    const recipients = list(args, 'to');
    const made = await client.bundles.make({
      ...choice,
      ...(recipients.length > 0 ? { recipients } : {}),
      ...given({ passphrase }),
    });
    await fetchInto(client, made.made, file);
    return { one: { file, bytes: made.bytes, sha256: made.sha256, manifest: made.manifest } };
  },
  say(answer) {
    if ('leaving' in (answer as object)) return sayPreview(answer as BundlePreview);
    const {
      manifest: it,
      file,
      bytes,
    } = answer as {
      manifest: BundleManifest;
      file: string;
      bytes: number;
    };
    return `${file}: ${bytes} bytes, ${counted(it.entries, 'entry', 'entries')} at level ${it.level}, bundle ${it.bundle} signed by ${it.key_id}.`;
  },
};

function sayPreview(preview: BundlePreview): string {
  return [
    `${counted(preview.entries, 'entry', 'entries')} would leave, ${preview.masked} of them masked.`,
    ...preview.leaving.flatMap(({ entry, kind, lines }) => [
      `${entry} ${kind}`,
      ...lines.map(
        ({ name, value, leaves }) =>
          `  ${leaves === 'yes' ? '+' : '-'} ${name}: ${value.slice(0, 200)}`,
      ),
    ]),
  ].join('\n');
}

const verify: Verb = {
  words: 'case verify',
  does: 'says of a bundle who signed it, whether it is whole and how old it is; changes nothing',
  positional: ['file'],
  options: unlocking,
  async run({ client, args }) {
    const file = needed(args, 'file');
    const upload = await sendFile(client, file, 'bundle');
    const { manifest, verdict, would } = await client.bundles.verify({
      upload,
      ...(await keysFrom(args)),
    });
    return { one: { manifest, ...verdict, would } };
  },
  say(answer) {
    const it = answer as BundleVerified['verdict'] & { would: BundleVerified['would'] };
    return [
      it.sentence,
      ...it.warnings.map((warning) => `Warning: ${warning}`),
      `Joining it would add ${counted(it.would.added, 'entry', 'entries')}; ${it.would.known} here already.`,
    ].join('\n');
  },
};

const importVerb: Verb = {
  words: 'case import',
  does: 'verifies a bundle and joins it with what is here',
  positional: ['file'],
  options: unlocking,
  async run({ client, args }) {
    const upload = await sendFile(client, needed(args, 'file'), 'bundle');
    const { manifest, verdict, joined } = await client.bundles.import({
      upload,
      ...(await keysFrom(args)),
    });
    return { one: { id: manifest.case, manifest, ...verdict, joined } };
  },
  say(answer) {
    const it = answer as BundleImported['verdict'] & { joined: BundleImported['joined'] };
    return [
      it.sentence,
      ...it.warnings.map((warning) => `Warning: ${warning}`),
      `${counted(it.joined.added, 'entry', 'entries')} joined ${it.joined.case}, ${it.joined.known} here already.`,
      ...(it.joined.conflicts.length > 0
        ? [`Desks disagree on ${it.joined.conflicts.join(', ')}: settle each with \`case set\`.`]
        : []),
    ].join('\n');
  },
};

const recipient: Verb = {
  words: 'case recipient',
  does: 'prints the age recipient of this desk, for others to seal bundles to',
  run: async ({ client }) => ({ one: await client.bundles.recipient() }),
};

function sayDesk(answer: unknown): string {
  const { key_id, name, own, first_seen, followed_by } = answer as KnownDesk;
  const since = followed_by ? `, ${followed_by.key_id} signs for it since ${followed_by.at}` : '';
  return `${key_id}  ${own ? 'this desk' : (name ?? '—')}  first seen ${first_seen}${since}`;
}

const desks: Verb = {
  words: 'case desks',
  does: 'the desks that were met, and what people here call them',
  run: async ({ client }) => ({ list: await client.bundles.desks() }),
  say: sayDesk,
};

const nameDesk: Verb = {
  words: 'case name-desk',
  does: 'gives a desk that was met a name, which is shown beside its key; without one takes it away',
  positional: ['key', 'name?'],
  run: async ({ client, args }) => ({
    list: await client.bundles.nameDesk({
      key_id: needed(args, 'key'),
      name: text(args, 'name') ?? null,
    }),
  }),
  say: sayDesk,
};

const acceptKey: Verb = {
  words: 'case accept-key',
  does: 'takes a key for the next one of a desk that was met and lost its key, once both were compared by another way',
  positional: ['key', 'new'],
  run: async ({ client, args }) => ({
    list: await client.bundles.acceptKey({
      key_id: needed(args, 'key'),
      new_key_id: needed(args, 'new'),
    }),
  }),
  say: sayDesk,
};

export const bundleVerbs: readonly Verb[] = [
  exportVerb,
  verify,
  importVerb,
  recipient,
  desks,
  nameDesk,
  acceptKey,
];
