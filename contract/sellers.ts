import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { call } from './call.ts';
import { evidence } from './diagnosis.ts';
import { filter } from './record-lists.ts';
import { fields } from './records.ts';
import { blastRadius, flagState, sellerFlag } from './seller-flags.ts';
import { linkGraph, linkKind } from './seller-links.ts';
import { ring, ringDetail, ringRole } from './seller-rings.ts';
import { watchEntry, watchMatch } from './seller-watch.ts';
import { coins, id, note, time } from './values.ts';

export * from './seller-flags.ts';
export * from './seller-links.ts';
export * from './seller-rings.ts';
export * from './seller-watch.ts';

/** What speaks for a scam seller. Each is one pure rule with its records, weight and window. */
export const signalNames = [
  'price_below_floor',
  'many_accounts_one_instrument',
  'many_accounts_one_device',
  'many_instruments_one_account',
  'declines_then_success',
  'dispute_burst',
  'refund_after_gifting',
  'gift_sink',
  'region_arbitrage',
  'credential_handover',
  'fresh_accounts',
  'look_alike_domain',
  'reused_contact',
  'reused_text',
  'marketing_claims',
  'named_in_tickets',
  'part_of_ring',
  'flagged_by_platform',
] as const;
export const signalName = z.enum(signalNames);
export type SignalName = z.infer<typeof signalName>;

export const signal = z.object({
  name: signalName,
  points: z.number(),
  /** One sentence: what was found. */
  text: z.string(),
  /** What it is when it is harmless, for the reviewer to rule out. */
  innocent_cause: z.string(),
  evidence: z.array(evidence),
});
export type Signal = z.infer<typeof signal>;

/** `official|authorised|unlisted|flagged`; `flagged` also where the desk itself confirmed a flag. */
export const sellerStatuses = ['official', 'authorised', 'unlisted', 'flagged'] as const;
export const sellerStatus = z.enum(sellerStatuses);

export const sellerLine = z.object({
  seller_id: z.string(),
  name: z.string().nullable(),
  status: sellerStatus,
  kind: z.string().nullable(),
  /** The official name that its own is made to be taken for. */
  imitates: z.string().nullable(),
  /** 0 to 100. */
  score: z.number(),
  /** The desk suggests that a person looks at it; it never does more than suggest. */
  suggested: z.boolean(),
  signals: z.array(signal),
  ring: z.string().nullable(),
  /** Accounts, coins and tickets that name it, for sorting. */
  buyers: z.number(),
  coins,
  tickets: z.number(),
  offers: z.number(),
  last_seen: time.nullable(),
  /** The desk's own flag that stands or waits. */
  flag: z.enum(['none', 'proposed', 'confirmed']),
  /** It stands on a watch list. Shown beside it; no points follow from it. */
  watched: z.boolean(),
});
export type SellerLine = z.infer<typeof sellerLine>;

/**
 * What candidates can be filtered by, and its kind. `signal` is each of its signals, with spaces for
 * underscores; `why` what they say; `any` all text of a line.
 */
export const candidateColumns = {
  any: 'text',
  seller: 'id',
  name: 'text',
  kind: 'word',
  imitates: 'text',
  status: 'word',
  flag: 'word',
  watched: 'boolean',
  score: 'integer',
  suggested: 'boolean',
  signal: 'word',
  why: 'text',
  ring: 'boolean',
  buyers: 'integer',
  coins: 'coins',
  tickets: 'integer',
  offers: 'integer',
  seen: 'time',
} as const;
export type CandidateColumn = keyof typeof candidateColumns;

/** One offer beside the official floor of its storefront and day. */
export const pricedOffer = z.object({
  offer_id: z.string(),
  seen_at: time,
  storefront: z.string().nullable(),
  currency: z.string().nullable(),
  price_minor: z.string().nullable(),
  coins: coins.nullable(),
  url: z.string().nullable(),
  text: z.string().nullable(),
  /** Null where nothing compares: no packages there then, or no rate. */
  floor: z
    .object({
      storefront: z.string(),
      channel: z.string(),
      sku: z.string(),
      currency: z.string(),
      price_minor: z.string(),
      /** The offer's price in the floor's currency. */
      offer_minor: z.string(),
      /** Offer ÷ floor, in hundredths of a per cent. */
      ratio_bp: z.number(),
      rates: z.array(
        z.object({
          from: z.string(),
          to: z.string(),
          day: z.string(),
          rate: z.string(),
          source: z.string(),
        }),
      ),
    })
    .nullable(),
});
export type PricedOffer = z.infer<typeof pricedOffer>;

