import {
  type Attempt,
  copyAt,
  day,
  type Event,
  hour,
  minute,
  packs,
  type Put,
  say,
  storefronts,
  ticket,
  type Truth,
  type Value,
} from './attempt.ts';
import { deliveries } from './deliveries.ts';
import { type Dice, diceOf } from './dice.ts';
import { ageOf, refusals, type Story } from './refusals.ts';

const stories = [...refusals, ...deliveries];
/** How often each kind of noise is put over an attempt, in a hundred. */
const often = {
  circumstance: 25,
  doubled: 20,
  shuffled: 30,
  blamed: 25,
  halved: 15,
  second: 12,
  early: 4,
};

/** What everybody's purchases stand on: packages, versions; put in once. */
function putBackdrop(put: Put): void {
  for (const [sku, coins, bonus, price] of packs)
    for (const storefront of storefronts)
      for (const channel of ['web', 'app_store', 'google_play'])
        put('packages', {
          sku,
          channel,
          storefront,
          currency: 'USD',
          price_minor: price,
          coins,
          bonus_coins: bonus,
          valid_from: copyAt - 400 * day,
        });
  for (const platform of ['ios', 'android', 'web']) {
    const row = { platform, released_at: copyAt - 300 * day };
    put('app_versions', { ...row, version: '35.0.0', minimum_for_billing: true });
    put('app_versions', { ...row, version: '40.1.0', latest: true });
  }
}

/**
 * Tells so many hidden causes in turn and puts their records with noise over them. Gives the truth
 * of every attempt by its id. The same seed tells the same.
 */
export function simulate(put: Put, cases: number, seed: number): ReadonlyMap<string, Truth> {
  const dice = diceOf(seed);
  const truths = new Map<string, Truth>();
  putBackdrop(put);
  for (let number = 0; number < cases; number += 1) {
    const story = stories[number % stories.length];
    if (!story) continue;
    const account = `ac_${seed}_${number}`;
    const at = copyAt - ageOf(story.cause, { dice });
    const pack = dice.pick(packs);
    const channel = dice.pick(story.channels);
    const one = tellOne(put, dice, {
      id: `rc_${seed}_${number}`,
      account,
      at,
      channel,
      pack,
      story,
    });
    truths.set(one.attempt.id, one.truth);
    const again = follows(one.truth) && dice.chance(often.second / 100);
    const fine = again ? deliveries[0] : undefined;
    if (!fine) continue;
    // The customer tried again a little later, and it worked.
    const second = tellOne(put, dice, {
      id: `rc_${seed}_${number}_b`,
      account,
      at: at + dice.int(2, 25) * minute,
      channel,
      pack,
      story: fine,
    });
    truths.set(second.attempt.id, second.truth);
  }
  return truths;
}

/** A second try makes sense only where the first one ended, and no claim is about both. */
function follows({ cause, owed }: Truth): boolean {
  return (
    owed === 0n &&
    /^(funds|card_expired|card_details|cvc_or_address|bank_block|customer_cancelled|connectivity|purchases_disabled|risk_block)$/.test(
      cause,
    )
  );
}

