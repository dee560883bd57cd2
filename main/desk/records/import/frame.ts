import type { FaultCode } from './fault.ts';
import { type Lines, longestRow } from './lines.ts';

/** One row of a CSV file as text, before it is split into fields. */
export interface Framed {
  readonly line: number;
  readonly text: string;
  /** It holds a quotation mark: only then a field can differ from its text. */
  readonly quoted: boolean;
  /** It is rejected: it does not parse. */
  readonly fault: FaultCode | null;
}

type State = 'start' | 'bare' | 'quoted' | 'closing';

/** A row whose quote is still open at the end of a line. */
interface OpenRow {
  readonly line: number;
  readonly texts: string[];
  /** Lines of it, by place, that are not UTF-8. */
  readonly broken: Set<number>;
  length: number;
  fields: number;
}

interface Scan {
  /** `whole`: the row ends with this line; `open`: a quote is still open; `stray`: RFC 4180 is broken. */
  readonly end: 'whole' | 'open' | 'stray';
  readonly fields: number;
}

/**
 * Finds where rows begin and end, by the quotes of RFC 4180 and nothing else. A row that does not
 * parse is rejected alone, and reading goes on at the next line that parses: where it spans several
 * lines, they are looked through for one that is a whole row by itself.
 */
export function createFramer(delimiter: string, fields: number) {
  let open: OpenRow | null = null;
  const out: Framed[] = [];
  const mark = delimiter.charCodeAt(0);

  function take(text: string, line: number, broken: boolean): void {
    if (open) return takeMore(text, broken);
    if (isBlank(text, delimiter)) return;
    if (!text.includes('"')) {
      out.push({ line, text: bare(text), quoted: false, fault: broken ? 'NOT_UTF8' : null });
      return;
    }
    const scan = scanLine(bare(text), mark, 'start');
    if (scan.end === 'open')
      open = {
        line,
        texts: [text],
        broken: new Set(broken ? [0] : []),
        length: text.length,
        fields: scan.fields,
      };
    else out.push(closed(line, bare(text), scan, broken));
  }

  function takeMore(text: string, broken: boolean): void {
    const row = open;
    if (!row) return;
    if (broken) row.broken.add(row.texts.length);
    row.texts.push(text);
    row.length += text.length + 1;
    const scan = scanLine(bare(text), mark, 'quoted');
    if (scan.end === 'open') {
      row.fields += scan.fields - 1;
      if (row.length > longestRow) giveUp(row, 'ROW_TOO_LONG');
      return;
    }
    const total = { end: scan.end, fields: row.fields + scan.fields - 1 };
    if (scan.end === 'stray' || total.fields !== fields) giveUp(row, faultOf(total));
    else {
      open = null;
      out.push(closed(row.line, bare(row.texts.join('\n')), total, row.broken.size > 0));
    }
  }

  /** Rejects a row of several lines up to the first of them that is a row by itself. */
  function giveUp(row: OpenRow, fault: FaultCode): void {
    open = null;
    const next = row.texts.findIndex(
      (text, index) => index > 0 && !row.broken.has(index) && standsAlone(text),
    );
    const until = next < 0 ? row.texts.length : next;
    const text = bare(row.texts.slice(0, until).join('\n'));
    out.push({ line: row.line, text, quoted: true, fault });
    // These lines follow an open quote, so they cannot leave another one open for long.
    for (let index = until; index < row.texts.length; index++)
      take(row.texts[index] ?? '', row.line + index, row.broken.has(index));
  }

  function standsAlone(text: string): boolean {
    const scan = scanLine(bare(text), mark, 'start');
    return scan.end === 'whole' && scan.fields === fields;
  }

  function closed(line: number, text: string, scan: Scan, broken: boolean): Framed {
    const fault = scan.end === 'stray' || scan.fields !== fields ? faultOf(scan) : null;
    return { line, text, quoted: true, fault: broken ? 'NOT_UTF8' : fault };
  }

  function faultOf(scan: Scan): FaultCode {
    if (scan.end === 'stray') return 'STRAY_QUOTE';
    return scan.fields < fields ? 'TOO_FEW_FIELDS' : 'TOO_MANY_FIELDS';
  }

  function drain(): Framed[] {
    return out.splice(0);
  }

  return {
    /** The rows that end in these lines. */
    frame(lines: Lines, from: number): Framed[] {
      for (let index = from; index < lines.texts.length; index++)
        take(lines.texts[index] ?? '', lines.first + index, lines.broken.has(index));
      return drain();
    },
    /** The end of the file: a quote still open rejects from its line on, as one row. */
    end(): Framed[] {
      if (open) {
        const text = open.texts.join('\n');
        out.push({ line: open.line, text, quoted: true, fault: 'QUOTE_NOT_CLOSED' });
        open = null;
      }
      return drain();
    },
  };
}

/** A line without the carriage return of CRLF. */
export function bare(text: string): string {
  return text.charCodeAt(text.length - 1) === 13 ? text.slice(0, -1) : text;
}

export function isBlank(text: string, delimiter: string): boolean {
  // Every row of a table has at least one visible character, so the first two settle most lines.
  return text.charCodeAt(0) > 32 || text === ''
    ? text === ''
    : !text.includes(delimiter) && text.trim() === '';
}

/** Walks one line from a state, counting fields. */
export function scanLine(line: string, mark: number, from: State): Scan {
  let state = from;
  let fields = 1;
  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (state === 'quoted') {
      const next = line.indexOf('"', at);
      if (next < 0) return { end: 'open', fields };
      at = next;
      state = 'closing';
    } else if (code === 0x22) {
      if (state === 'bare') return { end: 'stray', fields };
      state = 'quoted';
    } else if (code === mark) {
      fields += 1;
      state = 'start';
    } else if (state === 'closing') return { end: 'stray', fields };
    else state = 'bare';
  }
  return { end: state === 'quoted' ? 'open' : 'whole', fields };
}