export const sellerPage = sellerLine.extend({
  fields,
  priced_offers: z.array(pricedOffer),
  contacts: z.array(
    z.object({ seller_id: z.string(), contact: z.string(), also: z.array(z.string()) }),
  ),
  look_alike: z
    .object({
      of: z.string(),
      family: z.string(),
      /** What its name reads as, where it is written in another way. */
      reads_as: z.string().nullable(),
      /** Characters that are not what they look like. */
      characters: z.array(z.object({ character: z.string(), looks_like: z.string() })),
    })
    .nullable(),
  complaints: z.array(fields),
  flags: z.array(sellerFlag),
  /** The ring, or the people around it, that says which part its buyers played. */
  people: z.string().nullable(),
  blast: blastRadius,
  queue: z.object({
    snoozed_until: time.nullable(),
    locked_by: z.string().nullable(),
    set_aside: z.boolean(),
  }),
});
export type SellerPage = z.infer<typeof sellerPage>;

export const queueItem = z.object({
  seller: sellerLine.nullable(),
  /** Until when nobody else is handed it. */
  locked_until: time.nullable(),
  waiting: z.number(),
});
export type QueueItem = z.infer<typeof queueItem>;

/** The whole history behind a seller, as a case collects it. */
export const collection = z.object({
  seller_id: z.string(),
  collected_at: time,
  buyers: z.array(
    z.object({ account_id: z.string(), role: ringRole.nullable(), coins, recharges: z.number() }),
  ),
  coins,
  recharges: z.array(z.string()),
  refunds: z.array(z.object({ recharge_id: z.string(), what: z.string(), at: time.nullable() })),
  tickets: z.array(z.string()),
  offers: z.array(z.string()),
  flags: z.array(sellerFlag),
  line: sellerLine,
  ring: ringDetail.nullable(),
});
export type Collection = z.infer<typeof collection>;

/** How far the links and scores have been worked out. */
export const refreshProgress = z.object({ step: z.string(), done: z.number(), of: z.number() });
export type RefreshProgress = z.infer<typeof refreshProgress>;

const currency = z.string().regex(/^[A-Z]{3}$/, 'a currency code');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day, as in 2026-11-23');

/** An exchange rate of a day, wherever it is from: one of `from` is so many of `to`. */
export const rateEntry = z.object({
  from: z.string(),
  to: z.string(),
  day: z.string(),
  /** A decimal, as in 0.9213. */
  rate: z.string(),
  source: z.string(),
  /** Who typed it in and when; null for a rate of the copy. */
  by: z.string().nullable(),
  at: time.nullable(),
  /** `counts`, or what took its place: a later one of that day, or a person who withdrew it. */
  state: z.enum(['counts', 'replaced', 'withdrawn']),
  /** Why it was withdrawn, and by whom. */
  withdrawn: z.object({ by: z.string(), reason: z.string(), at: time }).nullable(),
});
export type RateEntry = z.infer<typeof rateEntry>;

/** Offers that compare with nothing because no rate of their day leads from their currency to the list's. */
export const lackingRate = z.object({
  from: z.string(),
  to: z.string(),
  offers: z.number(),
  sellers: z.number(),
  first: z.string(),
  last: z.string(),
});
export type LackingRate = z.infer<typeof lackingRate>;

/** A seller by any name it has; records name them at any length. */
const sellerId = z.string().min(1).max(2000);
const seller = z.object({ id: sellerId });

