import type { Exported, OutboxFile } from '../../../contract/outbox.ts';
import { refuse } from '../../../contract/errors.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Caller } from '../audit/audit.ts';
import type { AdjustmentDeps } from './adjustments.ts';
import { sha256, signLines } from './outbox-file.ts';
import type { Store, Stored } from './store.ts';

/** A decision of a later area that leaves with the outbox: which one, and the rest of its line. */
export interface FurtherDecision {
  readonly kind: 'ticket_closed' | 'reply_sent' | 'seller_flagged' | 'seller_unflagged';
  /** Names the decision for ever: it leaves once. */
  readonly id: string;
  /** UTC ms. */
  readonly decidedAt: number;
  readonly fields: Readonly<Record<string, string | null>>;
}

/** A file is good for so long; what the platform has not answered by then is sent again. */
const expiresMs = 7 * 24 * 60 * 60_000;
/** Most decisions of one file. */
const mostDecisions = 20_000;

interface Line {
  readonly kind: string;
  readonly id: string;
  readonly text: string;
}

export function createOutbox(deps: AdjustmentDeps, store: Store) {
  const { desk, audit, clock, key } = deps;
  const waitingAdjustments = desk.prepare(
    `select * from adjustments where state = 'approved'
       or (state = 'sent' and not exists (
         select 1 from outbox_items join outbox_files using (sequence)
         where kind = 'adjustment' and outbox_items.id = adjustments.id and expires_at > ?))
     order by number`,
  );
  const left = desk.prepare('select 1 from outbox_items where kind = ? and id = ? limit 1').pluck();
  const next = desk.prepare('select coalesce(max(sequence), 0) + 1 from outbox_files').pluck();
  const addFile = desk.prepare('insert into outbox_files values (?, ?, ?, ?, ?, ?)');
  const addItem = desk.prepare('insert into outbox_items values (?, ?, ?, ?)');
  const one = desk.prepare('select * from outbox_files where sequence = ?');
  const files = desk.prepare(
    `select sequence, outbox_files.created_at, expires_at, by, key_id,
       count(*) filter (where outbox_items.id is not null) as decisions,
       count(*) filter (where state = 'sent') as waiting,
       count(*) filter (where state = 'confirmed') as confirmed,
       count(*) filter (where state = 'refused') as refused,
       count(*) filter (where state = 'contradicted') as contradicted
     from outbox_files left join outbox_items using (sequence)
       left join adjustments on kind = 'adjustment' and adjustments.id = outbox_items.id
     group by sequence order by sequence desc limit 500`,
  );
  const itemsOf = desk.prepare(
    "select count(*) as decisions, count(*) filter (where kind = 'adjustment') as adjustments from outbox_items where sequence = ?",
  );

  const adjustmentLine = (row: Stored): Line => {
    const posting = store.posting(row.id);
    if (!posting) throw new Error(`adjustment ${row.id} is ${row.state} without a posting`);
    const text = JSON.stringify({
      kind: 'adjustment',
      adjustment_id: row.id,
      account_id: row.account_id,
      coins: row.coins.toString(),
      reason: row.reason,
      recharge_id: row.recharge_id,
      reverses: row.reverses,
      decided_at: wireTime(Number(posting.at)),
    });
    return { kind: 'adjustment', id: row.id, text };
  };

  const waiting = (now: number): Line[] => [
    ...(waitingAdjustments.all(now) as Stored[]).map(adjustmentLine),
    ...deps
      .furtherDecisions()
      .filter((decision) => left.get(decision.kind, decision.id) === undefined)
      .map(({ kind, id, decidedAt, fields }) => ({
        kind,
        id,
        text: JSON.stringify({ kind, ...fields, decided_at: wireTime(decidedAt) }),
      })),
  ];

  const write = (caller: Caller, now: number, lines: readonly Line[]): number => {
    const sequence = Number(next.get());
    const header = {
      format: 'recharge-desk-outbox/1',
      desk: audit.install,
      sequence,
      created_at: wireTime(now),
      expires_at: wireTime(now + expiresMs),
      key_id: key.id,
    };
    const body = signLines([JSON.stringify(header), ...lines.map((line) => line.text)], key.sign);
    addFile.run(sequence, now, now + expiresMs, key.id, caller.user, body);
    for (const line of lines) {
      addItem.run(sequence, line.kind, line.id, sha256(line.text));
      if (line.kind === 'adjustment' && store.get(line.id)?.state === 'approved')
        store.setState(line.id, 'sent');
    }
    return sequence;
  };

  const exportedOf = (sequence: number, remaining: number): Exported => {
    const file = one.get(sequence) as {
      created_at: bigint;
      expires_at: bigint;
      key_id: string;
      body: string;
    };
    const items = itemsOf.get(sequence) as { decisions: bigint; adjustments: bigint };
    return {
      sequence,
      created_at: wireTime(Number(file.created_at)),
      expires_at: wireTime(Number(file.expires_at)),
      key_id: file.key_id,
      decisions: Number(items.decisions),
      adjustments: Number(items.adjustments),
      remaining,
      body: file.body,
    };
  };

  return {
    /** How many decisions would leave now. */
    waiting: (): number => waiting(clock()).length,

    files: (): OutboxFile[] =>
      (files.all() as Record<string, bigint | string>[]).map((row) => ({
        sequence: Number(row.sequence),
        created_at: wireTime(Number(row.created_at)),
        expires_at: wireTime(Number(row.expires_at)),
        by: String(row.by),
        key_id: String(row.key_id),
        decisions: Number(row.decisions),
        waiting: Number(row.waiting),
        confirmed: Number(row.confirmed),
        refused: Number(row.refused),
        contradicted: Number(row.contradicted),
      })),

    /**
     * Signs all that waits into a file of the next sequence number; its adjustments are sent from
     * then on. With `again` gives the very bytes of an earlier file, and changes nothing. Refuses
     * NOT_FOUND for a sequence that never was.
     */
    export(caller: Caller, input: { again?: number | undefined }): Exported {
      return desk
        .transaction(() => {
          const { again } = input;
          if (again !== undefined && !one.get(again))
            throw refuse(
              'NOT_FOUND',
              `There is no outbox file ${again}.`,
              'See the outbox for the files that left.',
            );
          const now = clock();
          const lines = again === undefined ? waiting(now) : [];
          const sequence = again ?? write(caller, now, lines.slice(0, mostDecisions));
          const made = exportedOf(sequence, Math.max(0, lines.length - mostDecisions));
          audit.append(caller, {
            command: 'outbox.export',
            object: `outbox/${sequence}`,
            outcome: 'done',
            sentence:
              again === undefined
                ? `${caller.user} exported ${made.decisions} decisions in outbox file ${sequence}, SHA-256 ${sha256(made.body)}.`
                : `${caller.user} took outbox file ${sequence} again.`,
          });
          return made;
        })
        .immediate();
    },
  };
}
