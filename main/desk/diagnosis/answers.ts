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
  const every = desk.prepare('select * from answers order by number');
  const insert = desk.prepare(
    'insert into answers (recharge_id, question, value, by, at) values (?, ?, ?, ?, ?)',
  );
  return {
    to: (recharge: string): readonly Answer[] =>
      (select.all(recharge) as StoredAnswer[]).map(toAnswer),
    all: (): readonly Answer[] => (every.all() as StoredAnswer[]).map(toAnswer),
    add(answer: Answer): void {
      insert.run(answer.recharge, answer.question, answer.value, answer.by, answer.at);
    },
  };
}

function toAnswer(row: StoredAnswer): Answer {
  return {
    recharge: row.recharge_id,
    question: row.question,
    value: row.value,
    by: row.by,
    at: Number(row.at),
  };
}