export const sellers = {
  /**
   * Every seller that a filter leaves, the highest score first. Works out links and scores first
   * where they are old. Refuses BAD_INPUT for a column that candidates do not have, or an end that
   * does not suit it.
   */
  list: call.input(z.object({ filter: filter.optional() }).optional()).output(z.array(sellerLine)),
  show: call.input(seller).output(sellerPage),
  rings: call.output(z.array(ring)),
  ring: call.input(seller).output(ringDetail),
  /** Brings links and scores up to the copy; ends when they are. */
  refresh: call.output(eventIterator(refreshProgress)),
  /** Everything within two links of a node, as a picture or a table. */
  around: call
    .input(
      z.object({
        kind: linkKind,
        id: sellerId,
        hops: z.number().int().min(1).max(2).default(2),
        most: z.number().int().min(10).max(2000).default(600),
      }),
    )
    .output(linkGraph),
  /** The shortest chain of links between two nodes; empty where there is none within eight. */
  path: call
    .input(
      z.object({
        from: z.object({ kind: linkKind, id: sellerId }),
        to: z.object({ kind: linkKind, id: sellerId }),
      }),
    )
    .output(linkGraph),
  blast: call.input(seller).output(blastRadius),
  flag: call
    .input(seller.extend({ reason: note, days: z.number().int().min(1).max(730).default(180) }))
    .output(sellerFlag),
  confirm: call.input(seller.extend({ reason: note })).output(sellerFlag),
  reject: call.input(seller.extend({ reason: note })).output(sellerFlag),
  withdraw: call.input(seller.extend({ reason: note })).output(sellerFlag),
  /** Notes what the seller or somebody for it says against a flag; changes no state. */
  appeal: call.input(seller.extend({ reason: note })).output(sellerFlag),
  flags: call.input(z.object({ state: flagState.optional() })).output(z.array(sellerFlag)),
  /** What stands against the accounts and sellers named; for marks beside records. */
  touching: call
    .input(z.object({ recharge: id.optional(), account: id.optional(), ticket: id.optional() }))
    .output(
      z.array(
        z.object({ seller_id: z.string(), state: flagState, reason: z.string(), since: time }),
      ),
    ),
  /** Hands out the highest candidate that a filter leaves and nobody looks at, locked for ten minutes. */
  next: call
    .input(z.object({ after: sellerId.optional(), filter: filter.optional() }))
    .output(queueItem),
  release: call.input(seller).output(z.object({})),
  /** Sets a candidate aside: nothing to flag. It comes back when its score rises. */
  setAside: call.input(seller.extend({ reason: note })).output(z.object({ act: z.string() })),
  snooze: call
    .input(seller.extend({ until: time, reason: note }))
    .output(z.object({ act: z.string() })),
  /** Takes back one's own act of the queue within ten seconds. */
  undo: call.input(z.object({ act: id })).output(z.object({})),
  statistics: call.output(
    z.object({
      candidates: z.number(),
      waiting: z.number(),
      snoozed: z.number(),
      set_aside: z.number(),
      proposed: z.number(),
      confirmed: z.number(),
      rejected: z.number(),
      withdrawn: z.number(),
      decided_by: z.array(z.object({ user: z.string(), decided: z.number() })),
      days: z.array(
        z.object({
          day: z.string(),
          proposed: z.number(),
          confirmed: z.number(),
          set_aside: z.number(),
        }),
      ),
    }),
  ),
  watchList: call.output(z.array(watchEntry)),
  watchAdd: call
    .input(
      z.object({
        kind: watchEntry.shape.kind,
        value: z.string().trim().min(1).max(500),
        reason: note,
        expires_at: time,
      }),
    )
    .output(watchEntry),
  watchEnd: call.input(z.object({ entry: id, reason: note })).output(watchEntry),
  /** Entries that stand against what a record has to do with: for marks beside records. */
  watched: call
    .input(
      z.object({
        recharge: id.optional(),
        account: id.optional(),
        ticket: id.optional(),
        seller: sellerId.optional(),
        instrument: id.optional(),
        device: id.optional(),
        ip: id.optional(),
      }),
    )
    .output(z.array(watchMatch)),
  /**
   * As CSV guarded against formulas, or as a list signed by this desk. Entries whose value the
   * caller sees only in part are left out and counted.
   */
  watchExport: call
    .input(z.object({ form: z.enum(['csv', 'signed']) }))
    .output(z.object({ name: z.string(), text: z.string(), left_out: z.number() })),
  /** Takes in another desk's signed list; every entry keeps where it came from. */
  watchImport: call.input(z.object({ text: z.string().min(1).max(4_000_000) })).output(
    z.object({
      origin: z.string(),
      added: z.number(),
      known: z.number(),
      expired: z.number(),
      /** Values that are nothing of their kind. */
      unfit: z.number(),
    }),
  ),
  /**
   * Exchange rates, the newest day first: those typed in, also replaced and withdrawn ones, and up
   * to 500 of the copy; `currency` keeps those from or to one, `day` those of one.
   */
  rates: call
    .input(z.object({ currency: currency.optional(), day: day.optional() }).optional())
    .output(z.array(rateEntry)),
  /** Pairs of currencies that a rate is lacking for, those with most offers first. */
  lackingRates: call.output(z.array(lackingRate)),
  /**
   * Types in the rate of a day, which counts instead of the copy's and of what was typed before.
   * Refuses BAD_INPUT for zero, one currency twice, no currency, a day that is none or to come, or a
   * rate more than ten times off the nearest one known of the pair, in either direction.
   */
  setRate: call
    .input(
      z.object({
        from: currency,
        to: currency,
        day,
        rate: z.string().regex(/^\d{1,12}(\.\d{1,12})?$/, 'a decimal, as in 0.9213'),
        source: z.string().trim().min(1).max(200),
      }),
    )
    .output(rateEntry),
  /** Lets a typed-in rate count no more; nothing is deleted. Refuses NOT_FOUND where none counts. */
  withdrawRate: call
    .input(z.object({ from: currency, to: currency, day, reason: note }))
    .output(rateEntry),
  collect: call.input(seller).output(collection),
};
