import type { AuditRow } from '../../../contract/audit.ts';
import { refuse } from '../../../contract/errors.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Db } from '../storage/storage.ts';
import type { StoredRow } from './row-bytes.ts';

export interface ListInput {
  /** Rows below this number: the last of the page before. */
  readonly before?: number | undefined;
  readonly object?: string | undefined;
  readonly actor?: string | undefined;
  readonly command?: string | undefined;
  /** `done`, or the code of a refusal. */
  readonly outcome?: string | undefined;
  /** RFC 3339, from this moment on and before that one. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
}

/** How each filter is asked; only those that are given, so that an index serves. */
const filters = {
  object: 'object = @object',
  actor: 'actor = @actor',
  command: 'command = @command',
  outcome: 'outcome = @outcome',
  from: 'at >= @from',
  to: 'at < @to',
} as const;

/** Rows of the audit, newest first. Refuses BAD_INPUT for a time that is none. */
export function createAuditList(desk: Db) {
  return (input: ListInput): { total: number; rows: AuditRow[] } => {
    const values = {
      object: input.object,
      actor: input.actor,
      command: input.command,
      outcome: input.outcome,
      from: timeOf(input.from),
      to: timeOf(input.to),
    };
    const given = Object.entries(values).filter(([, value]) => value !== undefined);
    const asked = given.map(([name]) => filters[name as keyof typeof filters]);
    const where = (more: readonly string[]) =>
      asked.length + more.length === 0 ? '' : `where ${[...asked, ...more].join(' and ')}`;
    const bound = Object.fromEntries(given);
    const total = desk
      .prepare(`select count(*) from audit ${where([])}`)
      .pluck()
      .get(bound);
    const rows = desk
      .prepare(`select * from audit ${where(['seq < @before'])} order by seq desc limit @limit`)
      .all({
        ...bound,
        before: BigInt(input.before ?? Number.MAX_SAFE_INTEGER),
        limit: input.limit,
      }) as StoredRow[];
    return { total: Number(total), rows: rows.map(toWire) };
  };
}

function timeOf(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms))
    throw refuse('BAD_INPUT', `${text} is no time.`, 'Write it as in 2026-11-23T10:00:00Z.');
  return BigInt(ms);
}

function toWire(row: StoredRow): AuditRow {
  return {
    seq: Number(row.seq),
    at: wireTime(Number(row.at)),
    actor: row.actor,
    role: row.role,
    door: row.door,
    command: row.command,
    object: row.object,
    outcome: row.outcome,
    sentence: row.sentence,
    hash: Buffer.from(row.hash).toString('hex'),
  };
}
