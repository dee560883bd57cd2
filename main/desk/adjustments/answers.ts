import { z } from 'zod';
import { counted } from '../../../contract/say.ts';
import type { AdjustmentDetail } from '../../../contract/adjustments.ts';
import { type Refusal, refuse } from '../../../contract/errors.ts';
import type { Confirmed } from '../../../contract/outbox.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Caller } from '../audit/audit.ts';
import type { AdjustmentDeps } from './adjustments.ts';
import { deskItself } from './lapse.ts';
import { jsonOf, sha256, takeApart } from './outbox-file.ts';
import type { PlatformKeys } from './platform-keys.ts';
import type { Store, Stored } from './store.ts';

/** One answer of the platform, as a row of `confirmations` has it. */
const answer = z.object({
  adjustment_id: z.string().min(1).max(200),
  state: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['applied', 'refused'])),
  entry_id: z.string().max(200).nullish(),
  at: z.union([z.iso.datetime({ offset: true }), z.number().int()]),
  reason: z.string().max(4000).nullish(),
  payload_sha256: z
    .string()
    .toLowerCase()
    .regex(/^[0-9a-f]{64}$/),
});
type Answer = z.output<typeof answer>;

/** A file of confirmations that was checked: signed by a registered key, every hash that of what was sent. */
export interface Checked {
  readonly signer: string;
  readonly fileSha256: string;
  readonly answers: readonly Answer[];
}

interface Kept {
  readonly adjustment_id: string;
  readonly state: 'applied' | 'refused';
  readonly entry_id: string | null;
  readonly at: bigint;
  readonly reason: string | null;
  readonly received_at: bigint;
}

const none: Readonly<Confirmed> = {
  read: 0,
  confirmed: 0,
  refused: 0,
  contradicted: 0,
  unchanged: 0,
};

/** Ends a transaction that was only a rehearsal. */
class RolledBack extends Error {}

export type Answers = ReturnType<typeof createAnswers>;

