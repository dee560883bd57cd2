import type { CheckId } from '../../../contract/diagnosis.ts';
import { counted, sayNumber } from '../../../contract/say.ts';
import type { Row } from '../records/records.ts';
import { cite, type Cited } from './cite.ts';
import { threeDsSays } from './codes/three-ds.ts';
import type { Matter } from './matter.ts';
import { older } from './versions.ts';

/** Something around an attempt that might explain it, and never does so against a code. */
export interface Circumstance {
  readonly cause: CheckId;
  readonly outcome: 'fail' | 'warn';
  readonly says: string;
  readonly cites: readonly Cited[];
}

/** The circumstance that explains best where nothing better does; null where there is none. */
export function circumstanceOf(matter: Matter): Circumstance | null {
  const clock = clockWrong(matter);
  return (
    appOutdated(matter) ??
    (clock?.outcome === 'fail' ? clock : null) ??
    openChallenge(matter) ??
    cardPastMonth(matter) ??
    poorConnection(matter) ??
    vpnOrTravel(matter) ??
    regionMismatch(matter) ??
    settlementMismatch(matter)
  );
}

export function platformOf(matter: Matter): 'ios' | 'android' | 'web' | null {
  const { device, recharge } = matter.e;
  const os = (recharge.os ?? '').toLowerCase();
  if (/^(ios|ipados|iphone)/.test(os)) return 'ios';
  if (os.startsWith('android')) return 'android';
  if (device?.platform === 'ios' || device?.platform === 'android' || device?.platform === 'web')
    return device.platform;
  if (recharge.channel === 'app_store') return 'ios';
  if (recharge.channel === 'google_play') return 'android';
  return recharge.channel === 'web' ? 'web' : null;
}

export function appOutdated(matter: Matter): Circumstance | null {
  const { recharge, device, market } = matter.e;
  const platform = platformOf(matter);
  const version = recharge.app_version ?? device?.app_version ?? null;
  if (platform === null || version === null) return null;
  const minimum = market.minimumApp(platform, recharge.created_at);
  const from =
    recharge.app_version === null && device
      ? cite('devices', device, 'app_version')
      : cite('recharges', recharge, 'app_version');
  if (!minimum || older(version, minimum.version) !== true) return null;
  return {
    cause: 'app_outdated',
    outcome: 'fail',
    says: `App ${version} is older than ${minimum.version}, which billing needs.`,
    cites: [from, cite('app_versions', minimum, 'minimum_for_billing')],
  };
}

export function clockWrong(matter: Matter): Circumstance | null {
  const { recharge } = matter.e;
  const skew = recharge.client_clock_skew_ms;
  if (skew === null || Math.abs(skew) <= matter.settings.clockWarnMs) return null;
  return {
    cause: 'clock_wrong',
    outcome: Math.abs(skew) > matter.settings.clockFailMs ? 'fail' : 'warn',
    says: `The device clock was ${Math.round(Math.abs(skew) / 1000)} s ${skew > 0 ? 'ahead' : 'behind'}.`,
    cites: [cite('recharges', recharge, 'client_clock_skew_ms')],
  };
}

function openChallenge(matter: Matter): Circumstance | null {
  const { payment } = matter.own;
  if (!payment || !/^[CDU]$/.test(payment.three_ds ?? '')) return null;
  return {
    cause: 'authentication',
    outcome: 'warn',
    says: `3-D Secure stood at ${threeDsSays(payment.three_ds)}.`,
    cites: [cite('payments', payment, 'three_ds')],
  };
}

/** Valid through the last day of the printed month; the issuer's zone is up to 14 hours away. */
export function isPastMonth(instrument: Row<'instruments'> | null, at: number): boolean | null {
  if (!instrument || instrument.exp_month === null || instrument.exp_year === null) return null;
  const year = instrument.exp_year < 100 ? 2000 + instrument.exp_year : instrument.exp_year;
  if (instrument.exp_month < 1 || instrument.exp_month > 12) return null;
  return at >= Date.UTC(year, instrument.exp_month, 1) + 14 * 3_600_000;
}

function cardPastMonth(matter: Matter): Circumstance | null {
  const { instrument, recharge } = matter.e;
  if (matter.own.world !== 'web' || !instrument) return null;
  if (isPastMonth(instrument, recharge.created_at) !== true) return null;
  return {
    cause: 'card_expired',
    outcome: 'warn',
    says: 'The printed month of the card had passed.',
    cites: [
      cite('instruments', instrument, 'exp_year'),
      cite('instruments', instrument, 'exp_month'),
    ],
  };
}

/** The session that the attempt was made in, or the nearest one within an hour. */
export function sessionAt(matter: Matter): Row<'sessions'> | null {
  const at = matter.e.recharge.created_at;
  const near = matter.e.sessions.filter(
    (session) =>
      session.started_at <= at + 60_000 &&
      (session.ended_at === null
        ? session.started_at >= at - 3_600_000
        : session.ended_at >= at - 60_000),
  );
  return near.at(-1) ?? null;
}

