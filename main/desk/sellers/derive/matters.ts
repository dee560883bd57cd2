import type { RingDetail } from '../../../../contract/seller-rings.ts';
import type { SellerLine } from '../../../../contract/sellers.ts';
import { sellerStatus } from '../../../../contract/sellers.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Row, RowReader } from '../../records/records.ts';
import type { Db } from '../../storage/storage.ts';
import { blurbOf, contactsIn } from '../names/contact.ts';
import { lookAlikeOf } from '../names/look-alike.ts';
import { createPriceList, type PriceList } from '../price/floor.ts';
import { paidPrices } from '../price/paid-prices.ts';
import { createRates, type Rate } from '../price/rates.ts';
import type { Harm } from '../rings/facts.ts';
import type { Buyer, SellerMatter } from '../signals/matter.ts';
import { scoreOf } from '../signals/score.ts';
import type { Directory } from './directory.ts';

/** Most buyers, offers and tickets that one seller is judged by. */
const most = 2000;

/** A line as it is stored: the desk's own flag and watch list are added where it is read. */
export type StoredLine = Omit<SellerLine, 'flag' | 'watched'>;

/** Everything that is known of a seller, gathered by indexed reads. */
export function createMatters(input: {
  readonly derived: Db;
  readonly rows: RowReader;
  readonly directory: Directory;
  readonly typedRates: readonly Rate[];
}) {
  const { derived, rows, directory } = input;
  const prices = priceListOf(rows, input.typedRates);
  const offers = offersBy(rows, directory);
  const contacts = contactIndex(directory, offers);
  const texts = textIndex(directory, offers);
  const now = newestOf(rows);
  const buyersOf = createBuyers(derived, rows, directory);
  const mentions = derived.prepare(
    `select ticket, complains from mentions where seller = ? order by at desc, ticket limit ${most}`,
  );
  const ringOf = createRingReader(derived);
  /** Offers, name and complaints alone: what makes a seller suspect by itself. */
  const bareOf = (key: string): SellerMatter => {
    const own = offers.get(key) ?? [];
    const namings = (mentions.all(key) as { ticket: string; complains: bigint }[]).flatMap(
      ({ ticket, complains }) => {
        const found = rows.get('tickets', 'where ticket_id = ?', ticket);
        return found ? [{ ticket: found, complains: complains === 1n }] : [];
      },
    );
    return {
      key,
      row: directory.row(key),
      now,
      offers: own,
      priced: own.map((offer) => prices.weigh(offer)).filter((one) => one !== null),
      lookAlike: directory.isTrusted(key) ? null : lookAlikeOf(key, directory.trustedDomains),
      sameContact: contacts(key),
      sameText: texts(key),
      namings,
      buyers: [],
      ring: null,
      ringReasons: [],
    };
  };
  return {
    bareOf,
    matterOf(key: string): {
      matter: SellerMatter;
      line: Omit<StoredLine, 'score' | 'suggested' | 'signals'>;
    } {
      const trusted = directory.isTrusted(key);
      const ring = trusted ? null : ringOf(key);
      const matter: SellerMatter = {
        ...bareOf(key),
        buyers: trusted ? [] : buyersOf(key),
        ring,
        ringReasons: ring?.reasons ?? [],
      };
      return { matter, line: lineOf(matter) };
    },
  };
}

export type MatterOf = ReturnType<typeof createMatters>['matterOf'];

/** From so many points by offers, name and complaints alone a seller is suspect. */
const suspectFrom = 25;

/** Whether a seller is suspect before anything is known of its buyers and rings. */
export function suspectOf(bareOf: (seller: string) => SellerMatter): (seller: string) => boolean {
  const known = new Map<string, boolean>();
  return (seller) => {
    let suspect = known.get(seller);
    if (suspect === undefined) {
      suspect = scoreOf(bareOf(seller)).score >= suspectFrom;
      known.set(seller, suspect);
    }
    return suspect;
  };
}

function lineOf(matter: SellerMatter): Omit<StoredLine, 'score' | 'suggested' | 'signals'> {
  const { row, buyers, namings, offers } = matter;
  const status = sellerStatus.safeParse(row?.status);
  const bought = buyers.flatMap((buyer) => buyer.bought);
  const times = [
    ...bought.map((one) => one.created_at),
    ...offers.map((one) => one.seen_at),
    ...namings.map((one) => one.ticket.opened_at),
  ];
  return {
    seller_id: matter.key,
    name: row?.name ?? null,
    status: status.success ? status.data : 'unlisted',
    kind: row?.kind ?? null,
    imitates: matter.lookAlike?.of ?? null,
    ring: matter.ring?.ring ?? null,
    buyers: buyers.length,
    coins: bought
      .reduce((sum, one) => sum + (one.coins ?? 0n) + (one.bonus_coins ?? 0n), 0n)
      .toString(),
    tickets: namings.length,
    offers: offers.length,
    last_seen: times.length === 0 ? null : wireTime(Math.max(...times)),
  };
}