/** What the platform answered to the outbox: checked as a whole, then taken as a whole. */
export function createAnswers(deps: AdjustmentDeps, store: Store, keys: PlatformKeys) {
  const { desk, audit, clock, rows } = deps;
  const sentAs = desk
    .prepare("select line_sha256 from outbox_items where kind = 'adjustment' and id = ?")
    .pluck();
  const sequences = desk
    .prepare(
      "select sequence from outbox_items where kind = 'adjustment' and id = ? order by sequence",
    )
    .pluck();
  const ofAdjustment = desk.prepare(
    'select * from confirmations where adjustment_id = ? order by number',
  );
  const add = desk.prepare(
    `insert into confirmations (adjustment_id, state, entry_id, at, reason, payload_sha256, key_id, file_sha256, received_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const applied = desk.prepare(
    `select confirmations.* from confirmations join adjustments on adjustments.id = adjustment_id
     where confirmations.state = 'applied' and entry_id is not null and adjustments.state = 'confirmed'`,
  );

  const answersOf = (id: string) => ofAdjustment.all(id) as Kept[];

  /**
   * Checks a file of confirmations without taking it. Refuses DROP_REFUSED where it is not signed
   * by a registered key, or any row is not an answer to what this desk sent.
   */
  const check = (text: string): Checked => {
    const file = takeApart(text);
    if (!file) throw refused('they are not signed: the last line is no {"signature"}');
    const signer = keys.signerOf(file);
    if (signer === null)
      throw refused('no platform key that an owner has registered signed these bytes');
    const [first, ...rest] = file.lines;
    const header = first !== undefined && isHeader(jsonOf(first));
    const lines = header ? rest : file.lines;
    const answers = lines.map((line, index) => readAnswer(line, index + (header ? 2 : 1)));
    return { signer, fileSha256: sha256(text), answers };
  };

  const readAnswer = (line: string, number: number): Answer => {
    const parsed = answer.safeParse(jsonOf(line));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw refused(`line ${number} is no answer (${issue?.path.join('.') || 'no JSON object'})`);
    }
    const { adjustment_id: id, payload_sha256: hash } = parsed.data;
    const sent = sentAs.all(id) as string[];
    if (sent.length === 0) throw refused(`line ${number} answers ${id}, which was never sent`);
    if (!sent.includes(hash) && store.get(id)?.payload_sha256 !== hash)
      throw refused(`line ${number} answers another content of ${id} than was sent`);
    return parsed.data;
  };

  /** Takes one answer; says what it came to. In the caller's transaction. */
  const take = (one: Answer, from: Checked, now: number): keyof Confirmed => {
    const row = store.get(one.adjustment_id);
    if (!row) throw new Error(`${one.adjustment_id} was sent and is gone`);
    const entry = one.entry_id ?? null;
    const known = answersOf(row.id);
    if (known.some((kept) => kept.state === one.state && kept.entry_id === entry))
      return 'unchanged';
    const at = typeof one.at === 'number' ? one.at : Date.parse(one.at);
    add.run(
      row.id,
      one.state,
      entry,
      at,
      one.reason ?? null,
      one.payload_sha256,
      from.signer,
      from.fileSha256,
      now,
    );
    const became = becomes(row, one, entry);
    if (row.state !== became) store.setState(row.id, became);
    if (became === 'refused') store.giveBack(row.id, now);
    audit.append(deskItself, {
      command: 'outbox.confirmed',
      object: `adjustment/${row.id}`,
      outcome: became,
      sentence: `The platform ${one.state} adjustment ${row.id}${entry === null ? '' : ` as entry ${entry}`}: it is ${became}.`,
      details: { reason: one.reason ?? null },
    });
    return became;
  };

  /** What an adjustment is after an answer. A second answer that says otherwise contradicts. */
  const becomes = (
    row: Stored,
    one: Answer,
    entry: string | null,
  ): 'confirmed' | 'refused' | 'contradicted' => {
    if (row.state !== 'sent') return 'contradicted';
    if (one.state === 'refused') return 'refused';
    return entry !== null && contradicts(row, entry) ? 'contradicted' : 'confirmed';
  };

  /** True where the copy has that entry, and it says something else than was decided. */
  const contradicts = (row: Stored, entry: string): boolean => {
    const found = rows.get('ledger', 'where entry_id = ?', entry);
    return found !== null && (found.account_id !== row.account_id || found.delta !== row.coins);
  };

  const takeAll = (checked: readonly Checked[]): Confirmed => {
    const counts = { ...none };
    for (const file of checked)
      for (const one of file.answers) {
        counts.read += 1;
        counts[take(one, file, clock())] += 1;
      }
    return counts;
  };

  return {
    check,

    /** What taking them would do; nothing stays of it. */
    plan(checked: readonly Checked[]): Confirmed {
      let counts: Confirmed | null = null;
      try {
        desk.transaction(() => {
          counts = takeAll(checked);
          throw new RolledBack();
        })();
      } catch (error) {
        if (!(error instanceof RolledBack)) throw error;
      }
      return counts ?? { ...none };
    },

    /** Takes checked confirmations, all of them; the same file twice changes nothing. */
    take(caller: Caller, checked: readonly Checked[]): Confirmed {
      return desk
        .transaction(() => {
          const counts = takeAll(checked);
          for (const file of checked) {
            audit.append(caller, {
              command: 'outbox.confirm',
              object: `platform-key/${file.signer}`,
              outcome: 'done',
              sentence: `${caller.user} took ${counted(file.answers.length, 'answer')} signed by platform key ${file.signer}, SHA-256 ${file.fileSha256}.`,
            });
          }
          return counts;
        })
        .immediate();
    },

    /** After an import: confirmed ones whose entry in the copy says something else. Gives their ids. */
    contradictChanged(): string[] {
      return desk
        .transaction(() => {
          const found = (applied.all() as Kept[]).filter((kept) => {
            const row = store.get(kept.adjustment_id);
            return row && kept.entry_id !== null && contradicts(row, kept.entry_id);
          });
          for (const { adjustment_id: id, entry_id } of found) {
            if (store.get(id)?.state !== 'confirmed') continue;
            store.setState(id, 'contradicted');
            audit.append(deskItself, {
              command: 'outbox.contradicted',
              object: `adjustment/${id}`,
              outcome: 'contradicted',
              sentence: `Entry ${entry_id} of the platform's ledger is not what adjustment ${id} decided.`,
            });
          }
          return found.map((kept) => kept.adjustment_id);
        })
        .immediate();
    },

    /** True where the copy's ledger shows a decided adjustment, so that it must not be counted twice. */
    seenInCopy(row: Stored): boolean {
      if (row.state !== 'confirmed' && row.state !== 'contradicted') return false;
      return answersOf(row.id).some((kept) =>
        kept.entry_id === null
          ? rows.get(
              'ledger',
              "where account_id = ? and kind = 'adjustment' and delta = ? and at >= ?",
              row.account_id,
              row.coins,
              row.created_at,
            ) !== null
          : rows.get('ledger', 'where entry_id = ?', kept.entry_id) !== null,
      );
    },

    of: (id: string): AdjustmentDetail['confirmations'] =>
      answersOf(id).map((kept) => ({
        state: kept.state,
        entry_id: kept.entry_id,
        at: wireTime(Number(kept.at)),
        reason: kept.reason,
        received_at: wireTime(Number(kept.received_at)),
      })),
    sequencesOf: (id: string): number[] => (sequences.all(id) as bigint[]).map(Number),
  };
}

function isHeader(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'format' in value;
}

function refused(why: string): Refusal {
  return refuse(
    'DROP_REFUSED',
    `The confirmations were refused: ${why}.`,
    'Ask whoever sent them for the file as the platform signed it; nothing was taken.',
  );
}
