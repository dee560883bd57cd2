import type { BlastRadius } from '../../../../contract/seller-flags.ts';
import type { PricedOffer as PricedOnWire, SellerPage } from '../../../../contract/sellers.ts';
import type { RingDetail } from '../../../../contract/seller-rings.ts';
import { refuse } from '../../../../contract/errors.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Row, RowReader, TableName } from '../../records/records.ts';
import { tableOf } from '../../records/records.ts';
import type { Db } from '../../storage/storage.ts';
import type { Directory } from '../derive/directory.ts';
import { readRings } from '../derive/ring-store.ts';
import { createMatters, priceListOf, type StoredLine } from '../derive/matters.ts';
import { partSql } from '../derive/store.ts';
import type { LookAlike } from '../names/look-alike.ts';
import { siteAsRead } from '../names/registered.ts';
import { deceivingCharacters } from '../names/skeleton.ts';
import type { PriceList } from '../price/floor.ts';
import type { Rate } from '../price/rates.ts';

const mostShown = 200;

interface PageDeps {
  readonly derived: () => Db;
  readonly rows: RowReader;
  readonly directory: () => Directory;
  readonly typedRates: () => readonly Rate[];
  /** Adjustments decided here for an account; flags show on them. */
  readonly adjustmentsOf: (account: string) => number;
}

type PageParts = Pick<
  SellerPage,
  'fields' | 'priced_offers' | 'contacts' | 'look_alike' | 'complaints'
>;

/** What the page of a seller shows beside its line: offers against the floor, contacts, complaints. */
export function createPages(deps: PageDeps) {
  const lineOf = (seller: string): StoredLine | null => {
    const text = deps
      .derived()
      .prepare('select line from scores where seller = ?')
      .pluck()
      .get(seller);
    return typeof text === 'string' ? (JSON.parse(text) as StoredLine) : null;
  };

  return {
    lineOf,
    lines: (): StoredLine[] =>
      (deps.derived().prepare('select line from scores order by seller').pluck().all() as string[])
        .map((text) => JSON.parse(text) as StoredLine)
        .sort((a, b) => b.score - a.score || (a.seller_id < b.seller_id ? -1 : 1)),

    rings: (): RingDetail[] => readRings(deps.derived()),

    /** Refuses NOT_FOUND. */
    ring(id: string): RingDetail {
      const text = deps
        .derived()
        .prepare('select detail from rings where ring = ?')
        .pluck()
        .get(id);
      if (typeof text !== 'string')
        throw refuse(
          'NOT_FOUND',
          `There is no ring ${id} now.`,
          'Rings change with the records: look at the list.',
        );
      return JSON.parse(text) as RingDetail;
    },

    /** Where the people around a seller are told of; null where nobody is known. */
    peopleOf(seller: string): string | null {
      const ring = deps
        .derived()
        .prepare('select ring from ring_sellers where seller = ? order by ring limit 1')
        .pluck()
        .get(seller);
      return typeof ring === 'string' ? ring : null;
    },

    parts(seller: string): PageParts {
      const { matter } = createMatters({
        derived: deps.derived(),
        rows: deps.rows,
        directory: deps.directory(),
        typedRates: deps.typedRates(),
      }).matterOf(seller);
      const prices = priceListOf(deps.rows, deps.typedRates());
      return {
        fields: matter.row ? fieldsOf('sellers', matter.row) : {},
        priced_offers: matter.offers
          .slice(0, mostShown)
          .map((offer) => pricedOnWire(prices, offer)),
        contacts: matter.sameContact.map(({ contact, others }) => ({
          seller_id: seller,
          contact,
          also: [...others],
        })),
        look_alike: matter.lookAlike && likeness(seller, matter.lookAlike),
        complaints: matter.namings
          .slice(0, mostShown)
          .map(({ ticket }) => fieldsOf('tickets', ticket)),
      };
    },

    /** What a flag would touch; counted before anybody proposes it. */
    blast(seller: string): BlastRadius {
      const db = deps.derived();
      const count = (sql: string, ...values: string[]): bigint =>
        (db
          .prepare(sql)
          .pluck()
          .get(...values) as bigint | null) ?? 0n;
      const accounts = db
        .prepare(
          `select account from uses where kind = 'seller' and node = @seller
           union select account from mentions where seller = @seller and account is not null`,
        )
        .pluck()
        .all({ seller }) as string[];
      const recharges = count(
        `select sum(times) from uses where kind = 'seller' and node = ?`,
        seller,
      );
      const coins = count(`select sum(coins) from uses where kind = 'seller' and node = ?`, seller);
      const tickets = count('select count(*) from mentions where seller = ?', seller);
      const role = db.prepare(partSql).pluck();
      const victims = accounts.filter((account) => {
        const found = role.get({ account });
        return found === undefined || found === 'victim';
      }).length;
      const adjustments = accounts.reduce((sum, account) => sum + deps.adjustmentsOf(account), 0);
      return {
        seller_id: seller,
        accounts: accounts.length,
        recharges: Number(recharges),
        tickets: Number(tickets),
        adjustments,
        coins: coins.toString(),
        likely_victims: victims,
        changes: [
          `${recharges} recharges and ${tickets} tickets will show that their seller is flagged.`,
          'Their diagnosis says “Third party” where nothing else explains them better.',
          'The flag leaves with the next outbox; the platform decides what it does.',
          'No account is restricted, no coins are moved, and nothing is deleted.',
        ],
      };
    },
  };
}

/** A look-alike with what its name reads as, and which characters of it deceive. */
function likeness(seller: string, { of, family }: LookAlike): SellerPage['look_alike'] {
  const readsAs = siteAsRead(seller);
  return {
    of,
    family,
    reads_as: readsAs === null || readsAs === seller ? null : readsAs,
    characters: deceivingCharacters(readsAs ?? seller, of).map(({ character, looksLike }) => ({
      character,
      looks_like: looksLike,
    })),
  };
}

function pricedOnWire(prices: PriceList, offer: Row<'offers'>): PricedOnWire {
  const priced = prices.weigh(offer);
  return {
    offer_id: offer.offer_id,
    seen_at: wireTime(offer.seen_at),
    storefront: offer.storefront,
    currency: offer.currency,
    price_minor: offer.price_minor?.toString() ?? null,
    coins: offer.coins?.toString() ?? null,
    url: offer.url,
    text: offer.text,
    floor: priced && {
      storefront: priced.floor.package.storefront,
      channel: priced.floor.channel,
      sku: priced.floor.package.sku,
      currency: priced.floor.currency,
      price_minor: priced.floor.price.toString(),
      offer_minor: priced.price.toString(),
      ratio_bp: priced.ratioBp,
      rates: priced.conversion.rates.map(({ from, to, day, rate, source }) => ({
        from,
        to,
        day,
        rate,
        source,
      })),
    },
  };
}

/** A row as the wire has it: every value as text, times in words of the wire, null is unknown. */
function fieldsOf<T extends TableName>(table: T, row: Row<T>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(tableOf(table).columns).map(([column, { kind }]) => {
      const value: unknown = Reflect.get(row, column);
      if (value === null || value === undefined) return [column, null];
      return [
        column,
        kind === 'time' && typeof value === 'number' ? wireTime(value) : String(value),
      ];
    }),
  );
}