export function poorConnection(matter: Matter): Circumstance | null {
  const session = sessionAt(matter);
  if (!session) return null;
  const { settings } = matter;
  const poor = (
    [
      ['rtt_ms', settings.poorRttMs, (ms: number) => `a round trip took ${sayNumber(ms)} ms`],
      ['loss_pct', settings.poorLossPct, (pct: number) => `${pct} % was lost on the way`],
      ['timeouts', settings.poorTimeouts, (count: number) => counted(count, 'timeout')],
    ] as const
  ).filter(([field, limit]) => (session[field] ?? 0) >= limit);
  if (poor.length === 0) return null;
  return {
    cause: 'connectivity',
    outcome: 'warn',
    says: `The connection was poor: ${poor.map(([field, , says]) => says(session[field] ?? 0)).join(', ')}.`,
    cites: poor.map(([field]) => cite('sessions', session, field)),
  };
}

export function vpnOrTravel(matter: Matter): Circumstance | null {
  const { recharge, sessions, answers } = matter.e;
  const hidden = (kind: string | null) => kind === 'vpn' || kind === 'hosting';
  if (hidden(recharge.ip_kind))
    return {
      cause: 'vpn_or_travel',
      outcome: 'warn',
      says: `The address is of the kind ${recharge.ip_kind}.`,
      cites: [cite('recharges', recharge, 'ip_kind')],
    };
  const session = sessionAt(matter);
  if (session && hidden(session.ip_kind))
    return {
      cause: 'vpn_or_travel',
      outcome: 'warn',
      says: `The session came from an address of the kind ${session.ip_kind}.`,
      cites: [cite('sessions', session, 'ip_kind')],
    };
  if (answers.findLast((answer) => answer.question === 'vpn')?.value === 'on')
    return {
      cause: 'vpn_or_travel',
      outcome: 'warn',
      says: 'The customer says a VPN was on.',
      cites: [],
    };
  const jump = sessions.find(
    (other) =>
      other.ip_country !== null &&
      recharge.ip_country !== null &&
      other.ip_country !== recharge.ip_country &&
      Math.abs(other.started_at - recharge.created_at) <= matter.settings.journeyMs,
  );
  if (!jump) return null;
  return {
    cause: 'vpn_or_travel',
    outcome: 'warn',
    says: `The account was in ${jump.ip_country} and in ${recharge.ip_country} within an hour.`,
    cites: [cite('sessions', jump, 'ip_country'), cite('recharges', recharge, 'ip_country')],
  };
}

/** Store, card, account and address name more than one country. */
export function regionMismatch(matter: Matter): Circumstance | null {
  const { recharge, account, instrument } = matter.e;
  const { store, world } = matter.own;
  const found: [string, Cited][] = [];
  const add = (country: string | null | undefined, from: () => Cited) => {
    if (country != null) found.push([country, from()]);
  };
  if (store?.region != null) add(store.region, () => cite('store_records', store, 'region'));
  else if (store?.storefront != null)
    add(store.storefront, () => cite('store_records', store, 'storefront'));
  else add(recharge.storefront, () => cite('recharges', recharge, 'storefront'));
  if (world === 'web' && instrument)
    add(instrument.issuer_country, () => cite('instruments', instrument, 'issuer_country'));
  if (account) add(account.country, () => cite('accounts', account, 'country'));
  add(recharge.ip_country, () => cite('recharges', recharge, 'ip_country'));
  const countries = new Set(found.map(([country]) => country));
  if (countries.size < 2) return null;
  return {
    cause: 'region_mismatch',
    outcome: 'warn',
    says: `Store, card, account and address name ${[...countries].join(', ')}.`,
    cites: found.map(([, from]) => from),
  };
}

/** The processor's or store's amount is not the order's. */
export function settlementMismatch(matter: Matter): Circumstance | null {
  const { recharge } = matter.e;
  const { store, payment } = matter.own;
  if (recharge.amount_minor === null) return null;
  const order = cite('recharges', recharge, 'amount_minor');
  const differs = (amount: bigint | null, currency: string | null) =>
    (currency !== null && recharge.currency !== null && currency !== recharge.currency) ||
    (amount !== null && currency === recharge.currency && amount !== recharge.amount_minor);
  const says = 'The amount of the order and the amount of the report differ.';
  if (payment && differs(payment.amount_minor, payment.currency))
    return {
      cause: 'settlement_mismatch',
      outcome: 'warn',
      says,
      cites: [order, cite('payments', payment, 'amount_minor')],
    };
  if (store && differs(store.price_minor, store.currency))
    return {
      cause: 'settlement_mismatch',
      outcome: 'warn',
      says,
      cites: [order, cite('store_records', store, 'price_minor')],
    };
  return null;
}
