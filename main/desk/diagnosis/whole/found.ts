import {
  type FailingAttempt,
  type OpenDeadline,
  type Overview,
  rootCause,
  type SweepFinding,
  type SweepKind,
  sweepKind,
  sweepKinds,
  type SweepState,
} from '../../../../contract/diagnosis.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { StoredFailing, StoredFound, StoredSweep, VerdictStore } from './store.ts';

/** Most rows of a list that is given whole. */
const most = 10_000;
const dayMs = 86_400_000;

type Figure = bigint | null;

/** Reads what the last whole sweep found. */
export function createFound(
  store: () => VerdictStore,
  isFresh: (of: string) => boolean,
  deskCoinsFor: (recharge: string) => bigint,
) {
  const sums = (sweep: bigint) =>
    store()
      .db.prepare(
        'select kind, count(*) as rows, coins from found where sweep = ? group by kind, coins',
      )
      .all(sweep) as { kind: string; rows: bigint; coins: bigint }[];

  function stateOf(sweep: StoredSweep): SweepState {
    const found = Object.fromEntries(
      sweepKinds.map((kind) => [kind, { rows: 0, coins: 0n }]),
    ) as Record<SweepKind, { rows: number; coins: bigint }>;
    // Summed here: the sum of SQLite would end at 64 bits.
    for (const { kind, rows, coins } of sums(sweep.number)) {
      const one = found[sweepKind.parse(kind)];
      one.rows += Number(rows);
      one.coins += coins * rows;
    }
    const deadlines = store()
      .db.prepare('select count(*) from deadlines where sweep = ?')
      .pluck()
      .get(sweep.number) as bigint;
    return {
      number: Number(sweep.number),
      by: sweep.by,
      started_at: wireTime(Number(sweep.started_at)),
      finished_at: wireTime(Number(sweep.finished_at)),
      attempts: Number(sweep.attempts),
      copy_as_of: sweep.copy_as_of === null ? null : wireTime(Number(sweep.copy_as_of)),
      checklist_version: sweep.checklist_version,
      fresh: isFresh(sweep.of),
      found: Object.fromEntries(
        sweepKinds.map((kind) => [
          kind,
          { rows: found[kind].rows, coins: found[kind].coins.toString() },
        ]),
      ) as SweepState['found'],
      deadlines: Number(deadlines),
    };
  }

  const state = (): SweepState | null => {
    const sweep = store().newest();
    return sweep ? stateOf(sweep) : null;
  };

  return {
    state,

    /** By coins, the most first; `after` counts the rows that were read already. */
    findings(input: { kind?: SweepKind | undefined; after?: number | undefined; limit: number }) {
      const now = state();
      if (!now) return { state: null, total: 0, rows: [], next: null };
      const after = input.after ?? 0;
      const rows = store()
        .db.prepare(
          `select * from found where sweep = ? and (? is null or kind = ?)
           order by coins desc, number limit ? offset ?`,
        )
        .all(
          now.number,
          input.kind ?? null,
          input.kind ?? null,
          input.limit,
          after,
        ) as StoredFound[];
      const total = input.kind
        ? now.found[input.kind].rows
        : sweepKinds.reduce((sum, kind) => sum + now.found[kind].rows, 0);
      return {
        state: now,
        total,
        rows: rows.map(
          (row): SweepFinding => ({
            kind: sweepKind.parse(row.kind),
            recharge_id: row.recharge_id,
            account_id: row.account_id,
            payment: row.payment,
            cause: rootCause.parse(row.cause),
            coins: row.coins.toString(),
            at: row.at === null ? null : wireTime(Number(row.at)),
            decided: row.recharge_id === null ? '0' : deskCoinsFor(row.recharge_id).toString(),
          }),
        ),
        next: after + rows.length < total ? after + rows.length : null,
      };
    },

    deadlines(): { state: SweepState | null; rows: OpenDeadline[] } {
      const now = state();
      if (!now) return { state: null, rows: [] };
      const rows = store()
        .db.prepare(
          `select * from deadlines where sweep = ? order by at, recharge_id, kind limit ${most}`,
        )
        .all(now.number) as {
        kind: OpenDeadline['kind'];
        at: bigint;
        since: bigint;
        recharge_id: string;
        account_id: string;
      }[];
      return {
        state: now,
        rows: rows.map(({ kind, at, since, recharge_id, account_id }) => ({
          kind,
          at: wireTime(Number(at)),
          from: wireTime(Number(since)),
          recharge_id,
          account_id,
        })),
      };
    },

    /** The figures of the home screen: failures by day and cause, success, credit. */
    overview(): Overview {
      const now = state();
      if (!now) return { state: null, causes: [], success: [], credited: [] };
      const { db } = store();
      const causes = db
        .prepare(
          `select day, cause, sum(attempts) as attempts from counts
           where sweep = ? and cause <> 'healthy' group by day, cause order by day, cause`,
        )
        .all(now.number) as { day: bigint; cause: string; attempts: bigint }[];
      const success = db
        .prepare(
          `select channel, country, sum(attempts) as attempts, sum(delivered) as delivered
           from counts where sweep = ? group by channel, country order by 3 desc`,
        )
        .all(now.number) as {
        channel: string;
        country: string;
        attempts: bigint;
        delivered: bigint;
      }[];
      const credited = db
        .prepare(
          `select day, sum(uncredited) as found, sum(made_good) as made_good from counts
           where sweep = ? group by day having found > 0 order by day`,
        )
        .all(now.number) as { day: bigint; found: bigint; made_good: bigint }[];
      const day = (at: bigint) => wireTime(Number(at));
      return {
        state: now,
        causes: causes.map((row) => ({
          day: day(row.day),
          cause: rootCause.parse(row.cause),
          attempts: Number(row.attempts),
        })),
        success: success.map((row) => ({
          ...row,
          attempts: Number(row.attempts),
          delivered: Number(row.delivered),
        })),
        credited: credited.map((row) => ({
          day: day(row.day),
          found: Number(row.found),
          made_good: Number(row.made_good),
        })),
      };
    },

    failing(input: {
      cause?: string | undefined;
      channel?: string | undefined;
      country?: string | undefined;
      day?: string | undefined;
      after?: number | undefined;
      limit: number;
    }): { total: number; rows: FailingAttempt[]; next: number | null } {
      const sweep = store().newest();
      if (!sweep) return { total: 0, rows: [], next: null };
      const from = input.day === undefined ? null : Date.parse(input.day);
      const conditions = ['sweep = ?'];
      const values: (string | number | bigint)[] = [sweep.number];
      for (const name of ['cause', 'channel', 'country'] as const) {
        const value = input[name];
        if (value === undefined) continue;
        conditions.push(`${name} = ?`);
        values.push(value);
      }
      if (from !== null && !Number.isNaN(from)) {
        conditions.push('at >= ? and at < ?');
        values.push(from, from + dayMs);
      }
      const where = conditions.join(' and ');
      const after = input.after ?? 0;
      const { db } = store();
      const total = Number(
        db
          .prepare(`select count(*) from failing where ${where}`)
          .pluck()
          .get(...values),
      );
      const rows = db
        .prepare(
          `select * from failing where ${where} order by at desc, recharge_id limit ? offset ?`,
        )
        .all(...values, input.limit, after) as StoredFailing[];
      return {
        total,
        rows: rows.map(failingToWire),
        next: after + rows.length < total ? after + rows.length : null,
      };
    },
  };
}

export function failingToWire(row: StoredFailing): FailingAttempt {
  const owed: Figure = row.owed;
  return {
    recharge_id: row.recharge_id,
    account_id: row.account_id,
    at: wireTime(Number(row.at)),
    cause: rootCause.parse(row.cause),
    provider: row.provider,
    channel: row.channel,
    country: row.country,
    coins_owed: owed === null ? null : owed.toString(),
  };
}
