import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Verdict } from '../../contract/diagnosis.ts';
import { refuse } from '../../contract/errors.ts';
import type { Fields, RecordKind, Shown } from '../../contract/records.ts';
import type { LinkGraph } from '../../contract/sellers.ts';
import type { Role } from '../../contract/staff.ts';
import {
  auditMigrations,
  type Caller,
  createAudit,
  createGuarding,
  openOwnKey,
} from '../../main/desk/audit/audit.ts';
import { doTask } from '../../main/desk/cases/bundle/task.ts';
import { casesMigrations, createCases } from '../../main/desk/cases/cases.ts';
import { createLists, listsMigrations } from '../../main/desk/records/records.ts';
import { recordsMigrations } from '../../main/desk/records/schema.ts';
import { createUploads } from '../../main/desk/records/uploads.ts';
import { openWorkspace } from '../../main/desk/storage/storage.ts';

export const start = Date.UTC(2026, 10, 20, 12);

/**
 * The cases of one desk on real files with its own key, in a new folder or in one that is there; ids
 * come from its name, so that a run can be repeated. Only the records lie outside: a test puts in what `show` is to find.
 */
export function openDesk(
  name: string,
  bundleTask: typeof doTask = doTask,
  folder = mkdtempSync(path.join(tmpdir(), `desk-cases-${name}-`)),
) {
  const workspace = openWorkspace(
    folder,
    {
      desk: [...auditMigrations, ...listsMigrations, ...casesMigrations],
      records: recordsMigrations,
    },
    true,
  );
  const time = { now: start };
  const records = new Map<string, Shown>();
  const tickets: Fields[] = [];
  const persons = new Map<string, string[]>();
  const verdicts = new Map<string, Verdict>();
  const given: { id: string; state: string }[] = [];
  const graph: LinkGraph = { centre: '', nodes: [], edges: [], left_out: 0 };
  const searches = { hits: [] as { kind: RecordKind; id: string }[] };
  const key = openOwnKey(folder, workspace.desk);
  const audit = createAudit({
    desk: workspace.desk,
    clock: () => time.now,
    monotonic: () => 0n,
    key,
  });
  /** What guards the key; every wish of an owner stands at once. */
  const guarding = createGuarding({
    ...{ desk: workspace.desk, audit, key, folder, keyring: null },
    clock: () => time.now,
    monotonicMs: () => 1,
    checkPassphrase: () => {},
    newPassphrase: () => 'made by the desk',
    agreement: () => ({ stands: true, agreed: false }),
  });
  let made = 0;
  const random = (what: string, digits: number) =>
    createHash('sha256').update(`${name} ${what} ${++made}`).digest('hex').slice(0, digits);
  const uploads = createUploads(workspace.layout.staging);
  const show = ({ kind, id }: { kind: RecordKind; id: string }): Shown => {
    const found = records.get(`${kind} ${id}`);
    if (!found) throw refuse('NOT_FOUND', `no ${kind} ${id}`, 'none');
    return found;
  };
  const lists = createLists({ workspace, audit, clock: () => time.now });
  workspace.records.exec(
    `insert or ignore into runs (number, run, drop_name, by, started_at, finished_at, as_of_guessed, counts)
     values (1, 'run_1', 'drop', 'owner', 0, 0, 0, '{}')`,
  );
  const insertTicket = workspace.records.prepare(
    `insert into tickets (ticket_id, account_id, recharge_id, opened_at, locale, subject, body, status,
       priority, origin_run, origin_file, origin_line)
     values (@ticket_id, @account_id, @recharge_id, @opened_at, @locale, @subject, @body, @status,
       @priority, 1, 1, 1)`,
  );
  workspace.records.pragma('secure_delete = ON');
  const forgetTickets = workspace.records.prepare(
    'update tickets set subject = null, body = null where account_id = ?',
  );
  const cases = createCases({
    desk: workspace.desk,
    layout: workspace.layout,
    audit,
    key,
    clock: () => (time.now += 1000),
    newId: (prefix) => `${prefix}_${random(prefix, 20)}`,
    newSalt: () => random('salt', 32),
    show,
    copyAge: () => ({
      as_of: new Date(start).toISOString(),
      as_of_guessed: false,
      covers_from: null,
      covers_to: null,
    }),
    search: () => ({
      total: searches.hits.length,
      total_exact: true,
      ms: 0,
      groups: [],
      understood: [],
      hits: searches.hits.map((hit) => ({ ...hit, title: '', detail: '', why: [], exact: false })),
    }),
    diagnose: () => [],
    tickets: ({ status, limit, before }) => {
      const found = tickets
        .filter((one) => status === 'any' || one.status === status)
        .filter((one) => !before || (one.opened_at ?? '') < before.at);
      return { total: found.length, tickets: found.slice(0, limit) };
    },
    list: lists.rows,
    lists: lists.describe,
    around: async () => graph,
    path: async () => graph,
    facets: lists.facets,
    verdictOf: (recharge) => verdicts.get(recharge) ?? null,
    replyIn: (recharge) => verdicts.get(recharge)?.customer_text ?? null,
    adjustmentsAbout: () => given,
    bundleTask,
    erasePerson: (account) => {
      forgetTickets.run(account);
      workspace.records.pragma('wal_checkpoint(TRUNCATE)');
      return { rows: 1, values: persons.get(account) ?? [] };
    },
    ticketsOf: (account) =>
      tickets.flatMap((one) => (one.account_id === account ? (one.ticket_id ?? []) : [])),
    ticketsAbout: (recharge) =>
      tickets.flatMap((one) => (one.recharge_id === recharge ? (one.ticket_id ?? []) : [])),
    collectSeller: () => Promise.reject(new Error('no sellers here')),
    uploaded: (upload, name) => uploads.file(upload, name === undefined ? name : 'f'),
  });
  const as = (user: string, role: Role = 'investigator'): Caller => ({
    user,
    role,
    door: 'terminal',
    session: user,
  });
  return {
    name,
    folder,
    layout: workspace.layout,
    desk: workspace.desk,
    key,
    audit,
    guarding,
    cases,
    time,
    searches,
    graph,
    given,
    persons,
    verdicts,
    as,
    me: as(`${name}-person`),
    /** A record that `show` finds from now on. */
    record(kind: RecordKind, id: string, fields: Record<string, string | null>, text = 'happened') {
      records.set(`${kind} ${id}`, {
        kind,
        id,
        fields,
        timeline: [
          {
            at: new Date(start).toISOString(),
            table: `${kind}s`,
            key: id,
            text,
            raw: {},
            origin: null,
          },
        ],
        provenance: [{ file: `${kind}s.csv`, line: 2, run: 'run_1' }],
      });
    },
    /** A ticket that came with the records. */
    ticket(fields: Record<string, string | null>) {
      tickets.unshift(fields);
      const opened_at = Date.parse(fields.opened_at ?? '');
      const empty = { account_id: null, recharge_id: null, locale: null, subject: null };
      const more = { body: null, status: null, priority: null };
      insertTicket.run({ ...empty, ...more, ...fields, opened_at });
      this.record('ticket', fields.ticket_id ?? '', fields);
    },
    forget: (kind: RecordKind, id: string) => void records.delete(`${kind} ${id}`),
    /** Sends bytes up as a screen does, and gives the upload. */
    upload(file: string, bytes: Uint8Array): string {
      const { upload } = uploads.begin();
      const size = 1 << 20;
      for (let from = 0; from === 0 || from < bytes.length; from += size)
        uploads.piece({
          upload,
          name: file,
          piece: Buffer.from(bytes.subarray(from, from + size)).toString('base64'),
        });
      return upload;
    },
    /** Sends a file up without ever holding all of it. */
    uploadFile(file: string): string {
      const { upload } = uploads.begin();
      const handle = openSync(file, 'r');
      const buffer = Buffer.alloc(1 << 20);
      try {
        for (;;) {
          const bytes = readSync(handle, buffer, 0, buffer.length, null);
          if (bytes === 0) return upload;
          const piece = buffer.toString('base64', 0, bytes);
          uploads.piece({ upload, name: 'bundle', piece });
        }
      } finally {
        closeSync(handle);
      }
    },
    /** A case as one sealed file, fetched in pieces as a door does. */
    async exported(input: Parameters<typeof cases.bundles.make>[1]): Promise<Buffer> {
      const { made } = await cases.bundles.make(as(`${name}-person`), input);
      const pieces: Buffer[] = [];
      for (let from = 0; ; ) {
        const { piece, bytes } = cases.bundles.piece({ made, from });
        const buffer = Buffer.from(piece, 'base64');
        pieces.push(buffer);
        from += buffer.length;
        if (from >= bytes) return Buffer.concat(pieces);
      }
    },
    close() {
      void lists.close();
      workspace.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type TestDesk = ReturnType<typeof openDesk>;

/** `done`, or the code of the refusal. */
export async function code(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'done';
}

/** The smallest PNG there is: one pixel. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
