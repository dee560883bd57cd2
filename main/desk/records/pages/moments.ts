import type { TimelineEntry } from '../../../../contract/records.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Row, TableName } from '../tables.ts';
import {
  listed,
  sayDelta,
  sayMoney,
  sayName,
  sayNumber,
  sayWord,
} from '../../../../contract/say.ts';
import { sayOrder, sayStage } from './stages.ts';
import { fieldsOf, keyOf, originOf } from './wire.ts';

/** Rows that one page tells its story from. */
export type Gathered = { readonly [T in TableName]?: readonly Row<T>[] };

/** Something that happened; a sentence that ends in no full stop. */
interface Moment {
  readonly at: number | null;
  readonly text: string;
}

function moment(at: number | null, text: string): Moment[] {
  return at === null ? [] : [{ at, text }];
}

function ofRecharge(row: Row<'recharges'>): Moment[] {
  return [{ at: row.created_at, text: `${sayOrder(row)} ordered on ${sayName(row.channel)}` }];
}

function ofStoreRecord(row: Row<'store_records'>): Moment[] {
  const store = sayName(row.provider);
  const test =
    row.test_kind === null || row.test_kind === 'none' ? '' : ` (${row.test_kind} purchase)`;
  const why = listed([row.void_source && `by the ${row.void_source}`, row.void_reason], ', ');
  const known = [
    ...moment(row.pending_since, `${store} waits for the money`),
    ...moment(
      row.purchased_at,
      `${store} says purchased${row.price_minor === null ? '' : ` for ${sayMoney(row.price_minor, row.currency)}`}${test}`,
    ),
    ...moment(row.voided_at, `${store} voided the purchase${why === '' ? '' : ` (${why})`}`),
  ];
  if (known.length > 0) return known;
  return [{ at: null, text: `${store} says ${row.state ?? 'nothing of its state'}${test}` }];
}

function ofPayment(row: Row<'payments'>): Moment[] {
  const processor = sayName(row.provider);
  const sum = row.amount_minor === null ? '' : ` of ${sayMoney(row.amount_minor, row.currency)}`;
  const codes = listed([row.failure_code, row.decline_code, row.network_code], ' / ');
  const status = row.status === null ? '' : `, now ${sayWord(row.status)}`;
  const taken = row.captured_minor === null ? '' : ` ${sayMoney(row.captured_minor, row.currency)}`;
  return [
    {
      at: row.created_at,
      text: `Payment${sum} begun at ${processor}${status}${codes === '' ? '' : ` (code ${codes})`}`,
    },
    ...moment(row.captured_at, `${processor} took${taken === '' ? ' the money' : taken}`),
    ...moment(
      row.dispute_at,
      `Payment disputed at ${processor}${row.dispute_reason === null ? '' : ` (${row.dispute_reason})`}`,
    ),
  ];
}

const ledgerKinds: Readonly<Record<string, string>> = {
  recharge_grant: 'granted for a recharge',
  bonus: 'granted as a bonus',
  gift_sent: 'sent as a gift',
  gift_received: 'received as a gift',
  refund_clawback: 'taken back after a refund',
  chargeback_clawback: 'taken back after a chargeback',
  adjustment: 'adjusted by hand',
  expiry: 'expired',
  payout: 'paid out',
  migration: 'moved by a migration',
};

/** `+1,400 coins granted for a recharge, balance 1,435 after`. */
export function sayLedger(row: Row<'ledger'>): string {
  const size = sayDelta(row.delta);
  const sum = row.asset === 'coins' ? size : size.replace(/coins?$/, row.asset);
  const after = row.balance_after === null ? '' : `, balance ${sayNumber(row.balance_after)} after`;
  const note = row.note === null ? '' : `: ${row.note}`;
  return `${sum} ${ledgerKinds[row.kind] ?? sayWord(row.kind)}${after}${note}`;
}

function ofLedger(row: Row<'ledger'>): Moment[] {
  return [{ at: row.at, text: sayLedger(row) }];
}

function ofTicket(row: Row<'tickets'>): Moment[] {
  return [
    { at: row.opened_at, text: `Ticket opened: ${row.subject ?? row.body ?? 'without words'}` },
  ];
}

