import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv, readTsv } from '../../main/desk/records/import/csv.ts';
import type { DropFile } from '../../main/desk/records/import/drop.ts';
import type { Entry, Format } from '../../main/desk/records/import/entry.ts';
import { linesOf } from '../../main/desk/records/import/lines.ts';
import { refusalOf } from './import-workspace.ts';

const file: DropFile = {
  name: 'devices.csv',
  shown: 'devices.csv',
  path: '',
  table: 'devices',
  format: 'csv',
  packing: 'plain',
  bytes: 0,
  stamp: '',
};

/** Reads bytes that arrive in pieces of some size, as they would from a disk. */
async function read(text: string | Buffer, piece = 1 << 20, format: Format = readCsv) {
  const bytes = Buffer.from(text);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  }
  const warnings: string[] = [];
  const lines = linesOf(file.name, pieces());
  const { entries } = await format({
    file,
    lines,
    scratch: '',
    onBytes() {},
    warn: (sentence) => warnings.push(sentence),
  });
  const found: Entry[] = [];
  for await (const batch of entries) found.push(...batch);
  return { entries: found, warnings };
}

/** device_id, account_id, platform and model of the rows that parse; code and line of the others. */
async function outline(text: string | Buffer, piece?: number) {
  const { entries } = await read(text, piece);
  return entries.map(({ line, fault, texts }) =>
    fault ? `${line}: ${fault.code}` : `${line}: ${texts[0]},${texts[3]}`,
  );
}

const head = 'device_id,model\n';

describe('rows and lines', () => {
  it('counts lines as an editor does, quoted line breaks and blank lines included', async () => {
    const text = `${head}a,1\n\nb,"two\nlines"\r\n   \nc,"x\r\ny\n"\nd,4`;
    const rows = ['2: a,1', '4: b,two\nlines', '7: c,x\r\ny\n', '10: d,4'];
    expect(await outline(text)).toEqual(rows);
    for (const piece of [1, 2, 3, 7]) expect(await outline(text, piece)).toEqual(rows);
  });

  it('takes LF, CRLF, a mix of both and a byte order mark', async () => {
    expect(await outline('\ufeffdevice_id,model\r\na,1\nb,2\r\n')).toEqual(['2: a,1', '3: b,2']);
  });

  it('takes doubled quotes, empty quoted fields and delimiters in quotes', async () => {
    expect(await outline(`${head}"a","say ""hi"", you"\n"b",""\n`)).toEqual([
      '2: a,say "hi", you',
      '3: b,',
    ]);
  });

  it('reads tabs between the fields of a TSV', async () => {
    const { entries } = await read('model\tdevice_id\nx,y\ta\n"t\tu"\tb\n', 5, readTsv);
    expect(entries.map(({ texts }) => [texts[0], texts[3]])).toEqual([
      ['a', 'x,y'],
      ['b', 't\tu'],
    ]);
  });
});

