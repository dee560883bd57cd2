import { visit } from 'jsonc-parser';

/** One record inside of a JSON document, as it is written there. */
export interface JsonItem {
  readonly line: number;
  readonly text: string;
  /** The list it stands in, where that is a named one inside of the document. */
  readonly list: string | null;
}

export interface JsonItems {
  readonly items: readonly JsonItem[];
  /** Of a document that is an object: the plain values that stand beside the list in it. */
  readonly around: Readonly<Record<string, unknown>>;
  /** The document is not JSON from the first to the last character. */
  readonly broken: boolean;
}

/**
 * Cuts a JSON document into its records: the elements of the array that it is, those of a list of
 * one of these names in the object that it is, or else the document itself. Numbers stay as they
 * are written. Of a document that is cut off, or nested too deeply to be walked, the records that are
 * whole come out.
 */
export function itemsOf(text: string, lists: ReadonlySet<string>): JsonItems {
  const items: JsonItem[] = [];
  const around: Record<string, unknown> = Object.create(null);
  let depth = 0;
  let property: string | null = null;
  /** How deep the records lie: 0 the document, 1 its elements, 2 those of a list in it. */
  let level = 0;
  let list: string | null = null;
  let open: { offset: number; line: number } | null = null;
  let broken = false;
  let rooted = false;

  const begin = (offset: number, line: number, array: boolean) => {
    if (depth === 0) {
      rooted = true;
      if (array) level = 1;
    } else if (depth === 1 && level === 0 && array && property !== null && lists.has(property)) {
      level = 2;
      list = property;
      open = null;
    }
    const isRecord = depth === level && (level !== 2 || property === list);
    if (isRecord && !(array && level > 0 && depth < level)) open = { offset, line };
    depth += 1;
  };
  const end = (offset: number, length: number) => {
    depth -= 1;
    if (depth !== level || open === null) return;
    if (level === 2 && property !== list) return;
    items.push({ line: open.line + 1, text: text.slice(open.offset, offset + length), list });
    open = null;
  };

  try {
    visit(
      text,
      {
        onObjectBegin: (offset, _length, line) => begin(offset, line, false),
        onArrayBegin: (offset, _length, line) => begin(offset, line, true),
        onObjectEnd: end,
        onArrayEnd: end,
        onObjectProperty(name) {
          if (depth === 1) property = name;
        },
        onLiteralValue(value, offset, length, line) {
          if (depth === 0) rooted = true;
          if (depth === 1 && property !== null) around[property] = value;
          if (depth === level && level > 0 && (level !== 2 || property === list))
            items.push({ line: line + 1, text: text.slice(offset, offset + length), list });
        },
        onError() {
          broken = true;
        },
      },
      { disallowComments: true },
    );
  } catch (error) {
    // Lists in lists without end: the parser has no room left.
    if (!(error instanceof RangeError)) throw error;
    broken = true;
  }
  return { items, around: { ...around }, broken: broken || !rooted };
}