/** The official price list with the rates of the copy and those typed in. */
export function priceListOf(rows: RowReader, typed: readonly Rate[]): PriceList {
  const rates = rows.all('fx_rates', 'order by "from", "to", day');
  const list = rows.all('packages', 'order by sku, channel, storefront, valid_from');
  const compares = list.length === 0 && rows.all('offers', 'limit 1').length > 0;
  return createPriceList(compares ? paidPrices(rows) : list, createRates([...rates, ...typed]));
}

function offersBy(rows: RowReader, directory: Directory) {
  const by = new Map<string, Row<'offers'>[]>();
  for (const offer of rows.all('offers', 'order by seen_at desc, offer_id')) {
    const key = directory.keyOf(offer.seller_id);
    if (key === null) continue;
    const list = by.get(key);
    if (!list) by.set(key, [offer]);
    else if (list.length < most) list.push(offer);
  }
  return by;
}

type OffersBy = ReadonlyMap<string, readonly Row<'offers'>[]>;

/** Contacts that several untrusted sellers share. What an official seller gives out is anybody's. */
function contactIndex(directory: Directory, offers: OffersBy) {
  const by = new Map<string, Set<string>>();
  const own = new Map<string, readonly string[]>();
  const add = (key: string, text: string) => {
    const found = contactsIn(text);
    own.set(key, [...new Set([...(own.get(key) ?? []), ...found])]);
    for (const contact of found) by.set(contact, (by.get(contact) ?? new Set()).add(key));
  };
  for (const row of directory.rows) add(row.seller_id, `${row.contact ?? ''} ${row.notes ?? ''}`);
  for (const [key, list] of offers)
    for (const offer of list.slice(0, 50)) add(key, offer.text ?? '');
  return (key: string) =>
    (own.get(key) ?? []).flatMap((contact) => {
      const all = [...(by.get(contact) ?? [])];
      if (all.some((one) => directory.isTrusted(one))) return [];
      const others = all.filter((one) => one !== key).sort();
      return others.length === 0 ? [] : [{ contact, others }];
    });
}

/** Advertisements with the same words, amounts and prices aside. */
function textIndex(directory: Directory, offers: OffersBy) {
  const by = new Map<string, Set<string>>();
  const own = new Map<string, Map<string, Row<'offers'>>>();
  for (const [key, list] of offers) {
    const mine = new Map<string, Row<'offers'>>();
    own.set(key, mine);
    for (const offer of list) {
      const blurb = blurbOf(offer.text ?? '');
      if (blurb === null) continue;
      mine.set(blurb, offer);
      by.set(blurb, (by.get(blurb) ?? new Set()).add(key));
    }
  }
  return (key: string) =>
    [...(own.get(key) ?? [])].flatMap(([blurb, offer]) => {
      const all = [...(by.get(blurb) ?? [])];
      if (all.some((one) => directory.isTrusted(one))) return [];
      const others = all.filter((one) => one !== key).sort();
      return others.length === 0 ? [] : [{ offer, others }];
    });
}

function newestOf(rows: RowReader): number {
  const recharge = rows.all('recharges', 'order by created_at desc limit 1')[0]?.created_at ?? 0;
  const ticket = rows.all('tickets', 'order by opened_at desc limit 1')[0]?.opened_at ?? 0;
  const offer = rows.all('offers', 'order by seen_at desc limit 1')[0]?.seen_at ?? 0;
  return Math.max(recharge, ticket, offer);
}

function createBuyers(derived: Db, rows: RowReader, directory: Directory) {
  const accounts = derived
    .prepare(
      `select account from uses where kind = 'seller' and node = ? order by last desc, account limit ${most}`,
    )
    .pluck();
  const harm = derived
    .prepare('select recharge, what, at, source, key from harm where account = ? order by at, key')
    .safeIntegers(false);
  return (key: string): Buyer[] =>
    (accounts.all(key) as string[]).map((id) => ({
      id,
      row: rows.get('accounts', 'where account_id = ?', id),
      bought: rows
        .all('recharges', 'where account_id = ? and seller_domain is not null', id)
        .filter((one) => directory.keyOf(one.seller_domain) === key)
        .sort((a, b) => a.created_at - b.created_at || (a.recharge_id < b.recharge_id ? -1 : 1)),
      harm: harm.all(id) as Harm[],
    }));
}

function createRingReader(derived: Db) {
  const rings = derived
    .prepare(
      `select detail from ring_sellers join rings using (ring)
       where seller = ? and ring like 'ring%' order by ring`,
    )
    .pluck();
  return (seller: string): RingDetail | null => {
    let largest: RingDetail | null = null;
    for (const text of rings.all(seller) as string[]) {
      const detail = JSON.parse(text) as RingDetail;
      if (!largest || detail.members.length > largest.members.length) largest = detail;
    }
    return largest;
  };
}
