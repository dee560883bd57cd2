import { type FileHandle, open, readFile, rm } from 'node:fs/promises';
import { type Confirmed, confirmationsBytes, type Exported } from '../../../../contract/outbox.ts';
import { refuse } from '../../../../contract/errors.ts';
import { given, needed, small, type Verb } from '../verb.ts';

/** Makes a file that is not there yet. Refuses DISK where that cannot be. */
async function newFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx', 0o600);
  } catch (error) {
    throw refuse(
      'DISK',
      `${file} could not be made: ${error instanceof Error ? error.message : error}.`,
      'Name a file that is not there yet, in a folder you may write to.',
    );
  }
}

const exportVerb: Verb = {
  words: 'outbox export',
  does: 'signs the decisions that wait into a file for the platform',
  positional: ['file'],
  options: { again: { value: 'N', does: 'write the file of that sequence once more' } },
  async run({ client, args }) {
    const file = needed(args, 'file');
    // Before the desk marks anything as sent: a file that cannot be written must not take decisions with it.
    const handle = await newFile(file);
    try {
      const { body, ...counts } = await client.outbox.export(
        given({ again: small(args, 'again') }),
      );
      await write(handle, file, body, counts.sequence);
      return { one: counts };
    } catch (error) {
      await handle.close();
      await rm(file, { force: true });
      throw error;
    }
  },
  say(answer) {
    const { decisions, sequence, expires_at } = answer as Exported;
    return `Outbox file ${sequence} with ${decisions} decisions; the platform takes it until ${expires_at}.`;
  },
};

async function write(handle: FileHandle, file: string, body: string, sequence: number) {
  try {
    await handle.writeFile(body);
    await handle.sync();
    await handle.close();
  } catch (error) {
    throw refuse(
      'DISK',
      `${file} could not be written: ${error instanceof Error ? error.message : error}.`,
      `Make room, then write it again with --again ${sequence}; the decisions are safe in the desk.`,
    );
  }
}

const confirmVerb: Verb = {
  words: 'outbox confirm',
  does: "takes the platform's signed answers, all of them or none",
  positional: ['file'],
  async run({ client, args }) {
    return { one: await client.outbox.confirm({ text: await textOf(needed(args, 'file')) }) };
  },
  say(answer) {
    const { read, confirmed, refused, contradicted, unchanged } = answer as Confirmed;
    return `${read} answers: ${confirmed} confirmed, ${refused} refused, ${contradicted} contradicted, ${unchanged} known already.`;
  },
};

async function textOf(file: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw refuse(
      'BAD_INPUT',
      `${file} could not be read: ${error instanceof Error ? error.message : error}.`,
      'Check the path.',
    );
  }
  if (Buffer.byteLength(text) > confirmationsBytes)
    throw refuse(
      'BAD_INPUT',
      `${file} is larger than ${confirmationsBytes / 2 ** 20} MiB.`,
      'Import it as a drop: put it into a folder and import that.',
    );
  return text;
}

const keys: Verb = {
  words: 'outbox keys',
  does: 'the platform keys whose answers are believed',
  run: async ({ client }) => ({ list: (await client.outbox.state()).keys }),
};

const register: Verb = {
  words: 'outbox register',
  does: "believes a platform's Ed25519 public key from now on",
  positional: ['file'],
  options: { name: { value: 'N', does: 'what people call it', must: true } },
  async run({ client, args }) {
    const public_key = await textOf(needed(args, 'file'));
    return { one: await client.outbox.registerKey({ name: needed(args, 'name'), public_key }) };
  },
};

const withdraw: Verb = {
  words: 'outbox withdraw',
  does: 'believes a platform key no longer',
  positional: ['key'],
  run: async ({ client, args }) => ({
    one: await client.outbox.withdrawKey({ key_id: needed(args, 'key') }),
  }),
};

export const outboxVerbs: readonly Verb[] = [exportVerb, confirmVerb, keys, register, withdraw];
