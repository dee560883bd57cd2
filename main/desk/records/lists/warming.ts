import type { ListName } from '../../../../contract/record-lists.ts';
import type { Db } from '../../storage/storage.ts';
import { descriptions } from './describe.ts';
import { createListThread, type ListThread, type ReaderFiles } from './list-thread.ts';
import { rowNumber } from './read-table.ts';

/** A list of fewer rows is read within the first question. */
const leastRows = 50_000;

/** Columns taken into memory before anybody asks, in bytes; the files of all of them are made. */
const mostBytes = 256 * 2 ** 20;

/** Kinds of columns that people filter, count and sort by; ids and texts are read when asked for. */
const kinds = new Set(['word', 'country', 'currency', 'boolean', 'time', 'day', 'minor', 'coins']);

export interface WarmInput {
  readonly list: ListName;
  readonly columns: readonly string[];
  /** Those of them that are sorted by. */
  readonly ranked: readonly string[];
}

/** What is asked of a list as soon as it is opened, and soon after. */
function begins(list: ListName): WarmInput {
  const found = descriptions.find((each) => each.list === list);
  if (!found) return { list, columns: [], ranked: [] };
  const columns = found.columns.filter(({ kind, facet }) => facet || kinds.has(kind));
  const ranked = found.columns.filter(({ kind }) => ['time', 'minor', 'coins'].includes(kind));
  return {
    list,
    columns: [rowNumber, ...columns.map(({ name }) => name), ...found.key],
    ranked: ranked.map(({ name }) => name),
  };
}

/** Tables into which so many rows came. */
function bigLists(db: Db, least: number): ListName[] {
  const tables = db
    .prepare('select table_name from files group by table_name having sum(rows) >= ?')
    .pluck()
    .all(least);
  return descriptions.map(({ list }) => list).filter((list) => tables.includes(list));
}

/**
 * Reads a big copy through once and ahead what its lists begin with, on a thread beside the one that
 * answers, so that no question waits behind it; then the answering one takes what was read into
 * memory, a column at a time. It changes no answer: columns belong to one state of the copy, and a
 * question looks which state there is.
 */
export function createWarming(deps: {
  readonly records: Db;
  readonly files: ReaderFiles;
  readonly thread: ListThread;
  readonly clock: () => number;
  readonly least?: number | undefined;
}) {
  let running: { readonly cancel: AbortController; readonly ended: Promise<void> } | null = null;

  async function warm(signal: AbortSignal): Promise<void> {
    const wanted = bigLists(deps.records, deps.least ?? leastRows).map(begins);
    if (wanted.length === 0) return;
    const beside = createListThread({ ...deps.files, beside: true }, deps.clock);
    try {
      // First, for the search box: the pages of its hits lie all over the file.
      await beside.ask({ what: 'read' }, signal);
      for (const input of wanted)
        await beside.ask({ what: 'warm', input: { ...input, ranked: [] } }, signal);
    } finally {
      await beside.close();
    }
    let bytes = 0;
    for (const { list, columns, ranked } of wanted)
      for (const name of columns) {
        if (bytes > mostBytes) return;
        const input = { list, columns: [name], ranked: ranked.includes(name) ? [name] : [] };
        bytes += await deps.thread.ask({ what: 'warm', input }, signal);
      }
  }

  return {
    /** Begins anew, for the state that the copy has now. Resolves when it is done or was ended. */
    async begin(): Promise<void> {
      const before = this.stop();
      const cancel = new AbortController();
      // Nothing depends on it: what could not be read ahead is read when it is asked for.
      const ended = before.then(() => warm(cancel.signal)).catch(() => undefined);
      running = { cancel, ended };
      await ended;
    },
    /** Resolves when nothing is read or written any more. */
    async stop(): Promise<void> {
      running?.cancel.abort();
      await running?.ended;
    },
  };
}
