import { createHash } from 'node:crypto';
import { deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { zipOf } from './archives.ts';

type Bytes = string | Uint8Array;

/** One class of broken or hostile drop, and what must become of it. */
export interface CorpusClass {
  readonly what: string;
  /** The files of a folder, or the bytes of one archive. */
  readonly drop: Readonly<Record<string, Bytes>> | { readonly zip: Uint8Array };
  /** It refuses the whole run, and the sentence says this. */
  readonly refused?: string;
  /** Rows of all tables: read, inserted, updated, unchanged, rejected. */
  readonly rows?: readonly [number, number, number, number, number];
  /** Why rows were rejected, in the order of the list. */
  readonly codes?: readonly string[];
  readonly redacted?: number;
  readonly ignored?: readonly string[];
  /** A warning says this. */
  readonly warned?: string;
}

const accounts = (...lines: string[]) =>
  ['account_id,username,birth_year,created_at,country', ...lines, ''].join('\n');
const ledger = (...lines: string[]) =>
  ['entry_id,account_id,at,delta,kind,balance_after', ...lines, ''].join('\n');
const recharges = (columns: string, ...lines: string[]) =>
  [`recharge_id,account_id,channel,created_at,${columns}`, ...lines, ''].join('\n');
const order = (id: string, rest: string) => `${id},a_1,web,2026-01-01T00:00:00Z,${rest}`;

const good = 'a_1,jo,1990,2026-01-01T00:00:00Z,BR';
const one = accounts(good);
const latin = (text: string) => Buffer.from(text, 'latin1');
const sha256 = (bytes: Bytes) => createHash('sha256').update(bytes).digest('hex');
const manifest = (files: object[], more: object = {}) =>
  JSON.stringify({ format: 'recharge-desk/1', as_of: '2026-01-01T00:00:00Z', files, ...more });
const gz = gzipSync(one);
const zst = zstdCompressSync(Buffer.from(one));
const card = '4111111111111111';
const taken = (count: number) => [count, count, 0, 0, 0] as const;
const badRow = [2, 1, 0, 0, 1] as const;

const encodings: readonly CorpusClass[] = [
  { what: 'a byte order mark', drop: { 'accounts.csv': `\ufeff${one}` }, rows: taken(1) },
  {
    what: 'UTF-16 with a mark',
    drop: { 'accounts.csv': Buffer.from(`\ufeff${one}`, 'utf16le') },
    refused: 'UTF-16',
  },
  {
    what: 'UTF-16 without a mark',
    drop: { 'accounts.csv': Buffer.from(one, 'utf16le') },
    refused: 'UTF-16',
  },
  {
    what: 'one row of Latin-1',
    drop: { 'accounts.csv': latin(accounts(good, 'a_2,J\xf6,,,')) },
    rows: badRow,
    codes: ['NOT_UTF8'],
  },
  {
    what: 'Latin-1 throughout',
    drop: { 'accounts.csv': latin(accounts('a_1,\xf6,,,', 'a_2,\xfc,,,')) },
    refused: 'none of its rows is UTF-8',
  },
  {
    what: 'a header of Latin-1',
    drop: { 'accounts.csv': latin('account_id,n\xf6\na_1,x\n') },
    refused: 'header is not UTF-8',
  },
  {
    what: 'a NUL byte in a row',
    drop: { 'accounts.csv': accounts(good, 'a_2,j\u0000o,,,') },
    rows: badRow,
    codes: ['NUL_BYTE'],
  },
  {
    what: 'an over-long form of UTF-8',
    drop: {
      'accounts.csv': Buffer.concat([Buffer.from(one), Buffer.from([0x61, 0xc0, 0xaf, 0x0a])]),
    },
    rows: badRow,
    codes: ['NOT_UTF8'],
  },
  { what: 'an empty file', drop: { 'accounts.csv': '' }, refused: 'no header' },
  { what: 'blank lines alone', drop: { 'accounts.csv': '\n \n\r\n' }, refused: 'no header' },
  { what: 'a header alone', drop: { 'accounts.csv': accounts() }, rows: taken(0) },
  {
    what: 'line ends of old Macs',
    drop: { 'accounts.csv': one.replaceAll('\n', '\r') },
    refused: 'carriage returns alone',
  },
];

const delimited: readonly CorpusClass[] = [
  {
    what: 'CRLF and LF mixed',
    drop: { 'accounts.csv': `${accounts(good)}a_2,b,,,\r\na_3,c,,,\n` },
    rows: taken(3),
  },
  {
    what: 'blank lines between rows',
    drop: { 'accounts.csv': accounts(good, '', '  ', 'a_2,b,,,') },
    rows: taken(2),
  },
  {
    what: 'too few fields',
    drop: { 'accounts.csv': accounts(good, 'a_2,b') },
    rows: badRow,
    codes: ['TOO_FEW_FIELDS'],
  },
  {
    what: 'too many fields',
    drop: { 'accounts.csv': accounts(good, 'a_2,b,,,,,x') },
    rows: badRow,
    codes: ['TOO_MANY_FIELDS'],
  },
  {
    what: 'a stray quote',
    drop: { 'accounts.csv': accounts('a_2,b"b,,,', good) },
    rows: badRow,
    codes: ['STRAY_QUOTE'],
  },
  {
    what: 'a quote that never closes',
    drop: { 'accounts.csv': accounts(good, 'a_2,"b,,,', 'a_3,c,,,') },
    rows: badRow,
    codes: ['QUOTE_NOT_CLOSED'],
  },
  {
    what: 'a quote that closes rows later, so that they are one row',
    drop: { 'accounts.csv': accounts('a_2,"b,,,', good, 'a_3,c",,,x', 'a_4,d,,,') },
    rows: badRow,
    codes: ['BAD_COUNTRY'],
  },
  {
    what: 'quoted line breaks and quotes',
    drop: { 'accounts.csv': accounts('a_1,"j\r\n""o"",",,,') },
    rows: taken(1),
  },
  {
    what: 'a name twice in the header',
    drop: { 'accounts.csv': 'account_id,Account_ID\na,b\n' },
    refused: 'twice',
  },
  {
    what: 'a needed column missing',
    drop: { 'accounts.csv': 'username\njo\n' },
    refused: 'needs account_id',
  },
  {
    what: 'names in capitals with spaces, in another order',
    drop: { 'accounts.csv': ' USERNAME , Account_Id \njo,a_1\n' },
    rows: taken(1),
  },
  {
    what: 'unknown columns and one without a name',
    drop: { 'accounts.csv': 'account_id,colour,\na_1,red,x\n' },
    rows: taken(1),
  },
  {
    what: 'columns named like parts of every object',
    drop: { 'accounts.csv': 'account_id,__proto__,constructor,toString\na_1,x,y,z\n' },
    rows: taken(1),
  },
  {
    what: 'semicolons for commas',
    drop: { 'accounts.csv': 'account_id;username\na_1;jo\n' },
    refused: 'not separated by commas',
  },
  {
    what: 'five thousand columns',
    drop: {
      'accounts.csv': `account_id,${Array.from({ length: 5000 }, (_, i) => `c${i}`)}\na_1,${','.repeat(4999)}\n`,
    },
    rows: taken(1),
  },
  {
    what: 'a field of a megabyte',
    drop: { 'accounts.csv': accounts(`a_1,${'x'.repeat(2 ** 20)},,,`) },
    rows: taken(1),
  },
  {
    what: 'formulas',
    drop: { 'accounts.csv': accounts('a_1,"=HYPERLINK(""http://x"")",,,', 'a_2,@SUM(A1),x,,') },
    rows: badRow,
    codes: ['BAD_INTEGER'],
  },
  {
    what: 'bidi and zero-width characters',
    drop: { 'accounts.csv': accounts('a_1,\u202ejo\u200b\u2066,,,') },
    rows: taken(1),
  },
  {
    what: 'a key that is empty',
    drop: { 'accounts.csv': accounts(good, ' ,b,,,') },
    rows: badRow,
    codes: ['MISSING_VALUE'],
  },
  { what: 'tabs in a .tsv', drop: { 'accounts.tsv': one.replaceAll(',', '\t') }, rows: taken(1) },
];

const numbers = [
  '1e3',
  '4.00',
  '0x10',
  '１２',
  '"1,000"',
  '1 000',
  '--1',
  '+-1',
  'NaN',
  '٤',
  '1_000',
  '9223372036854775808',
  '-9223372036854775809',
  '99999999999999999999999999999999999999999',
];

const values: readonly CorpusClass[] = [
  ...numbers.map(
    (number): CorpusClass => ({
      what: `coins of ${number}`,
      drop: { 'recharges.csv': recharges('coins', order('r_1', '70'), order('r_2', number)) },
      rows: badRow,
      codes: [/^[+-]?\d{19,40}$/.test(number) ? 'OUT_OF_RANGE' : 'BAD_INTEGER'],
    }),
  ),
  {
    what: 'coins at both ends of 64 bits',
    drop: {
      'recharges.csv': recharges(
        'coins',
        order('r_1', '9223372036854775807'),
        order('r_2', '-9223372036854775808'),
      ),
    },
    rows: taken(2),
  },
  {
    what: 'a time without an offset',
    drop: { 'accounts.csv': accounts(good, 'a_2,,,2026-01-01T00:00:00,') },
    rows: badRow,
    codes: ['NO_OFFSET'],
  },
  {
    what: 'a day that no calendar has',
    drop: { 'accounts.csv': accounts(good, 'a_2,,,2026-02-30T00:00:00Z,') },
    rows: badRow,
    codes: ['BAD_TIME'],
  },
  {
    what: 'a year of five digits',
    drop: { 'accounts.csv': accounts(good, 'a_2,,,12026-01-01T00:00:00Z,') },
    rows: badRow,
    codes: ['BAD_TIME'],
  },
  {
    what: 'a time in words',
    drop: { 'accounts.csv': accounts(good, 'a_2,,,yesterday,') },
    rows: badRow,
    codes: ['BAD_TIME'],
  },
  {
    what: 'seconds where ms should be',
    drop: { 'accounts.csv': accounts('a_1,,,1767225600,') },
    rows: taken(1),
    warned: 'looks like seconds',
  },
  {
    what: 'a country that is none',
    drop: { 'accounts.csv': accounts(good, 'a_2,,,,BRA') },
    rows: badRow,
    codes: ['BAD_COUNTRY'],
  },
  {
    what: 'a currency that is none',
    drop: { 'recharges.csv': recharges('currency', order('r_1', 'usd'), order('r_2', 'US$')) },
    rows: badRow,
    codes: ['BAD_CURRENCY'],
  },
  {
    what: 'a boolean that is none',
    drop: { 'devices.csv': 'device_id,rooted\nd_1,TRUE\nd_2,yes\n' },
    rows: badRow,
    codes: ['BAD_BOOLEAN'],
  },
  {
    what: 'a word of no list',
    drop: { 'recharges.csv': recharges('network', order('r_1', '6g')) },
    rows: taken(1),
    warned: 'unknown word',
  },
  {
    what: 'a ledger kind of no list',
    drop: { 'ledger.csv': ledger('e_1,a_1,1,70,bonus,70', 'e_2,a_1,2,70,present,140') },
    rows: badRow,
    codes: ['UNKNOWN_WORD'],
  },
  {
    what: 'JSON that is none in detail',
    drop: {
      'recharge_events.csv':
        'recharge_id,seq,at,stage,detail\nr_1,1,1,created,{}\nr_1,2,1,created,{a}\n',
    },
    rows: badRow,
    codes: ['BAD_JSON'],
  },
  {
    what: 'a rate that went through a float',
    drop: {
      'fx_rates.csv':
        'from,to,day,rate,source\nUSD,EUR,2026-01-01,0.9,x\nUSD,BRL,2026-01-01,5e0,x\n',
    },
    rows: badRow,
    codes: ['BAD_DECIMAL'],
  },
];

const cards: readonly CorpusClass[] = [
  {
    what: 'a card number in free text',
    drop: { 'accounts.csv': accounts(`a_1,pay ${card},,,`) },
    rows: taken(1),
    redacted: 1,
  },
  {
    what: 'a card number in groups',
    drop: { 'accounts.csv': accounts('a_1,4111-1111-1111-1111,,,') },
    rows: taken(1),
    redacted: 1,
  },
  {
    what: 'a card number in other digits',
    drop: { 'accounts.csv': accounts('a_1,４１１１１１１１１１１１１１１１,,,') },
    rows: taken(1),
    redacted: 1,
  },
  {
    what: 'a card number in a column name',
    drop: { 'accounts.csv': `account_id,${card}\na_1,x\n` },
    rows: taken(1),
  },
  {
    what: 'a card number in a file name',
    drop: { 'accounts.csv': one, [`notes ${card}.md`]: 'x' },
    rows: taken(1),
    ignored: ['notes 411111******1111.md'],
  },
  {
    what: 'a card number as instrument',
    drop: { 'instruments.csv': `instrument_id,last4\nfp_1,1111\n${card},1111\n` },
    rows: badRow,
    codes: ['CARD_NUMBER'],
  },
  {
    what: 'a bin of nine digits',
    drop: { 'instruments.csv': 'instrument_id,bin\nfp_1,41111111\nfp_2,411111111\n' },
    rows: badRow,
    codes: ['BAD_BIN'],
  },
  {
    what: 'five last digits',
    drop: { 'instruments.csv': 'instrument_id,last4\nfp_1,1111\nfp_2,11111\n' },
    rows: badRow,
    codes: ['BAD_LAST4'],
  },
  {
    what: 'a column of security codes',
    drop: { 'accounts.csv': 'account_id,card_cvv\na_1,123\n' },
    rows: taken(1),
    redacted: 1,
    warned: 'security codes',
  },
  {
    what: 'a security code deep in JSON',
    drop: { 'accounts.ndjson': '{"account_id":"a_1","x":{"y":[{"cvc":"123"}]}}\n' },
    rows: taken(1),
    redacted: 1,
  },
  {
    what: 'a card number as a JSON number',
    drop: { 'accounts.ndjson': `{"account_id":"a_1","x":${card}}\n` },
    rows: taken(1),
    redacted: 1,
  },
];

const lines: readonly CorpusClass[] = [
  {
    what: 'a line that is not JSON',
    drop: { 'accounts.ndjson': '{"account_id":"a_1"}\n{"account_id":\n' },
    rows: badRow,
    codes: ['NOT_JSON'],
  },
  {
    what: 'a line that is no object',
    drop: { 'accounts.ndjson': '{"account_id":"a_1"}\n["a_2"]\n' },
    rows: badRow,
    codes: ['NOT_AN_OBJECT'],
  },
  {
    what: 'a name twice',
    drop: {
      'accounts.ndjson':
        '{"account_id":"a_1"}\n{"account_id":"a_2","username":"x","username":"y"}\n',
    },
    rows: badRow,
    codes: ['NAME_TWICE'],
  },
  {
    what: 'a name twice with the same value',
    drop: { 'accounts.ndjson': '{"account_id":"a_1"}\n{"account_id":"a_2","z":1,"z":1}\n' },
    rows: badRow,
    codes: ['NAME_TWICE'],
  },
  {
    what: '__proto__ as a name',
    drop: { 'accounts.ndjson': '{"account_id":"a_1","__proto__":{"username":"x"}}\n' },
    rows: taken(1),
  },
  {
    what: 'integers beyond 2^53',
    drop: {
      'recharges.ndjson':
        '{"recharge_id":"r_1","account_id":"a_1","channel":"web","created_at":1,"coins":9007199254740993}\n',
    },
    rows: taken(1),
  },
  {
    what: 'a number with a fraction for coins',
    drop: {
      'recharges.ndjson':
        '{"recharge_id":"r_1","account_id":"a_1","channel":"web","created_at":1,"coins":1.0}\n',
    },
    rows: [1, 0, 0, 0, 1],
    codes: ['BAD_INTEGER'],
  },
  {
    what: 'a hundred thousand brackets',
    drop: { 'accounts.ndjson': `{"account_id":"a_1"}\n${'['.repeat(100_000)}\n` },
    rows: badRow,
    codes: ['NOT_JSON'],
  },
  {
    what: 'half of a surrogate pair',
    drop: { 'accounts.ndjson': '{"account_id":"a_1","username":"\\ud800"}\n' },
    rows: taken(1),
  },
  {
    what: 'a NUL that is escaped',
    drop: { 'accounts.ndjson': '{"account_id":"a_1"}\n{"account_id":"a\\u0000"}\n' },
    rows: badRow,
    codes: ['NUL_BYTE'],
  },
  {
    what: 'a comma at the end of an object',
    drop: { 'accounts.ndjson': '{"account_id":"a_1"}\n{"account_id":"a_2",}\n' },
    rows: badRow,
    codes: ['NOT_JSON'],
  },
];

const packed: readonly CorpusClass[] = [
  {
    what: 'gzip that is cut off',
    drop: { 'accounts.csv.gz': gz.subarray(0, gz.length - 5) },
    refused: 'cut off',
  },
  {
    what: 'gzip that is damaged',
    drop: {
      'accounts.csv.gz': Buffer.from(gz.map((byte, at) => (at === 20 ? byte ^ 0xff : byte))),
    },
    refused: 'damaged',
  },
  { what: 'text called gzip', drop: { 'accounts.csv.gz': one }, refused: 'damaged' },
  {
    what: 'several gzip members',
    drop: { 'accounts.csv.gz': Buffer.concat([gz, gzipSync('a_2,x,,,\n')]) },
    rows: taken(2),
  },
  {
    what: 'zstd that is cut off',
    drop: { 'accounts.csv.zst': zst.subarray(0, zst.length - 4) },
    refused: 'accounts.csv.zst',
  },
  {
    what: 'raw deflate called gzip',
    drop: { 'accounts.csv.gz': deflateRawSync(one) },
    refused: 'damaged',
  },
];

const keys: readonly CorpusClass[] = [
  {
    what: 'the same row twice',
    drop: { 'accounts.csv': accounts(good, good) },
    rows: [2, 1, 0, 1, 0],
  },
  {
    what: 'one key, two rows',
    drop: { 'accounts.csv': accounts(good, 'a_1,other,,,') },
    rows: [2, 1, 1, 0, 0],
  },
  {
    what: 'one ledger entry, two truths',
    drop: { 'ledger.csv': ledger('e_1,a_1,1,70,bonus,70', 'e_1,a_1,1,71,bonus,71') },
    rows: badRow,
    codes: ['CONTRADICTION'],
  },
  {
    what: 'the same rows in two parts',
    drop: { 'accounts-0001.csv': one, 'accounts-0002.csv': one },
    rows: [2, 1, 0, 1, 0],
  },
];

const manifests: readonly CorpusClass[] = [
  {
    what: 'a manifest that holds',
    drop: {
      'accounts.csv': one,
      'manifest.json': manifest([{ name: 'accounts.csv', rows: 1, sha256: sha256(one) }]),
    },
    rows: taken(1),
  },
  {
    what: 'a wrong hash',
    drop: {
      'accounts.csv': one,
      'manifest.json': manifest([{ name: 'accounts.csv', sha256: sha256('x') }]),
    },
    refused: 'accounts.csv is not the file',
  },
  {
    what: 'a wrong row count',
    drop: { 'accounts.csv': one, 'manifest.json': manifest([{ name: 'accounts.csv', rows: 2 }]) },
    refused: 'accounts.csv has 1 rows',
  },
  {
    what: 'a file that is absent',
    drop: {
      'accounts.csv': one,
      'manifest.json': manifest([{ name: 'accounts.csv' }, { name: 'ledger.csv' }]),
    },
    refused: 'ledger.csv, which is not in the drop',
  },
  {
    what: 'a file that is not named',
    drop: {
      'accounts.csv': one,
      'devices.csv': 'device_id\n',
      'manifest.json': manifest([{ name: 'accounts.csv' }]),
    },
    refused: 'devices.csv is not named',
  },
  {
    what: 'a manifest that is no JSON',
    drop: { 'accounts.csv': one, 'manifest.json': '{' },
    refused: 'manifest.json cannot be read',
  },
  {
    what: 'another format version',
    drop: { 'accounts.csv': one, 'manifest.json': manifest([], { format: 'recharge-desk/2' }) },
    refused: 'recharge-desk/2',
  },
  {
    what: 'a manifest that leaves the folder',
    drop: {
      'accounts.csv': one,
      'manifest.json': manifest([{ name: 'accounts.csv' }, { name: '../secret.csv' }]),
    },
    refused: '../secret.csv',
  },
];

const folders: readonly CorpusClass[] = [
  { what: 'nothing at all', drop: {}, refused: 'no table' },
  {
    what: 'unknown files and tables',
    drop: { 'accounts.csv': one, 'rumours.csv': 'a,b\n', 'x.exe': 'MZ', 'deep/accounts.csv': one },
    rows: taken(1),
    ignored: ['deep/', 'x.exe', 'rumours.csv'],
  },
  {
    what: 'litter of file managers',
    drop: {
      'accounts.csv': one,
      '.DS_Store': 'x',
      'Thumbs.db': 'x',
      '._accounts.csv': 'x',
      '__MACOSX/x': 'x',
    },
    rows: taken(1),
    ignored: [],
  },
  {
    what: 'an archive inside of a folder',
    drop: { 'accounts.csv': one, 'more.zip': zipOf([]) },
    rows: taken(1),
    ignored: ['more.zip'],
  },
];

const archives: readonly CorpusClass[] = [
  {
    what: 'a path out of the folder',
    drop: { zip: zipOf([{ name: 'accounts.csv', content: one }, { name: '../../x' }]) },
    refused: 'leave the folder',
  },
  {
    what: 'a link',
    drop: { zip: zipOf([{ name: 'accounts.csv', content: '/etc/passwd', mode: 0o120777 }]) },
    refused: 'link',
  },
  {
    what: 'a name twice',
    drop: { zip: zipOf([{ name: 'accounts.csv', content: one }, { name: 'ACCOUNTS.csv' }]) },
    refused: 'twice',
  },
  {
    what: 'a bomb by its own claim',
    drop: { zip: zipOf([{ name: 'accounts.csv', content: one, claims: 2 ** 31 }]) },
    refused: '200 times',
  },
  {
    what: 'a size that is a lie',
    drop: { zip: zipOf([{ name: 'accounts.csv', content: one, claims: 1 }]) },
    refused: 'cannot be read',
  },
  {
    what: 'a password',
    drop: { zip: zipOf([{ name: 'accounts.csv', content: one, encrypted: true }]) },
    refused: 'encrypted',
  },
  {
    what: 'a good one with litter',
    drop: {
      zip: zipOf([{ name: 'x/accounts.csv', content: one }, { name: '__MACOSX/x/._accounts.csv' }]),
    },
    rows: taken(1),
  },
];

const parquet = (columnData: Parameters<typeof parquetWriteBuffer>[0]['columnData']) =>
  new Uint8Array(parquetWriteBuffer({ columnData }));
const table = parquet([{ name: 'account_id', data: ['a_1', 'a_2'], type: 'STRING' }]);

const others: readonly CorpusClass[] = [
  { what: 'Parquet', drop: { 'accounts.parquet': table }, rows: taken(2) },
  {
    what: 'Parquet that is cut off',
    drop: { 'accounts.parquet': table.subarray(0, table.length - 9) },
    refused: 'accounts.parquet',
  },
  { what: 'text called Parquet', drop: { 'accounts.parquet': one }, refused: 'accounts.parquet' },
  {
    what: 'money as a float in Parquet',
    drop: {
      'recharges.parquet': parquet([
        { name: 'recharge_id', data: ['r_1'], type: 'STRING' },
        { name: 'account_id', data: ['a_1'], type: 'STRING' },
        { name: 'channel', data: ['web'], type: 'STRING' },
        { name: 'created_at', data: [1n], type: 'INT64' },
        { name: 'coins', data: [70], type: 'DOUBLE' },
      ]),
    },
    rows: [1, 0, 0, 0, 1],
    codes: ['BAD_INTEGER'],
  },
  {
    what: "a store's JSON that is cut off",
    drop: { 'p.json': '[{"kind":"androidpublisher#voidedPurchase","orderId":"GPA.1"},{"kind":' },
    refused: 'p.json cannot be read',
  },
  {
    what: "a store's record without its id",
    drop: {
      'p.ndjson':
        '{"kind":"androidpublisher#voidedPurchase","orderId":"GPA.1"}\n{"kind":"androidpublisher#voidedPurchase"}\n',
    },
    rows: badRow,
    codes: ['MISSING_VALUE'],
  },
  {
    what: 'JSON of nobody',
    drop: { 'accounts.csv': one, 'p.json': '{"hello":[1,2,3]}' },
    rows: taken(1),
    ignored: ['p.json'],
  },
  {
    what: 'a signature that is none',
    drop: { 't.ndjson': '{"signedPayload":"x.y.z"}\n{"signedPayload":"x.y.z"}\n' },
    rows: [2, 0, 0, 0, 2],
    codes: ['NOT_JSON', 'NOT_JSON'],
  },
];

export const corpus: Readonly<Record<string, readonly CorpusClass[]>> = {
  encodings,
  'delimited text': delimited,
  values,
  'card numbers and security codes': cards,
  'lines of JSON': lines,
  'packed files': packed,
  keys,
  manifests,
  folders,
  archives,
  'Parquet and other sources': others,
};