function tellOne(
  put: Put,
  dice: Dice,
  of: {
    id: string;
    account: string;
    at: number;
    channel: Attempt['channel'];
    pack: (typeof packs)[number];
    story: Story;
  },
): { attempt: Attempt; truth: Truth } {
  const { id, account, at, channel, story } = of;
  const [sku, coins, bonus, price] = of.pack;
  const provider =
    channel === 'app_store'
      ? 'apple'
      : channel === 'google_play'
        ? 'google'
        : dice.pick(story.providers ?? ['stripe', 'adyen', 'cardlink']);
  const storefront = dice.pick(storefronts);
  const external =
    channel === 'google_play' ? `GPA.${id.replaceAll('_', '-')}` : `${provider}_${id}`;
  const card = channel === 'web' ? `fp_${id}` : null;
  const recharge: Record<string, Value> = {
    recharge_id: id,
    account_id: account,
    channel,
    sku,
    quantity: 1,
    coins,
    bonus_coins: bonus,
    currency: 'USD',
    amount_minor: price,
    storefront,
    provider,
    external_id: external,
    ip_country: storefront,
    ip_kind: dice.pick(['residential', 'mobile']),
    os: channel === 'app_store' ? 'iOS' : channel === 'google_play' ? 'Android' : null,
    app_version: dice.pick(['36.0.0', '40.1.0']),
    client_clock_skew_ms: dice.int(-20_000, 20_000),
    instrument_id: card,
    created_at: at,
  };
  const accountRow: Record<string, Value> = {
    account_id: account,
    country: storefront,
    storefront,
    age_band: '18_plus',
    status: 'active',
    kind: 'personal',
    created_at: at - 100 * day,
    updated_at: at - 50 * day,
  };
  if (card !== null)
    put('instruments', {
      instrument_id: card,
      kind: 'card',
      brand: 'visa',
      exp_month: 12,
      exp_year: 2028,
      issuer_country: storefront,
      funding: 'credit',
    });
  const events: Event[] = [];
  const attempt: Attempt = {
    dice,
    id,
    account,
    at,
    channel,
    provider,
    external,
    coins,
    bonus,
    price,
    storefront,
    put,
    recharge,
    accountRow,
    events,
    ticketFree: true,
    quiet: false,
  };
  if (dice.chance(0.9)) say(attempt, 'created', 0);
  const truth = story.tell(attempt);
  disturb(attempt, truth);
  put('recharges', recharge);
  // A second attempt of an account finds it there.
  if (!id.endsWith('_b')) put('accounts', accountRow);
  putEvents(attempt);
  return { attempt, truth };
}

/** Noise that changes nothing of the cause: circumstances, wrong blame, missing fields. */
function disturb(attempt: Attempt, truth: Truth): void {
  const { dice, recharge } = attempt;
  const says = (share: number) => dice.chance(share / 100);
  const coded = attempt.events.some((event) => event.fields?.code != null);
  const ended = truth.cause === 'healthy' || truth.owed !== 0n || coded;
  if (!attempt.quiet && ended) {
    if (says(often.circumstance)) recharge.ip_kind = dice.pick(['vpn', 'hosting']);
    if (says(often.circumstance)) recharge.ip_country = dice.pick(['NG', 'IN', 'FR']);
    if (says(often.circumstance)) recharge.client_clock_skew_ms = dice.int(61, 290) * 1000;
    if (says(often.circumstance) && coded) recharge.app_version = '30.0.0';
    if (says(often.circumstance))
      attempt.put('sessions', {
        session_id: `poor_${attempt.id}`,
        account_id: attempt.account,
        started_at: attempt.at - minute,
        ended_at: attempt.at + 2 * minute,
        rtt_ms: 2400,
        loss_pct: 35,
        timeouts: 6,
        ip_country: attempt.storefront,
      });
  }
  if (attempt.ticketFree && coded && says(often.blamed))
    ticket(
      attempt,
      dice.pick([
        'My bank blocked me, it is your fault!',
        'The card is expired I think',
        'Coins not received, I want them now',
        'I have no internet problem, your app is broken',
      ]),
    );
  if (says(often.halved))
    for (const field of ['ip_country', 'os', 'app_version', 'client_clock_skew_ms', 'bonus_coins'])
      if (dice.chance(0.5) && !attempt.quiet)
        recharge[field] = field === 'bonus_coins' ? (recharge[field] ?? null) : null;
}

/** Events arrive late, twice, in another order, and now and then from tomorrow. */
function putEvents(attempt: Attempt): void {
  const { dice } = attempt;
  let told = [...attempt.events];
  if (dice.chance(often.doubled / 100) && told.length > 0) told.push(dice.pick(told));
  if (dice.chance(often.shuffled / 100)) told = told.toReversed();
  if (dice.chance(often.early / 100)) told.push({ stage: 'created', at: copyAt + 3 * hour });
  told.forEach(({ stage, at, fields }, index) =>
    attempt.put('recharge_events', {
      recharge_id: attempt.id,
      seq: index + 1,
      at,
      stage,
      ...fields,
    }),
  );
}
