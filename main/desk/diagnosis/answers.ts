import type { Db } from '../storage/storage.ts';
import type { Answer } from './evidence.ts';

interface StoredAnswer {
  readonly recharge_id: string;
  readonly question: string;
  readonly value: string;
  readonly by: string;
  readonly at: bigint;
}

/** The customers' answers in desk.db, oldest first; they only grow. */
export function createAnswers(desk: Db) {
  const select = desk.prepare('select * from answers where recharge_id = ? order by number');
  const any = desk.prepare('select exists (select 1 from answers)').pluck();
  const insert = desk.prepare(
    'insert into answers (recharge_id, question, value, by, at) values (?, ?, ?, ?, ?)',
  );
  return {
    to(recharge: string): readonly Answer[] {
      return (select.all(recharge) as StoredAnswer[]).map((row) => ({
        recharge: row.recharge_id,
        question: row.question,
        value: row.value,
        by: row.by,
        at: Number(row.at),
      }));
    },
    /** False while nobody has answered anything: a run over the whole copy need not ask. */
    any: (): boolean => any.get() === 1n,
    add(answer: Answer): void {
      insert.run(answer.recharge, answer.question, answer.value, answer.by, answer.at);
    },
  };
}