describe('a row that does not parse is rejected alone', () => {
  it('with too few or too many fields', async () => {
    expect(await outline(`${head}a\nb,2\nc,3,4\nd,"5",6\n"e"\nf,6\n`)).toEqual([
      '2: TOO_FEW_FIELDS',
      '3: b,2',
      '4: TOO_MANY_FIELDS',
      '5: TOO_MANY_FIELDS',
      '6: TOO_FEW_FIELDS',
      '7: f,6',
    ]);
  });

  it('with a stray quote, and each of several by itself', async () => {
    expect(await outline(`${head}a,1"\nb,x"y"\nc,"z"z\nd,4\n`)).toEqual([
      '2: STRAY_QUOTE',
      '3: STRAY_QUOTE',
      '4: STRAY_QUOTE',
      '5: d,4',
    ]);
  });

  it('with a quote left open that a later row closes by chance: reading goes on at the next line', async () => {
    expect(await outline(`${head}a,"open\nb,2\nc,3\nd,"four"\ne,5\n`)).toEqual([
      '2: STRAY_QUOTE',
      '3: b,2',
      '4: c,3',
      '5: d,four',
      '6: e,5',
    ]);
    expect(await outline(`${head}a,"open\nb,2\nc,3",x\nd,4\n`)).toEqual([
      '2: TOO_MANY_FIELDS',
      '3: b,2',
      '4: STRAY_QUOTE',
      '5: d,4',
    ]);
  });

  it('of several lines as one row, where none of them is a row by itself', async () => {
    expect(await outline(`${head}a,"one\ntwo",three,four\nb,2\n`)).toEqual([
      '2: TOO_MANY_FIELDS',
      '4: b,2',
    ]);
  });

  it('a quote that never closes takes the rest of the file with it, as one row', async () => {
    const { entries } = await read(`${head}a,1\nb,"open\nc,3\nd,4\n`, 4);
    expect(entries.map(({ line, fault }) => [line, fault?.code])).toEqual([
      [2, undefined],
      [3, 'QUOTE_NOT_CLOSED'],
    ]);
    expect(entries[1]?.fault?.sentence).toContain('opens on line 3 never closes');
    expect(entries[1]?.original()).toBe('b,"open\nc,3\nd,4');
  });

  it('with bytes that are not UTF-8, or a NUL', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${head}a,1\nb,M`),
      Buffer.from([0xfc]),
      Buffer.from('ller\nc,x\0y\nd,ü\n'),
    ]);
    for (const piece of [1, 3, 1000])
      expect(await outline(bytes, piece)).toEqual([
        '2: a,1',
        '3: NOT_UTF8',
        '4: NUL_BYTE',
        '5: d,ü',
      ]);
  });
});

describe('the header', () => {
  it('is matched trimmed and in any case, in any order', async () => {
    const { entries } = await read(' Model , DEVICE_ID\nx,a\n');
    expect(entries[0]?.texts.slice(0, 4)).toEqual(['a', null, null, 'x']);
  });

  it('may hold names of objects and prototypes', async () => {
    const { entries } = await read('device_id,__proto__,constructor,toString\na,1,2,\n');
    expect(entries[0]?.extra).toBe('{"__proto__":"1","constructor":"2"}');
  });

  it('keeps unknown columns by name, whatever their order', async () => {
    const a = await read('device_id,zeta,alpha\na,1,2\n');
    const b = await read('alpha,device_id,zeta\n2,a,1\n');
    expect(a.entries[0]?.extra).toBe('{"alpha":"2","zeta":"1"}');
    expect(b.entries[0]?.extra).toBe(a.entries[0]?.extra);
  });

  it.each([
    ['', 'it has no header'],
    ['\n \n', 'it has no header'],
    ['model\nx\n', 'needs device_id'],
    ['device_id,Model,model \na,1,2\n', 'twice'],
    ['device_id,"model\na,1\n', 'quotes of its header'],
  ])('refuses the file that starts %j', async (text, sentence) => {
    const refusal = await refusalOf(read(text));
    expect(refusal.code).toBe('DROP_REFUSED');
    expect(refusal.message).toContain('devices.csv');
    expect(refusal.message).toContain(sentence);
  });

  it.each([
    ['UTF-16 with a mark', Buffer.from('\ufeffdevice_id,model\na,1\n', 'utf16le')],
    ['UTF-16 without one', Buffer.from('device_id,model\na,1\n', 'utf16le')],
    ['Latin-1', Buffer.from('device_id,modèle\n', 'latin1')],
  ])('refuses a header in %s', async (_name, bytes) => {
    expect((await refusalOf(read(bytes))).message).toContain('UTF-8');
  });
});

describe('against csv-parse', () => {
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'ü', '😀', ';', '\t', '=') }),
    fc.string(),
  );

  it('reads back whatever csv-stringify writes, in pieces of any size', async () => {
    const rows = fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,5}$/), cell, cell));
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('\n', '\r\n'),
        async (table, piece, record_delimiter) => {
          const clean = table.map((row) =>
            row.map((value) => value.replaceAll('\0', '').toWellFormed()),
          );
          const text = stringify([['device_id', 'model', 'os_version'], ...clean], {
            record_delimiter,
            quoted_match: /[\r\n]/,
          });
          const { entries } = await read(text, piece);
          expect(entries.map(({ fault }) => fault)).toEqual(clean.map(() => null));
          expect(entries.map(({ texts }) => [texts[0], texts[3], texts[4]])).toEqual(clean);
        },
      ),
    );
  });

  it('takes the rows that it takes from any text that parses at all', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', '"', ',', '\n', '\r\n', ' '),
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(text, async (body) => {
        let expected: string[][];
        try {
          expected = parse(head + body, {
            record_delimiter: ['\r\n', '\n'],
            relax_column_count: true,
            from: 2,
          });
        } catch {
          return;
        }
        const isGood = (record: readonly string[]) => record.length === 2;
        // A row of several lines that has a wrong width is read again line by line, as a quote left
        // open by mistake would be: what comes after it may be told apart in another way.
        fc.pre(!expected.some((record) => !isGood(record) && /\n/.test(record.join())));
        const good = expected.filter(isGood);
        const { entries } = await read(head + body, 7);
        const taken = entries
          .filter(({ fault }) => fault === null)
          .map(({ texts }) => [texts[0], texts[3]]);
        for (const record of good) expect(taken).toContainEqual(record);
      }),
      { numRuns: 1000 },
    );
  });

  it('accounts for every line of any text: each in one row, a blank line, or the header', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '"', ',', '\n', '""', ',"'),
      maxLength: 80,
    });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 30 }), async (body, piece) => {
        const { entries } = await read(head + body, piece);
        const lines = entries.map(({ line }) => line);
        expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b));
        expect(await outline(head + body)).toEqual(await outline(head + body, piece));
      }),
      { numRuns: 1000 },
    );
  });
});
