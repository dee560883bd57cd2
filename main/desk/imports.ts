import type { Mapping } from '../../contract/mapping.ts';
import type { ImportEvent, ImportProgress, ImportResult } from '../../contract/records.ts';
import type { CheckedConfirmations } from './adjustments/adjustments.ts';
import type { Caller } from './audit/audit.ts';
import type { Areas } from './desk.ts';
import { createQueue } from './progress-stream.ts';

type ImportInput = {
  path: string;
  commit: boolean;
  zone?: string | undefined;
  mapping?: Mapping | undefined;
};

/**
 * Plans or does an import as a stream: progress, then `done`. The copy and the audit are two
 * files, so the audit says that it begins before the copy changes, and how it ended after.
 * A caller that stops reading cancels it, and the old copy stays.
 */
export async function* runImport(
  areas: Areas,
  caller: Caller,
  input: ImportInput,
  outer?: AbortSignal,
): AsyncGenerator<ImportEvent> {
  const cancel = new AbortController();
  const signal = outer ? AbortSignal.any([outer, cancel.signal]) : cancel.signal;
  const note = (outcome: string, sentence: string) => {
    if (input.commit) appendAlone(areas, caller, outcome, sentence);
  };
  note('begun', `${caller.user} began an import.`);
  const queue = createQueue<ImportProgress>();
  const { outbox } = areas.adjustments;
  let confirmations: CheckedConfirmations[] = [];
  const work = areas.records
    .importDrop({
      drop: input.path,
      commit: input.commit,
      by: caller.user,
      signal,
      onProgress: queue.push,
      judgeConfirmations: (files) => {
        confirmations = files.map((file) => outbox.check(file.text));
      },
      ...(input.zone === undefined ? {} : { zone: input.zone }),
      mapping: input.mapping ?? null,
    })
    .finally(queue.end);
  let whole = false;
  try {
    for await (const progress of queue.items) yield { kind: 'progress', progress };
    const result = await work;
    whole = true;
    note('done', `${caller.user} imported run ${result.run}.`);
    // The copy is the new one from here on; the same drop again takes what a cut left undone.
    if (result.run !== null) {
      if (areas.cases.eraseAgain() > 0) await areas.lists.forget();
      areas.adjustments.afterImport(result.run);
      void areas.lists.warm();
    }
    yield { kind: 'done', result: withAnswers(areas, caller, result, confirmations) };
  } finally {
    if (!whole) {
      cancel.abort();
      await work.catch(() => undefined);
      note('failed', `The import of ${caller.user} did not happen; the old copy stays.`);
    }
  }
}

/** Takes the answers of the platform that the drop held, or for a plan says what they would do. */
function withAnswers(
  areas: Areas,
  caller: Caller,
  result: ImportResult,
  checked: readonly CheckedConfirmations[],
): ImportResult {
  if (checked.length === 0) return result;
  const { outbox } = areas.adjustments;
  const counts = result.run === null ? outbox.plan(checked) : outbox.take(caller, checked);
  const { read, unchanged } = counts;
  const confirmations = {
    read,
    inserted: read - unchanged,
    updated: 0,
    unchanged,
    rejected: 0,
    redacted: 0,
  };
  return { ...result, tables: { ...result.tables, confirmations } };
}

function appendAlone(areas: Areas, caller: Caller, outcome: string, sentence: string): void {
  areas.workspace.desk
    .transaction(() =>
      areas.audit.append(caller, {
        command: 'records.importDrop',
        object: 'copy',
        outcome,
        sentence,
      }),
    )
    .immediate();
}
