import { counted } from '../../../../contract/say.ts';
import { cite } from '../../diagnosis/diagnosis.ts';
import type { Row } from '../../records/records.ts';
import type { Buyer, Found, SellerMatter, SignalFunction } from './matter.ts';

const day = 86_400_000;
const shown = 8;

function recharges({ buyers, now }: SellerMatter, days: number): Row<'recharges'>[] {
  return buyers.flatMap((buyer) =>
    buyer.bought.filter((one) => now - one.created_at <= days * day),
  );
}

/** Accounts by the thing they paid with or from, within thirty days of one another. */
function crowded(matter: SellerMatter, column: 'instrument_id' | 'device_id') {
  const by = new Map<string, Row<'recharges'>[]>();
  for (const one of recharges(matter, 120)) {
    const node = one[column];
    if (node === null) continue;
    const list = by.get(node);
    if (list) list.push(one);
    else by.set(node, [one]);
  }
  let most: Row<'recharges'>[] = [];
  for (const list of by.values()) {
    const near = oneEach(list).filter(
      (one, _, all) => one.created_at - (all[0]?.created_at ?? 0) <= 30 * day,
    );
    if (near.length > most.length) most = near;
  }
  return most;
}

/** The first recharge of each account, oldest first. */
function oneEach(list: readonly Row<'recharges'>[]): Row<'recharges'>[] {
  const seen = new Set<string>();
  return list
    .toSorted((a, b) => a.created_at - b.created_at || (a.recharge_id < b.recharge_id ? -1 : 1))
    .filter((one) => !seen.has(one.account_id) && seen.add(one.account_id));
}

export const manyAccountsOneInstrument: SignalFunction = (matter) => {
  const most = crowded(matter, 'instrument_id');
  if (most.length < 3) return null;
  return {
    points: most.length >= 5 ? 20 : 12,
    text: `${counted(most.length, 'account')} that came from it paid with one instrument within thirty days.`,
    evidence: most.slice(0, shown).map((one) => cite('recharges', one, 'instrument_id')),
  };
};

export const manyAccountsOneDevice: SignalFunction = (matter) => {
  const most = crowded(matter, 'device_id');
  if (most.length < 3) return null;
  return {
    points: most.length >= 5 ? 20 : 12,
    text: `${counted(most.length, 'account')} that came from it were recharged on one device within thirty days.`,
    evidence: most.slice(0, shown).map((one) => cite('recharges', one, 'device_id')),
  };
};

export const manyInstrumentsOneAccount: SignalFunction = ({ buyers }) => {
  const found = buyers.filter(
    (buyer) =>
      new Set(buyer.bought.map((one) => one.instrument_id ?? '').filter(Boolean)).size >= 3,
  );
  if (found.length === 0) return null;
  return {
    points: 10,
    text: `${counted(found.length, 'account')} that came from it paid with three instruments or more.`,
    evidence: found
      .flatMap((buyer) =>
        buyer.bought.slice(0, 3).map((one) => cite('recharges', one, 'instrument_id')),
      )
      .slice(0, shown),
  };
};

function hit(buyer: Buyer, what: 'disputed' | 'refunded' | 'declined'): Row<'recharges'>[] {
  const ids = new Set(buyer.harm.filter((one) => one.what === what).map((one) => one.recharge));
  return buyer.bought.filter((one) => ids.has(one.recharge_id) || ids.has(one.external_id ?? ''));
}

export const declinesThenSuccess: SignalFunction = ({ buyers }) => {
  const found = buyers.filter((buyer) => {
    const declined = hit(buyer, 'declined');
    const last = declined.at(-1)?.created_at;
    const failed = new Set(declined.map((one) => one.recharge_id));
    return (
      declined.length >= 2 &&
      last !== undefined &&
      buyer.bought.some(
        (one) =>
          !failed.has(one.recharge_id) && one.created_at >= last && one.created_at - last <= day,
      )
    );
  });
  if (found.length < 2) return null;
  return {
    points: 10,
    text: `${counted(found.length, 'account')} that came from it were declined again and again, and then paid.`,
    evidence: found.slice(0, shown).flatMap((buyer) =>
      hit(buyer, 'declined')
        .slice(0, 1)
        .map((one) => cite('recharges', one, 'instrument_id')),
    ),
  };
};

export const disputeBurst: SignalFunction = (matter) => {
  const all = recharges(matter, 180);
  const disputed = matter.buyers.flatMap((buyer) => hit(buyer, 'disputed'));
  const accounts = new Set(disputed.map((one) => one.account_id)).size;
  if (disputed.length < 2 || accounts < 2 || disputed.length * 100 < all.length * 8) return null;
  const most = disputed.length >= 3 && disputed.length * 5 >= all.length;
  return {
    points: most ? 35 : 20,
    text: `${disputed.length} of ${counted(all.length, 'recharge')} that came from it were disputed, on ${counted(accounts, 'account')}.`,
    evidence: disputed.slice(0, shown).map((one) => cite('recharges', one, 'seller_domain')),
  };
};

export const refundAfterGifting: SignalFunction = (matter) =>
  fromRing(matter, /refunds on .* given away/, 15);

export const giftSink: SignalFunction = (matter) =>
  fromRing(matter, /gave most of their coins/, 25);

export const credentialHandover: SignalFunction = (matter) =>
  fromRing(matter, /recharged from a device they share/, 20);

/** What judging its ring found, as a signal of the seller. */
function fromRing(
  { ring, ringReasons }: SellerMatter,
  pattern: RegExp,
  points: number,
): Found | null {
  const reason = ringReasons.find((each) => pattern.test(each));
  if (!ring || reason === undefined) return null;
  const shows = ring.members.filter((one) => one.role === 'mule' || one.role === 'victim');
  return { points, text: reason, evidence: shows.flatMap((one) => one.evidence).slice(0, shown) };
}

/** Coins of a cheaper storefront, paid from elsewhere. */
export const regionArbitrage: SignalFunction = (matter) => {
  const all = recharges(matter, 180).filter(
    (one) => one.storefront !== null && one.ip_country !== null,
  );
  const elsewhere = all.filter((one) => one.storefront !== one.ip_country);
  const accounts = oneEach(elsewhere);
  if (accounts.length < 3 || elsewhere.length * 2 < all.length) return null;
  return {
    points: 10,
    text: `${counted(accounts.length, 'account')} that came from it bought in a storefront that is not where they are.`,
    evidence: accounts.slice(0, shown).map((one) => cite('recharges', one, 'ip_country')),
  };
};

export const freshAccounts: SignalFunction = ({ buyers }) => {
  const fresh = buyers.filter(({ row, bought }) => {
    const made = row?.created_at ?? null;
    const first = bought[0]?.created_at;
    return made !== null && first !== undefined && first - made <= day;
  });
  if (fresh.length < 3 || fresh.length * 3 < buyers.length) return null;
  return {
    points: 10,
    text: `${fresh.length} of ${counted(buyers.length, 'account')} that came from it were made within a day before.`,
    evidence: fresh
      .flatMap(({ row }) => (row ? [cite('accounts', row, 'created_at')] : []))
      .slice(0, shown),
  };
};

export const partOfRing: SignalFunction = ({ ring }) => {
  if (!ring) return null;
  const mules = ring.members.filter((one) => one.role === 'mule' || one.role === 'seller');
  return {
    points: 40,
    text: `It is part of ${ring.ring}: ${ring.reasons.join(' ')}`,
    evidence: mules.flatMap((one) => one.evidence).slice(0, shown),
  };
};
