import type { WatchWay } from '../../../../contract/seller-watch.ts';
import type { Row, RowReader } from '../../records/records.ts';
import type { Db } from '../../storage/storage.ts';
import type { Directory } from '../derive/directory.ts';
import { contactsIn } from '../names/contact.ts';
import { type Form, formOf, mailForms, phoneForms } from './forms.ts';

/** Which record is asked about; of several, all of them. */
export interface OfRecord {
  readonly recharge?: string | undefined;
  readonly account?: string | undefined;
  readonly ticket?: string | undefined;
  readonly seller?: string | undefined;
  readonly instrument?: string | undefined;
  readonly device?: string | undefined;
  readonly ip?: string | undefined;
}

interface TouchDeps {
  readonly rows: RowReader;
  readonly derived: () => Db;
  readonly directory: () => Directory;
}

/** Recharges and sessions of an account that are read themselves: links may be older than the copy. */
const newest = 200;
/** Offers of a seller whose text is looked at for contacts. */
const mostOffers = 50;

const wayOfLink: Readonly<Record<string, WatchWay>> = {
  instrument: 'instrument',
  device: 'device',
  ip: 'ip',
  email: 'email',
  phone: 'phone',
  seller: 'seller',
  receiver: 'gift',
};

/** Everything that a record has to do with, in forms that can be compared, and by which way. */
export function createTouched({ rows, derived, directory }: TouchDeps) {
  return (of: OfRecord): Map<Form, WatchWay> => {
    const found = new Map<Form, WatchWay>();
    // The first way that is found stays: what a record is itself says more than whom it is near to.
    const add = (way: WatchWay, ...forms: readonly Form[]) => {
      for (const form of forms) if (!found.has(form)) found.set(form, way);
    };
    const seller = (text: string | null, way: WatchWay = 'seller') => {
      const key = directory().keyOf(text);
      if (key !== null) add(way, formOf.seller(key));
    };
    const recharge = (row: Row<'recharges'>) => {
      if (row.instrument_id !== null) add('instrument', formOf.instrument(row.instrument_id));
      if (row.device_id !== null) add('device', formOf.device(row.device_id));
      if (row.ip !== null) add('ip', formOf.ip(row.ip));
      seller(row.seller_domain);
    };
    const person = (id: string, way: WatchWay) => {
      add(way, formOf.account(id));
      const row = rows.get('accounts', 'where account_id = ?', id);
      add('email', ...mailForms(row?.email ?? null));
      add('phone', ...phoneForms(row?.phone ?? null));
    };
    const account = (id: string, way: WatchWay) => {
      person(id, way);
      for (const row of rows.all(
        'recharges',
        `where account_id = ? order by created_at desc limit ${newest}`,
        id,
      ))
        recharge(row);
      for (const { device_id, ip } of rows.all(
        'sessions',
        `where account_id = ? order by started_at desc limit ${newest}`,
        id,
      )) {
        if (device_id !== null) add('device', formOf.device(device_id));
        if (ip !== null) add('ip', formOf.ip(ip));
      }
      for (const { kind, node } of linksOf(derived(), id)) {
        const link = wayOfLink[kind];
        if (link !== undefined) add(link, formOfLink(kind, node));
      }
      for (const named of namedBy(derived(), 'account', id)) add('seller', formOf.seller(named));
    };
    const ticket = (row: Row<'tickets'>) => {
      const text = `${row.subject ?? ''}\n${row.body ?? ''}`.slice(0, 20_000);
      add('contact', ...contactsIn(text));
      for (const named of namedBy(derived(), 'ticket', row.ticket_id))
        add('seller', formOf.seller(named));
    };
    const wholeRecharge = (id: string) => {
      const row = rows.get('recharges', 'where recharge_id = ?', id);
      if (!row) return;
      recharge(row);
      for (const { instrument_id } of rows.all('payments', 'where recharge_id = ?', id))
        if (instrument_id !== null) add('instrument', formOf.instrument(instrument_id));
      // Whom it belongs to, but not all that they ever used: that is on the account's page.
      person(row.account_id, 'account');
      for (const one of rows.all('tickets', 'where recharge_id = ?', id)) ticket(one);
    };

    if (of.recharge !== undefined) wholeRecharge(of.recharge);
    if (of.account !== undefined) account(of.account, 'itself');
    if (of.ticket !== undefined) {
      const row = rows.get('tickets', 'where ticket_id = ?', of.ticket);
      if (row) ticket(row);
      if (row?.recharge_id != null) wholeRecharge(row.recharge_id);
      if (row?.account_id != null) account(row.account_id, 'account');
    }
    if (of.seller !== undefined) {
      seller(of.seller, 'itself');
      const key = directory().keyOf(of.seller) ?? '';
      const row = directory().row(key);
      const offers = rows.all('offers', `where seller_id = ? limit ${mostOffers}`, key);
      for (const text of [row?.contact, row?.notes, ...offers.map((offer) => offer.text)])
        add('contact', ...contactsIn(text ?? ''));
    }
    for (const kind of ['instrument', 'device', 'ip'] as const) {
      const id = of[kind];
      if (id !== undefined) add('itself', formOf[kind](id));
    }
    return found;
  };
}

function linksOf(derived: Db, account: string): { kind: string; node: string }[] {
  return derived.prepare('select kind, node from uses where account = ?').all(account) as {
    kind: string;
    node: string;
  }[];
}

function formOfLink(kind: string, node: string): Form {
  if (kind === 'email') return `mail:${node}`;
  if (kind === 'receiver') return formOf.account(node);
  return kind === 'ip' ? formOf.ip(node) : `${kind}:${node}`;
}

function namedBy(derived: Db, column: 'ticket' | 'account', id: string): string[] {
  return derived
    .prepare(`select distinct seller from mentions where ${column} = ?`)
    .pluck()
    .all(id) as string[];
}
