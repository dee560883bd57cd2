import type { AuditRow, AuditVerdict } from '../../../../contract/audit.ts';
import type { DeskClient } from '../../../../contract/contract.ts';
import type { Verb } from '../verb.ts';

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

const verify: Verb = {
  words: 'audit verify',
  does: 'recomputes the whole chain and says what that proves',
  run: async ({ client }) => ({ one: await client.audit.verify() }),
  say: (answer) => (answer as AuditVerdict).sentence,
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

export const auditVerbs: readonly Verb[] = [verify, list];
