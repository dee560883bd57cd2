import type { RefusalCode } from '../../../../contract/errors.ts';
import type { ImportProgress } from '../../../../contract/records.ts';
import type { RowBatch } from './batch.ts';
import type { CheckedDrop } from './check-drop.ts';
import type { LookedAt, ReadEnd } from './drop-reader.ts';
import type { WorkPart } from './progress.ts';
import type { Guides } from './recognise.ts';

/** What the process that reads a drop is started with. */
export interface ReaderStart {
  readonly drop: string;
  readonly scratch: string;
  readonly zone: string | undefined;
  readonly guides: Guides;
  /** Bytes of memory after which it ends itself, at once. */
  readonly mostMemory: number;
}

export type ToReader =
  | { readonly do: 'start'; readonly start: ReaderStart }
  | { readonly do: 'check' }
  | { readonly do: 'read' }
  | { readonly do: 'look'; readonly file: number; readonly lines: readonly number[] }
  /** A batch is done with. */
  | { readonly do: 'taken' };

export type FromReader =
  | { readonly kind: 'checked'; readonly checked: CheckedDrop }
  | { readonly kind: 'file'; readonly index: number }
  | { readonly kind: 'rows'; readonly batch: RowBatch }
  | { readonly kind: 'fileEnd'; readonly index: number; readonly rows: number }
  | { readonly kind: 'looked'; readonly row: LookedAt }
  | { readonly kind: 'lookedAll' }
  | { readonly kind: 'end'; readonly end: ReadEnd }
  | {
      readonly kind: 'phase';
      readonly phase: ImportProgress['phase'];
      readonly work: readonly WorkPart[];
    }
  | { readonly kind: 'open'; readonly name: string }
  | { readonly kind: 'bytes'; readonly bytes: number }
  | {
      readonly kind: 'refused';
      readonly code: RefusalCode;
      readonly message: string;
      readonly next: string;
    };

/** Batches that may be on their way at once: enough that neither side waits for the other. */
export const mostOnTheWay = 4;
