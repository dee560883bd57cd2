import { parentPort, workerData } from 'node:worker_threads';
import type { Verdict } from '../../../../contract/diagnosis.ts';
import { readCopy } from '../../records/records.ts';
import { giveWay, openFile } from '../../storage/storage.ts';
import { createJudging } from '../judging.ts';
import { ownFactsOf } from '../own-facts.ts';
import type { FromWhole, WholeRequest, WholeTask } from './messages.ts';
import { createStretch, orphanFound } from './stretch.ts';

/**
 * The shell around one share of a run over everything: its own thread and its own connection,
 * which reads one state of the copy to the end. It can be killed at any moment: it writes nothing.
 */
const port = parentPort;
if (!port) throw new Error('this file is the body of a worker thread');
const { records, own, makes, counts } = workerData as WholeRequest;
// A night's work that a change of records asks for at noon, too.
giveWay();

/** Verdicts in one message: enough to be cheap, few enough to be kept while others are slower. */
const atOnce = 200;
/** A message that is longer, in characters, is sent at once: a door takes none that has no end. */
const longest = 4_000_000;

const say = (message: FromWhole) => port.postMessage(message);
const db = openFile(records, 'copy', 'read');
say({ kind: 'open' });
// Pages are read where they lie in memory instead of being copied first: a tenth of the time.
db.pragma(`mmap_size = ${2 ** 31 - 65536}`);
db.exec('begin');
const judging = createJudging(readCopy(db), ownFactsOf(own));
if (counts)
  say({
    kind: 'total',
    attempts: Number(db.prepare('select count(*) from recharges').pluck().get()),
  });

function tell(verdicts: Iterable<Verdict>): void {
  let lines: string[] = [];
  let length = 0;
  for (const verdict of verdicts) {
    const line = JSON.stringify(verdict);
    lines.push(line);
    length += line.length;
    if (lines.length < atOnce && length < longest) continue;
    say({ kind: 'lines', lines });
    lines = [];
    length = 0;
  }
  if (lines.length > 0) say({ kind: 'lines', lines });
}

function sweep(task: WholeTask): void {
  const stretch = createStretch();
  if (task.kind === 'attempts') for (const matter of judging.matters(task)) stretch.see(matter);
  if (task.kind === 'orphans')
    for (const verdict of judging.orphans()) stretch.add(orphanFound(verdict));
  say({ kind: 'swept', swept: stretch.result() });
}

port.on('message', (task: WholeTask) => {
  if (makes === 'sweep') sweep(task);
  else if (task.kind === 'attempts') tell(judging.attempts(task));
  else tell(task.kind === 'orphans' ? judging.orphans() : judging.looseTickets());
  say({ kind: 'end' });
});
