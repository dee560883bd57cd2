import { type Signal, signalNames } from '../../../../contract/sellers.ts';
import * as conduct from './conduct.ts';
import * as market from './market.ts';
import type { SellerMatter, Signals } from './matter.ts';
import { signalRules, suggestedFrom } from './rules.ts';

const signals: Signals = {
  price_below_floor: market.priceBelowFloor,
  many_accounts_one_instrument: conduct.manyAccountsOneInstrument,
  many_accounts_one_device: conduct.manyAccountsOneDevice,
  many_instruments_one_account: conduct.manyInstrumentsOneAccount,
  declines_then_success: conduct.declinesThenSuccess,
  dispute_burst: conduct.disputeBurst,
  refund_after_gifting: conduct.refundAfterGifting,
  gift_sink: conduct.giftSink,
  region_arbitrage: conduct.regionArbitrage,
  credential_handover: conduct.credentialHandover,
  fresh_accounts: conduct.freshAccounts,
  look_alike_domain: market.lookAlikeDomain,
  reused_contact: market.reusedContact,
  reused_text: market.reusedText,
  marketing_claims: market.marketingClaims,
  named_in_tickets: market.namedInTickets,
  part_of_ring: conduct.partOfRing,
  flagged_by_platform: market.flaggedByPlatform,
};

export interface Score {
  readonly score: number;
  readonly suggested: boolean;
  readonly signals: Signal[];
}

/**
 * The points of a seller, each with its sentence and records, the heaviest first; 100 at most.
 * Official and authorised sellers get none: their status is a person's decision, which no rule
 * lifts. Every point has evidence, or it is not given.
 */
export function scoreOf(matter: SellerMatter): Score {
  const { status } = matter.row ?? { status: null };
  if (status === 'official' || status === 'authorised')
    return { score: 0, suggested: false, signals: [] };
  const found = signalNames
    .flatMap((name): Signal[] => {
      const one = signals[name](matter);
      if (!one || one.evidence.length === 0) return [];
      const rule = signalRules[name];
      return [
        {
          name,
          points: Math.min(one.points, rule.weight),
          text: one.text,
          innocent_cause: rule.innocent,
          evidence: [...one.evidence],
        },
      ];
    })
    .sort((a, b) => b.points - a.points || (a.name < b.name ? -1 : 1));
  const score = Math.min(
    100,
    found.reduce((sum, one) => sum + one.points, 0),
  );
  return { score, suggested: score >= suggestedFrom, signals: found };
}
