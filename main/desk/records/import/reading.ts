import type { Guides } from './recognise.ts';
import { type TableName, tableOf } from '../tables.ts';
import { type DropFile, refuseDrop } from './drop.ts';
import type { Entry } from './entry.ts';
import type { Fault } from './fault.ts';
import { formats } from './formats.ts';
import { createJudge, isFault, type Judged } from './judge.ts';
import { linesOf } from './lines.ts';
import type { Progress } from './progress.ts';
import { unpacked } from './source.ts';
import type { Zone } from './times.ts';
import type { ValueNotes } from './values.ts';
import type { Warnings } from './warnings.ts';

/** Called for every row of a file, in order. */
export interface RowReceiver {
  /** The header of the file as a line of it; null where its format has none. */
  begin(head: string | null): void;
  take(entry: Entry, judged: Judged, present: ReadonlySet<string> | null): void;
  reject(entry: Entry, fault: Fault): void;
  /** After some thousand rows; reading waits for it. */
  flush(): Promise<void>;
}

export interface ReadingContext {
  readonly zone: Zone | null;
  /** What people have said of files of other programs. */
  readonly guides: Guides;
  /** A folder for what must lie unpacked while it is read. */
  readonly scratch: string;
  readonly warnings: Warnings;
  readonly progress: Progress;
  /** Throws where the run is to end; asked every few thousand rows. */
  readonly assertWanted: () => void;
}

/**
 * Reads and judges one file, and gives its number of rows. Refuses the whole run where the file
 * cannot be read at all; whatever is wrong with one row alone goes to `reject`.
 */
export async function readFile(
  file: DropFile,
  { zone, scratch, warnings, progress, assertWanted }: ReadingContext,
  receiver: RowReceiver,
): Promise<number> {
  progress.open(file.shown);
  const notes: ValueNotes = {
    zone,
    mapped: file.foreign?.mapping !== undefined,
    redacted: false,
    warn: (column, about, value) => warnings.oddValue(file.shown, column, about, value),
    droppedCode: (column) =>
      warnings.count(`${file.shown}: ${column}: a security code was dropped unread`),
  };
  const judge = createJudge(file.table, notes);
  const lines = linesOf(file.name, unpacked(file, progress.read));
  let rows = 0;
  let unreadable = 0;
  try {
    const { present, entries, head } = await formats[file.format]({
      file,
      lines,
      scratch,
      onBytes: progress.read,
      warn: warnings.add,
    });
    receiver.begin(head ?? null);
    for await (const batch of entries) {
      assertWanted();
      for (const entry of batch) {
        const judged = judge(entry);
        if (!isFault(judged)) receiver.take(entry, judged, present);
        else {
          if (judged.code === 'NOT_UTF8') unreadable += 1;
          receiver.reject(entry, judged);
        }
      }
      rows += batch.length;
      await receiver.flush();
    }
  } finally {
    // However reading ended, the file is closed.
    await lines.return(undefined);
  }
  if (unreadable > 0 && unreadable === rows)
    throw refuseDrop(
      `${file.name} cannot be read: none of its rows is UTF-8.`,
      'Export it as UTF-8 and import again.',
    );
  return rows;
}

/** Times in UTC ms; `from` and `to` span the recharges and the ledger. */
export interface TimeSpan {
  readonly newest: number | null;
  readonly from: number | null;
  readonly to: number | null;
}

/** The newest and oldest times of rows, as far as they say when something happened. */
export function createTimeSpan() {
  const places = new Map<TableName, readonly number[]>();
  let newest: bigint | null = null;
  let from: bigint | null = null;
  let to: bigint | null = null;
  return {
    /** `told`: until when another source told of the row; that is data, too. */
    see(table: TableName, { values }: Judged, told: bigint | null): void {
      if (told !== null && (newest === null || told > newest)) newest = told;
      let found = places.get(table);
      if (!found) places.set(table, (found = timePlaces(table)));
      for (const place of found) {
        const time = values[place];
        if (typeof time === 'bigint' && (newest === null || time > newest)) newest = time;
      }
      const at = coveredPlace(table);
      const time = at < 0 ? null : values[at];
      if (typeof time !== 'bigint') return;
      if (from === null || time < from) from = time;
      if (to === null || time > to) to = time;
    },
    result: (): TimeSpan => ({ newest: ms(newest), from: ms(from), to: ms(to) }),
  };
}

/** From when and until when something is valid says nothing of the age of the data. */
function timePlaces(table: TableName): number[] {
  return Object.entries(tableOf(table).columns).flatMap(([name, { kind }], place) =>
    kind === 'time' && name !== 'valid_from' && name !== 'valid_to' ? [place] : [],
  );
}

const createdPlace = Object.keys(tableOf('recharges').columns).indexOf('created_at');
const atPlace = Object.keys(tableOf('ledger').columns).indexOf('at');

function coveredPlace(table: TableName): number {
  if (table === 'recharges') return createdPlace;
  return table === 'ledger' ? atPlace : -1;
}

function ms(time: bigint | null): number | null {
  return time === null ? null : Number(time);
}
