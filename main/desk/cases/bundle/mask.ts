import { createHmac } from 'node:crypto';
import type { CopiedRecord, EntryBody } from '../../../../contract/cases.ts';
import { splitName } from '../rules.ts';
import type { ReadEntry } from '../entry.ts';

/**
 * Columns whose values may leave a masked bundle: words of a list, times, amounts, countries,
 * our own ids. Everything that is not named here stays, so that a new column leaks nothing.
 */
const open: ReadonlySet<string> = new Set([
  ...[
    'account_id',
    'recharge_id',
    'ticket_id',
    'payment_id',
    'external_id',
    'entry_id',
    'id',
    'account',
    'recharge',
  ],
  ...[
    'status',
    'state',
    'kind',
    'stage',
    'provider',
    'scheme',
    'channel',
    'priority',
    'locale',
    'platform',
  ],
  ...['country', 'storefront', 'region', 'ip_country', 'ip_kind', 'issuer_country', 'age_band'],
  ...[
    'sku',
    'quantity',
    'coins',
    'bonus_coins',
    'currency',
    'amount_minor',
    'tax_minor',
    'price_minor',
  ],
  ...[
    'captured_minor',
    'refunded_minor',
    'refunded_quantity',
    'delta',
    'balance_after',
    'asset',
    'reason',
  ],
  ...[
    'code',
    'sub_code',
    'failure_code',
    'decline_code',
    'network_code',
    'outcome_type',
    'three_ds',
    'eci',
  ],
  ...[
    'cvc_check',
    'postcode_check',
    'avs_result',
    'cvv_result',
    'funding',
    'brand',
    'exp_year',
    'disputed',
  ],
  ...[
    'dispute_reason',
    'void_source',
    'test_kind',
    'acknowledged',
    'consumed',
    'signature',
    'network',
  ],
  ...[
    'app_version',
    'os',
    'os_version',
    'rooted',
    'rtt_ms',
    'loss_pct',
    'timeouts',
    'client_clock_skew_ms',
  ],
  ...[
    'created_at',
    'updated_at',
    'opened_at',
    'at',
    'purchased_at',
    'pending_since',
    'voided_at',
    'captured_at',
  ],
  ...['dispute_at', 'started_at', 'ended_at', 'first_seen', 'last_seen', 'reverses', 'seller_id'],
]);

/** The shape of a value that an open column holds: one word. Anything longer or odder is text and stays. */
const plain = /^[\w.:/+-]{1,80}$/;
/** What names somebody wherever it stands. */
const naming = /@|\d{1,3}(?:\.\d{1,3}){3}|(?:\d[ -]?){9,}\d/;
const idColumn = /(?:^|_)id$|^account$|^recharge$|^reverses$/;

/** Tables whose rows tell themselves in words of ours, without what a person wrote. */
const openTables: ReadonlySet<string> = new Set([
  'recharge_events',
  'ledger',
  'payments',
  'store_records',
  'recharges',
]);

export interface Masking {
  /** Keys the pseudonyms of this bundle; another bundle has others. */
  readonly secret: Buffer;
  /** Entries whose own words a person chose to let go. */
  readonly clear: ReadonlySet<string>;
}

/** What stands for words that stay here; their length is told, and nothing else. */
export function hidden(text: string): string {
  return `[masked, ${text.length} characters]`;
}

/** A name that stands for another one throughout a bundle, and for nothing outside it. */
export function pseudonym(masking: Masking, word: string): string {
  return `person-${createHmac('sha256', masking.secret).update(word).digest('hex').slice(0, 8)}`;
}

/** True where a value of a column may leave as it is. */
export function mayLeave(column: string, value: string): boolean {
  if (!open.has(column) || !plain.test(value)) return false;
  return (
    idColumn.test(column) ||
    /_minor$|coins|delta|balance_after/.test(column) ||
    !naming.test(value) ||
    /_at$|^at$|_seen$|_since$/.test(column)
  );
}

/** An entry as a masked recipient gets it; null where nothing of it is left to tell. */
export function maskedBody(entry: ReadEntry, masking: Masking): EntryBody | null {
  const { content } = entry;
  if (content === null) return null;
  const free = masking.clear.has(entry.id);
  const words = (text: string) => (free ? text : hidden(text));
  switch (content.kind) {
    case 'opened':
      return { ...content, title: words(content.title) };
    case 'note':
      return { ...content, text: words(content.text) };
    case 'event':
      return { ...content, text: words(content.text) };
    case 'decision':
      return { ...content, text: words(content.text), because: words(content.because) };
    case 'task':
      return {
        ...content,
        text: words(content.text),
        assignee: content.assignee && pseudonym(masking, content.assignee),
      };
    case 'related':
      return { ...content, why: words(content.why) };
    case 'attachment':
      return { ...content, name: 'masked', sha256: '0'.repeat(64), warning: null };
    case 'custody':
      return { ...content, party: hidden(content.party) };
    case 'step':
      return { ...content, input: {}, found: [] };
    case 'erasure':
      return { ...content, basis: hidden(content.basis), kept: [] };
    case 'set':
      return maskedSet(content, masking, words);
    case 'link':
      return {
        ...content,
        record: maskedRecord(content.record, masking),
        copied: maskedCopy(content.copied),
      };
  }
}

type SetBody = Extract<EntryBody, { kind: 'set' }>;

function maskedSet(content: SetBody, masking: Masking, words: (text: string) => string): SetBody {
  const [name, id] = splitName(content.field);
  const reason = content.reason && words(content.reason);
  if (name === 'tag') return { ...content, field: `tag:${pseudonym(masking, id)}`, reason };
  if (name === 'title' || name === 'note')
    return { ...content, value: content.value && words(content.value), reason };
  if (name === 'owner')
    return { ...content, value: content.value && pseudonym(masking, content.value), reason };
  return { ...content, reason };
}

/** Ids of things that lead to a person by themselves are replaced, the others are our own. */
function maskedRecord(
  record: { kind: Extract<EntryBody, { kind: 'link' }>['record']['kind']; id: string },
  masking: Masking,
) {
  return ['ip', 'instrument', 'device'].includes(record.kind) ||
    !plain.test(record.id) ||
    record.id.includes('@')
    ? { ...record, id: pseudonym(masking, record.id) }
    : record;
}

function maskedCopy(copied: CopiedRecord): CopiedRecord {
  return {
    as_of: copied.as_of,
    fields: Object.fromEntries(
      Object.entries(copied.fields).map(([name, value]) => [
        open.has(name) ? name : maskedName(name),
        value === null ? null : mayLeave(name, value) ? value : hidden(value),
      ]),
    ),
    timeline: copied.timeline.flatMap(({ at, table, key }) =>
      openTables.has(table)
        ? [{ at, table, key: plain.test(key) ? key : 'masked', text: 'happened' }]
        : [],
    ),
    provenance: [],
    verdict: copied.verdict && { ...copied.verdict, agent_text: hidden(copied.verdict.agent_text) },
  };
}

/** Columns of a drop may have any name: those that are none of ours are not told either. */
function maskedName(name: string): string {
  return /^[a-z][a-z0-9_]{0,40}$/.test(name) ? name : hidden(name);
}
