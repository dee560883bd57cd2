import type { SignalName } from '../../../../contract/sellers.ts';

/** What a signal may weigh, how far back it looks, and what it is when it is harmless. */
export interface SignalRule {
  /** The most points it gives. */
  readonly weight: number;
  /** Days before the newest record of the copy that it looks at. */
  readonly windowDays: number;
  readonly innocent: string;
  /** Where the signal and its innocent cause come from. */
  readonly source: string;
}

const facts = 'scam-resellers §4.2, 2026-11';
const names = 'scam-resellers §4.1, 2026-11';

/** The signals as a table. Weights and windows are settings of ours, not facts of a platform. */
export const signalRules: Readonly<Record<SignalName, SignalRule>> = {
  price_below_floor: {
    weight: 50,
    windowDays: 365,
    innocent: 'A promotion, a tax or an exchange rate.',
    source: facts,
  },
  many_accounts_one_instrument: {
    weight: 20,
    windowDays: 120,
    innocent: 'A family that shares a card.',
    source: facts,
  },
  many_accounts_one_device: {
    weight: 20,
    windowDays: 120,
    innocent: 'A shared phone or a school computer.',
    source: facts,
  },
  many_instruments_one_account: {
    weight: 10,
    windowDays: 120,
    innocent: 'A lost card and its replacement.',
    source: facts,
  },
  declines_then_success: {
    weight: 10,
    windowDays: 120,
    innocent: 'A mistyped card, tried again.',
    source: facts,
  },
  dispute_burst: {
    weight: 35,
    windowDays: 180,
    innocent: 'Refunds after an outage.',
    source: facts,
  },
  refund_after_gifting: {
    weight: 15,
    windowDays: 180,
    innocent: 'A child’s purchase that a parent took back.',
    source: facts,
  },
  gift_sink: { weight: 25, windowDays: 180, innocent: 'A popular creator.', source: facts },
  region_arbitrage: {
    weight: 10,
    windowDays: 180,
    innocent: 'An expatriate or a traveller.',
    source: facts,
  },
  credential_handover: {
    weight: 20,
    windowDays: 180,
    innocent: 'A repair shop or an agency.',
    source: facts,
  },
  fresh_accounts: {
    weight: 10,
    windowDays: 180,
    innocent: 'A campaign that brings new people.',
    source: facts,
  },
  look_alike_domain: {
    weight: 40,
    windowDays: 3650,
    innocent: 'A fan site or an unrelated word.',
    source: names,
  },
  reused_contact: {
    weight: 25,
    windowDays: 3650,
    innocent: 'A franchise or an agency with one office.',
    source: names,
  },
  reused_text: {
    weight: 15,
    windowDays: 365,
    innocent: 'A text that everybody copies.',
    source: names,
  },
  marketing_claims: {
    weight: 25,
    windowDays: 365,
    innocent: 'A warning that quotes such an offer.',
    source: facts,
  },
  named_in_tickets: {
    weight: 30,
    windowDays: 180,
    innocent: 'A site named by mistake, or one that is also a victim.',
    source: facts,
  },
  part_of_ring: {
    weight: 40,
    windowDays: 365,
    innocent: 'Customers of one shop who also know one another.',
    source: 'scam-resellers §4.3, 2026-11',
  },
  flagged_by_platform: {
    weight: 60,
    windowDays: 3650,
    innocent: 'A flag that was lifted after this copy was made.',
    source: 'exchange format, sellers.status',
  },
};

/** From so many points the desk suggests that a person looks. */
export const suggestedFrom = 50;
/** Raised whenever a rule or weight changes: everything is worked out anew. */
export const rulesVersion = 'sellers-2026.11.3';
