import path from 'node:path';
import { counted } from '../../../../contract/say.ts';
import type {
  ExportEvent,
  Frequency,
  ListDescription,
  ListName,
  ListWindow,
} from '../../../../contract/record-lists.ts';
import type { Audit, Caller } from '../../audit/audit.ts';
import type { Workspace } from '../../storage/storage.ts';
import { descriptions } from './describe.ts';
import { type ExportInput, exportRows } from './export.ts';
import type { FacetsInput, FrequencyInput } from './facets.ts';
import { createListThread } from './list-thread.ts';
import { assertUnmasked, maskingOf } from './masking.ts';
import type { WindowInput } from './reader.ts';
import { createViews } from './views.ts';
import { createWarming } from './warming.ts';

export interface ListsDeps {
  readonly workspace: Workspace;
  readonly audit: Audit;
  /** UTC ms. */
  readonly clock: () => number;
  /** Rows from which on a list is read ahead. */
  readonly warmFrom?: number;
}

/**
 * The lists of the copy: rows by filter and order, counts, exports, and the views people keep.
 * What may take long is asked of a thread of its own, which an aborted `signal` stops.
 */
export function createLists({ workspace, audit, clock, warmFrom }: ListsDeps) {
  const { layout, desk, records } = workspace;
  const files = { records: layout.records, columns: path.join(layout.folder, 'columns') };
  const thread = createListThread(files, clock);
  const warming = createWarming({ records, files, thread, clock, least: warmFrom });
  const views = createViews(desk, clock);

  function note(caller: Caller, list: ListName, outcome: string, sentence: string, filter = '') {
    desk
      .transaction(() =>
        audit.append(caller, {
          command: 'records.exportRows',
          object: `list/${list}`,
          outcome,
          sentence,
          ...(filter === '' ? {} : { details: { query: filter } }),
        }),
      )
      .immediate();
  }

  return {
    describe: (caller: Caller): ListDescription[] =>
      descriptions.map((list) => {
        const masking = maskingOf(caller, list.list);
        return {
          ...list,
          columns: list.columns.map((column) => ({
            ...column,
            masked: masking.hides(column.name),
          })),
        };
      }),
    /** Refuses BAD_INPUT for what the filter cannot mean, FORBIDDEN where a mask forbids it. */
    async rows(caller: Caller, input: WindowInput, signal?: AbortSignal): Promise<ListWindow> {
      const masking = maskingOf(caller, input.list);
      assertUnmasked(masking, {
        filter: input.filter,
        bare: input.sort.map(({ column }) => column),
      });
      const found = await thread.ask({ what: 'window', input }, signal);
      return { ...found, rows: masking.rows?.(input.columns, found.rows) ?? found.rows };
    },
    reading: thread.reading,
    async facets(caller: Caller, input: FacetsInput, signal?: AbortSignal) {
      assertUnmasked(maskingOf(caller, input.list), { filter: input.filter, bare: input.columns });
      return thread.ask({ what: 'facets', input }, signal);
    },
    async frequency(
      caller: Caller,
      input: FrequencyInput,
      signal?: AbortSignal,
    ): Promise<Frequency> {
      assertUnmasked(maskingOf(caller, input.list), { filter: input.filter, bare: [input.column] });
      return thread.ask({ what: 'frequency', input }, signal);
    },
    /** An export is in the audit before its first row leaves, and again how it ended. */
    async *exportRows(
      caller: Caller,
      input: ExportInput,
      signal?: AbortSignal,
    ): AsyncGenerator<ExportEvent> {
      const { list, columns: names, filter, sort, format } = input;
      const masking = maskingOf(caller, list);
      assertUnmasked(masking, { filter, bare: sort.map(({ column }) => column) });
      const query = JSON.stringify({ filter, sort, columns: names });
      const { user } = caller;
      yield* exportRows(
        thread,
        input,
        {
          begin: (total) =>
            note(
              caller,
              list,
              'begun',
              `${user} began to export ${counted(total, 'row')} of ${list} as ${format}.`,
              query,
            ),
          end: (rows, whole) =>
            note(
              caller,
              list,
              whole ? 'done' : 'cut off',
              whole
                ? `${user} exported ${counted(rows, 'row')} of ${list}.`
                : `The export of ${list} by ${user} was cut off after ${counted(rows, 'row')}.`,
            ),
          masked: masking.rows,
        },
        signal,
      );
    },
    views,
    /** Reads ahead what lists of a big copy begin with; asked for again after each import. */
    warm: (): Promise<void> => warming.begin(),
    /** After values were taken out of the copy: what the lists kept of it goes, too. */
    async forget(): Promise<void> {
      await warming.stop();
      await thread.forget();
      void warming.begin();
    },
    async close(): Promise<void> {
      await Promise.all([warming.stop(), thread.close()]);
    },
  };
}
