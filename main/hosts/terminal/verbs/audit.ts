import { readFile, writeFile } from 'node:fs/promises';
import {
  type Anchor,
  type AuditRow,
  type AuditVerdict,
  anchor as anchorSchema,
} from '../../../../contract/audit.ts';
import type { DeskClient } from '../../../../contract/contract.ts';
import { refuse } from '../../../../contract/errors.ts';
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

async function anchorFrom(file: string): Promise<Anchor> {
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

const verify: Verb = {
  words: 'audit verify',
  does: 'recomputes the whole chain and says what that proves',
  options: { anchor: { value: 'FILE', does: 'an anchor kept elsewhere' } },
  async run({ client, args }) {
    const file = text(args, 'anchor');
    const anchor = file === undefined ? undefined : await anchorFrom(file);
    return { one: await client.audit.verify(given({ anchor })) };
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
      throw refuse(
        'DISK',
        `${file} could not be written: ${error instanceof Error ? error.message : error}.`,
        'Name a file that is not there yet, in a folder you may write to.',
      );
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

export const auditVerbs: readonly Verb[] = [verify, anchor, list];
