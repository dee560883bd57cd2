import { open, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type Anchor,
  anchorCode,
  type AuditRow,
  type AuditVerdict,
  anchor as anchorSchema,
} from '../../../../contract/audit.ts';
import type { BackupVerdict } from '../../../../contract/workspace.ts';
import type { DeskClient } from '../../../../contract/contract.ts';
import { type Refusal, refuse } from '../../../../contract/errors.ts';
import { passwordFrom } from './staff.ts';
import { given, needed, text, type Verb } from '../verb.ts';

const page = 1000;

async function* everyRow(client: DeskClient): AsyncGenerator<AuditRow> {
  let before: number | undefined;
  for (;;) {
    const { rows } = await client.audit.list({ limit: page, ...(before ? { before } : {}) });
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < page) return;
    before = last.seq;
  }
}

function unwritable(file: string, error: unknown): Refusal {
  return refuse(
    'DISK',
    `${file} could not be written: ${error instanceof Error ? error.message : error}.`,
    'Name a file that is not there yet, in a folder you may write to.',
  );
}

export async function anchorFrom(file: string): Promise<Anchor> {
  try {
    return anchorSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    throw refuse(
      'BAD_INPUT',
      `${file} is not an anchor of an audit.`,
      'Give the file that `audit anchor` wrote.',
    );
  }
}

export function codeFrom(typed: string | undefined): string | undefined {
  if (typed === undefined) return undefined;
  const read = anchorCode.safeParse(typed);
  if (read.success) return read.data;
  throw refuse(
    'BAD_INPUT',
    `${typed} is not the code of an anchor.`,
    'Give it as it was shown, such as 1a2b3-c4d5e-6f7a8-b9c0d.',
  );
}

const verify: Verb = {
  words: 'audit verify',
  does: 'recomputes the whole chain and says what that proves',
  options: {
    anchor: { value: 'FILE', does: 'an anchor kept elsewhere' },
    code: { value: 'CODE', does: 'the short code of one, as it was pasted elsewhere' },
  },
  async run({ client, args }) {
    const file = text(args, 'anchor');
    const anchor = file === undefined ? undefined : await anchorFrom(file);
    return {
      one: await client.audit.verify(given({ anchor, code: codeFrom(text(args, 'code')) })),
    };
  },
  say: (answer) => (answer as AuditVerdict).sentence,
};

const anchor: Verb = {
  words: 'audit anchor',
  does: 'writes a signed anchor to keep elsewhere',
  positional: ['file'],
  async run({ client, args }) {
    const file = needed(args, 'file');
    const made = await client.audit.anchor();
    try {
      await writeFile(file, `${JSON.stringify(made, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
    } catch (error) {
      throw unwritable(file, error);
    }
    return { one: made };
  },
  say: (answer) =>
    `Anchored at row ${(answer as Anchor).seq}. Short code: ${(answer as Anchor).code}`,
};

const list: Verb = {
  words: 'audit list',
  does: 'every row, newest first',
  run: async ({ client }) => ({ list: everyRow(client) }),
  say: (answer) => {
    const row = answer as AuditRow;
    return `${String(row.seq).padStart(6)}  ${row.at}  ${row.sentence}`;
  },
};

const exportVerb: Verb = {
  words: 'audit export',
  does: 'writes the whole chain for another verifier (docs/audit-format.md), an anchor at its end',
  positional: ['file'],
  async run({ client, args }) {
    const file = needed(args, 'file');
    const out = await open(file, 'wx', 0o600).catch((error: unknown) => {
      throw unwritable(file, error);
    });
    let lines = 0;
    try {
      for await (const piece of await client.audit.export()) {
        lines += piece.lines.length;
        await out.write(`${piece.lines.join('\n')}\n`);
      }
      await out.sync();
    } finally {
      await out.close();
    }
    return { one: { file, lines } };
  },
};

const backup: Verb = {
  words: 'backup',
  does: 'writes all that cannot be imported again into a sealed file, while the desk is in use',
  positional: ['file'],
  options: {
    to: { value: 'RECIPIENT', does: 'an age recipient, age1…' },
    'passphrase-file': { value: 'F', does: 'a file whose first line is the passphrase' },
  },
  async run({ client, args }) {
    const file = text(args, 'passphrase_file');
    return {
      one: await client.workspace.backup({
        path: path.resolve(needed(args, 'file')),
        ...given({
          recipient: text(args, 'to'),
          passphrase: file === undefined ? undefined : await passwordFrom(file),
        }),
      }),
    };
  },
  say: (answer) =>
    `Backed up as of ${(answer as BackupVerdict).as_of}. ${(answer as BackupVerdict).sentence}`,
};

export const auditVerbs: readonly Verb[] = [verify, anchor, list, exportVerb, backup];
