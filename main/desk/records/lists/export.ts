import type { ExportEvent, ListWindow } from '../../../../contract/record-lists.ts';
import { importedAnew } from './imported-anew.ts';
import type { ListThread } from './list-thread.ts';
import type { PieceInput, WindowInput } from './reader.ts';
import { endOf, headOf, rowsAsText } from './row-text.ts';

/** Rows of one piece. */
const pieceRows = 2000;

/** What is masked is made into text on the thread that answers: in smaller bites. */
const maskedPieceRows = 400;

export type ExportInput = Omit<PieceInput, 'offset' | 'limit' | 'copy'>;

export interface ExportHooks {
  /** Told how many rows there are, before the first of them leaves. */
  begin(total: number): void;
  /** Told how many left, also where it was cut off. */
  end(rows: number, whole: boolean): void;
  /** Masks what this person may not see; null where there is nothing to mask. */
  readonly masked:
    | ((columns: readonly string[], rows: ListWindow['rows']) => ListWindow['rows'])
    | null;
}

/**
 * The rows of a query as text, piece by piece as the reader takes them. Refuses BUSY where the
 * copy was imported anew meanwhile, BAD_INPUT as the lists do.
 */
export async function* exportRows(
  thread: ListThread,
  input: ExportInput,
  { begin, end, masked }: ExportHooks,
  signal?: AbortSignal,
): AsyncGenerator<ExportEvent> {
  const window = (at: Pick<WindowInput, 'offset' | 'limit'>) =>
    thread.ask({ what: 'window', input: { ...input, ...at } }, signal);
  const step = masked ? maskedPieceRows : pieceRows;
  const { total, copy } = await window({ offset: 0, limit: 1 });

  /** What is masked is made into text here, where the masks are. */
  async function pieceAt(offset: number): Promise<{ text: string; rows: number }> {
    const asked = { ...input, offset, limit: step, copy };
    if (!masked) return thread.ask({ what: 'piece', input: asked }, signal);
    const found = await window(asked);
    if (found.copy !== copy) throw importedAnew();
    const rows = masked(input.columns, found.rows).flatMap((row) => (row === null ? [] : [row]));
    return { text: rowsAsText(input, rows, offset === 0), rows: rows.length };
  }

  begin(total);
  let rows = 0;
  let whole = false;
  try {
    yield { kind: 'begun', total };
    yield { kind: 'piece', text: headOf(input), rows: 0 };
    for (let offset = 0; offset < total; offset += step) {
      const piece = await pieceAt(offset);
      rows += piece.rows;
      yield { kind: 'piece', text: piece.text, rows };
    }
    yield { kind: 'piece', text: endOf(input, rows), rows };
    whole = true;
    yield { kind: 'done', rows };
  } finally {
    end(rows, whole);
  }
}