function ofSession(row: Row<'sessions'>): Moment[] {
  const from = listed([row.ip_country, row.network, row.ip_kind]);
  const bad = listed([
    row.loss_pct !== null && row.loss_pct > 0 && `${row.loss_pct}% of packets lost`,
    row.timeouts !== null && row.timeouts > 0 && `${row.timeouts} timeouts`,
  ]);
  const shown = row.balance_shown === null ? '' : `, balance shown ${sayNumber(row.balance_shown)}`;
  return [
    {
      at: row.started_at,
      text: `Session begun${from === '' ? '' : ` (${from})`}${bad === '' ? '' : `, ${bad}`}${shown}`,
    },
    ...moment(row.cache_cleared_at, 'The app cache was cleared'),
  ];
}

function ofDevice(row: Row<'devices'>): Moment[] {
  const name = listed([row.model, row.platform], ' on ') || 'Device';
  return [
    ...moment(row.first_seen, `${name} first seen`),
    ...moment(row.last_seen, `${name} last seen`),
  ];
}

function ofAccount(row: Row<'accounts'>): Moment[] {
  return moment(row.created_at, 'Account opened');
}

function ofSeller(row: Row<'sellers'>): Moment[] {
  return moment(row.first_seen, 'Seller first seen');
}

function ofOffer(row: Row<'offers'>): Moment[] {
  const coins = row.coins === null ? 'Coins' : `${sayDelta(row.coins).replace('+', '')}`;
  const price = row.price_minor === null ? '' : ` for ${sayMoney(row.price_minor, row.currency)}`;
  return [
    {
      at: row.seen_at,
      text: `${coins} offered${price}${row.url === null ? '' : ` at ${row.url}`}`,
    },
  ];
}

function ofIncident(row: Row<'incidents'>): Moment[] {
  const what = `${row.service ?? 'A'} incident${row.summary === null ? '' : `: ${row.summary}`}`;
  return [
    { at: row.started_at, text: `Begin of ${what}` },
    ...moment(row.ended_at, `End of ${what}`),
  ];
}

function entries<T extends TableName>(
  table: T,
  rows: readonly Row<T>[] | undefined,
  tell: (row: Row<T>) => Moment[],
): Placed[] {
  return (rows ?? []).flatMap((row) => {
    const record = { table, key: keyOf(table, row), raw: fieldsOf(table, row) };
    const origin = originOf(row.origin);
    return tell(row).map(({ at, text }) => ({
      at,
      entry: { ...record, at: wireTime(at), text: capital(text), origin },
    }));
  });
}

/** An entry with its time in ms, to sort by. */
interface Placed {
  readonly at: number | null;
  readonly entry: TimelineEntry;
}

function capital(sentence: string): string {
  return sentence.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

/** Same moment: in the order in which such things follow one another, so that a story reads. */
function timelineEntries(gathered: Gathered): Placed[] {
  const currencies = new Map(
    (gathered.recharges ?? []).map((row) => [row.recharge_id, row.currency]),
  );
  const ofEvent = (row: Row<'recharge_events'>): Moment[] => [
    { at: row.at, text: sayStage(row, currencies.get(row.recharge_id) ?? null) },
  ];
  return [
    ...entries('accounts', gathered.accounts, ofAccount),
    ...entries('devices', gathered.devices, ofDevice),
    ...entries('sellers', gathered.sellers, ofSeller),
    ...entries('offers', gathered.offers, ofOffer),
    ...entries('incidents', gathered.incidents, ofIncident),
    ...entries('sessions', gathered.sessions, ofSession),
    ...entries('recharges', gathered.recharges, ofRecharge),
    ...entries('recharge_events', gathered.recharge_events, ofEvent),
    ...entries('payments', gathered.payments, ofPayment),
    ...entries('store_records', gathered.store_records, ofStoreRecord),
    ...entries('ledger', gathered.ledger, ofLedger),
    ...entries('tickets', gathered.tickets, ofTicket),
  ];
}

/**
 * One merged timeline of the rows given, oldest first; what has no time stands at the end. Of
 * more than `most` entries the newest stay.
 */
export function timelineOf(gathered: Gathered, most: number): TimelineEntry[] {
  const told = timelineEntries(gathered);
  const timed = told.filter(({ at }) => at !== null).sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  const untimed = told.filter(({ at }) => at === null);
  return [...timed.slice(-most), ...untimed.slice(0, most)].map(({ entry }) => entry);
}
