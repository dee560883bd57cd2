import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { call } from './call.ts';
import { evidence } from './diagnosis.ts';
import { fields } from './records.ts';
import { coins, id, note, time } from './values.ts';

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
});
export type SellerLine = z.infer<typeof sellerLine>;

export const ringRoles = ['seller', 'mule', 'victim', 'card_holder', 'bystander'] as const;
export const ringRole = z.enum(ringRoles);
export type RingRole = z.infer<typeof ringRole>;

export const ringMember = z.object({
  account_id: z.string(),
  role: ringRole,
  reason: z.string(),
  evidence: z.array(evidence),
});
export type RingMember = z.infer<typeof ringMember>;

export const ring = z.object({
  ring: z.string(),
  /**
   * `ring`: held together by two independent kinds of link or more. `buyers`: the people around one
   * suggested seller who share nothing else.
   */
  kind: z.enum(['ring', 'buyers']),
  sellers: z.array(z.string()),
  roles: z.record(ringRole, z.array(z.string())),
  /** Independent kinds of link that hold it together, with how many nodes of each. */
  links: z.array(z.object({ kind: z.string(), nodes: z.number() })),
  reasons: z.array(z.string()),
  coins,
  disputed: z.number(),
  from: time.nullable(),
  to: time.nullable(),
});

export type Ring = z.infer<typeof ring>;

export const ringDetail = ring.extend({ members: z.array(ringMember) });
export type RingDetail = z.infer<typeof ringDetail>;

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

export const flagStates = ['proposed', 'confirmed', 'rejected', 'withdrawn', 'expired'] as const;
export const flagState = z.enum(flagStates);
export type FlagState = z.infer<typeof flagState>;

export const flagEvent = z.object({
  act: z.enum(['proposed', 'confirmed', 'rejected', 'withdrawn', 'expired', 'appealed']),
  user: z.string(),
  role: z.string(),
  reason: z.string(),
  at: time,
});

export const sellerFlag = z.object({
  flag: z.string(),
  seller_id: z.string(),
  state: flagState,
  maker: z.string(),
  checker: z.string().nullable(),
  reason: z.string(),
  created_at: time,
  expires_at: time,
  events: z.array(flagEvent),
  /** May the asking person confirm or reject it, and if not, why. */
  may_decide: z.boolean(),
  why_not: z.string().nullable(),
});
export type SellerFlag = z.infer<typeof sellerFlag>;

/** What a flag would touch, said before anybody proposes it. */
export const blastRadius = z.object({
  seller_id: z.string(),
  accounts: z.number(),
  recharges: z.number(),
  tickets: z.number(),
  adjustments: z.number(),
  coins,
  likely_victims: z.number(),
  changes: z.array(z.string()),
});
export type BlastRadius = z.infer<typeof blastRadius>;

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

/** Kinds of thing that an account can be linked by. */
export const linkKinds = [
  'account',
  'instrument',
  'device',
  'ip',
  'email',
  'phone',
  'seller',
  'receiver',
] as const;
export const linkKind = z.enum(linkKinds);
export type LinkKind = z.infer<typeof linkKind>;

export const graphNode = z.object({
  key: z.string(),
  kind: linkKind,
  /** By which it can be asked about again; for addresses and contacts a token, not the value. */
  id: z.string(),
  /** The column it stands in and what it says there, masked like any other record. */
  field: z.string(),
  value: z.string(),
  /** Accounts that use it (for an account: things it uses), in the whole copy. */
  degree: z.number(),
  coins,
  role: ringRole.nullable(),
  /** Links from the node that was asked about. */
  hops: z.number(),
});
export const graphEdge = z.object({
  from: z.string(),
  to: z.string(),
  kind: linkKind,
  count: z.number(),
  coins,
  first: time.nullable(),
  last: time.nullable(),
});
export const linkGraph = z.object({
  centre: z.string(),
  nodes: z.array(graphNode),
  edges: z.array(graphEdge),
  /** Links that were left out because there are too many to look at. */
  left_out: z.number(),
});
export type LinkGraph = z.infer<typeof linkGraph>;
export type GraphNode = z.infer<typeof graphNode>;
export type GraphEdge = z.infer<typeof graphEdge>;

export const queueItem = z.object({
  seller: sellerLine.nullable(),
  /** Until when nobody else is handed it. */
  locked_until: time.nullable(),
  waiting: z.number(),
});
export type QueueItem = z.infer<typeof queueItem>;

export const watchEntry = z.object({
  entry: z.string(),
  kind: z.enum(['seller', 'account', 'instrument', 'device', 'ip', 'email', 'phone', 'contact']),
  value: z.string(),
  reason: z.string(),
  /** Who put it there: a person of this desk, or the list it was imported from. */
  origin: z.string(),
  by: z.string(),
  created_at: time,
  expires_at: time,
  ended_at: time.nullable(),
});
export type WatchEntry = z.infer<typeof watchEntry>;

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

export const rateEntry = z.object({
  from: z.string(),
  to: z.string(),
  day: z.string(),
  rate: z.string(),
  source: z.string(),
  by: z.string().nullable(),
});

const seller = z.object({ id });

export const sellers = {
  /** Every seller, the highest score first. Works out links and scores first where they are old. */
  list: call.output(z.array(sellerLine)),
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
        id,
        hops: z.number().int().min(1).max(2).default(2),
        most: z.number().int().min(10).max(2000).default(600),
      }),
    )
    .output(linkGraph),
  /** The shortest chain of links between two nodes; empty where there is none within eight. */
  path: call
    .input(
      z.object({ from: z.object({ kind: linkKind, id }), to: z.object({ kind: linkKind, id }) }),
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
  /** Hands out the highest candidate nobody looks at, locked for ten minutes. */
  next: call.input(z.object({ after: id.optional() })).output(queueItem),
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
  /** As CSV guarded against formulas, or as a list signed by this desk. */
  watchExport: call
    .input(z.object({ form: z.enum(['csv', 'signed']) }))
    .output(z.object({ name: z.string(), text: z.string() })),
  /** Takes in another desk's signed list; every entry keeps where it came from. */
  watchImport: call
    .input(z.object({ text: z.string().min(1).max(4_000_000) }))
    .output(
      z.object({ origin: z.string(), added: z.number(), known: z.number(), expired: z.number() }),
    ),
  /** Exchange rates: those of the copy and those typed in here. */
  rates: call.output(z.array(rateEntry)),
  setRate: call
    .input(
      z.object({
        from: z.string().regex(/^[A-Z]{3}$/, 'a currency code'),
        to: z.string().regex(/^[A-Z]{3}$/, 'a currency code'),
        day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day, as in 2026-11-23'),
        rate: z.string().regex(/^\d{1,12}(\.\d{1,12})?$/, 'a decimal, as in 0.9213'),
        source: z.string().trim().min(1).max(200),
      }),
    )
    .output(rateEntry),
  collect: call.input(seller).output(collection),
};
