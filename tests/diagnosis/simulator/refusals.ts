import type { RootCause } from '../../../contract/diagnosis.ts';
import {
  type Attempt,
  day,
  type Fields,
  hour,
  minute,
  pay,
  say,
  stored,
  ticket,
  type Truth,
} from './attempt.ts';

/** How one hidden cause shows in the records. Written from the facts, not from the checks. */
export interface Story {
  readonly cause: RootCause;
  readonly channels: readonly Attempt['channel'][];
  readonly providers?: readonly string[];
  tell(attempt: Attempt): Truth;
}

const web = ['web'] as const;
const store = ['app_store', 'google_play'] as const;

/** Codes by provider, of facts §1.2–1.4 with the changes of checks.md. */
const declines: readonly (readonly [
  cause: RootCause,
  codes: Readonly<Record<string, readonly string[]>>,
])[] = [
  [
    'funds',
    {
      stripe: ['insufficient_funds', 'card_velocity_exceeded'],
      adyen: ['12', '28'],
      cardlink: ['51', '61', '10'],
    },
  ],
  ['card_expired', { stripe: ['expired_card'], adyen: ['6'], cardlink: ['54'] }],
  [
    'card_details',
    {
      stripe: ['incorrect_number', 'invalid_number', 'invalid_account', 'invalid_expiry_year'],
      adyen: ['8'],
      cardlink: ['14', '15', '46'],
    },
  ],
  [
    'cvc_or_address',
    {
      stripe: ['incorrect_cvc', 'invalid_cvc', 'incorrect_zip'],
      adyen: ['24', '32'],
      cardlink: ['82', 'N7'],
    },
  ],
  [
    'authentication',
    {
      stripe: ['authentication_required', 'approve_with_id'],
      adyen: ['11', '38', '42'],
      cardlink: ['1A', '70'],
    },
  ],
  [
    'bank_block',
    {
      stripe: [
        'generic_decline',
        'do_not_honor',
        'call_issuer',
        'restricted_card',
        'stop_payment_order',
      ],
      adyen: ['2', '14', '31', '25', '26', '27'],
      cardlink: ['05', '01', '59', '63', '78', '93', 'R1'],
    },
  ],
  [
    'card_reported',
    {
      stripe: ['lost_card', 'stolen_card', 'pickup_card', 'fraudulent', 'merchant_blacklist'],
      adyen: ['5'],
      cardlink: ['04', '07', '41', '43'],
    },
  ],
  [
    'card_type',
    { stripe: ['card_not_supported'], adyen: ['10', '23', '34'], cardlink: ['57', '52', '53'] },
  ],
  ['cross_border', { stripe: ['currency_not_supported'], cardlink: ['62'] }],
  [
    'attempt_limit',
    { stripe: ['withdrawal_count_limit_exceeded'], adyen: ['29', '46'], cardlink: ['65'] },
  ],
];

function declined(attempt: Attempt, code: string): void {
  const stripe = attempt.provider === 'stripe';
  const how = attempt.dice.int(0, 2);
  const inEvent: Fields = stripe ? { code: 'card_declined', sub_code: code } : { code };
  // The event tells it, the processor's row tells it, or both do.
  if (how !== 1) say(attempt, 'declined', 1500, { provider: attempt.provider, ...inEvent });
  else if (attempt.dice.chance(0.5)) say(attempt, 'declined', 1500, { provider: attempt.provider });
  if (how === 0) return;
  pay(attempt, {
    status: attempt.dice.chance(0.7) ? 'failed' : 'requires_payment_method',
    outcome_type: 'issuer_declined',
    ...(stripe
      ? { failure_code: 'card_declined', decline_code: code }
      : attempt.provider === 'adyen'
        ? { failure_code: code }
        : { network_code: code }),
  });
}

const refused: readonly Story[] = declines.map(([cause, codes]) => ({
  cause,
  channels: web,
  providers: Object.keys(codes),
  tell(attempt) {
    declined(attempt, attempt.dice.pick(codes[attempt.provider] ?? ['05']));
    return { cause, owed: 0n };
  },
}));

function storeError(
  cause: RootCause,
  apple: readonly (readonly [string, string])[],
  google: readonly string[],
): Story {
  return {
    cause,
    channels: [
      ...(apple.length > 0 ? (['app_store'] as const) : []),
      ...(google.length > 0 ? (['google_play'] as const) : []),
    ],
    tell(attempt) {
      const [code, sub] =
        attempt.channel === 'app_store'
          ? attempt.dice.pick(apple)
          : [attempt.dice.pick(google), null];
      say(attempt, 'client_error', 1500, { provider: attempt.provider, code, sub_code: sub });
      return { cause, owed: 0n };
    },
  };
}

const sk = (number: string) => [number, 'SKErrorDomain'] as const;
const kit = (name: string) => [name, 'StoreKitError'] as const;

export const refusals: readonly Story[] = [
  ...refused,
  storeError('customer_cancelled', [sk('2'), kit('userCancelled')], ['1', 'USER_CANCELED']),
  storeError('connectivity', [kit('networkError')], ['12', '2', '-1', '-3']),
  storeError('purchases_disabled', [sk('4')], []),
  storeError('not_in_storefront', [sk('5'), kit('notAvailableInStorefront')], ['4']),
  storeError('already_owned', [], ['7']),
  storeError('store_client_outdated', [], ['-2']),
  {
    cause: 'purchases_disabled',
    channels: ['google_play'],
    tell(attempt) {
      say(attempt, 'client_error', 1500, {
        provider: 'google',
        code: '3',
        message: 'Purchases are blocked by an enterprise policy of this device.',
      });
      return { cause: 'purchases_disabled', owed: 0n };
    },
  },
  {
    cause: 'store_client_outdated',
    channels: ['google_play'],
    tell(attempt) {
      const device = `dv_${attempt.id}`;
      attempt.recharge.device_id = device;
      attempt.put('devices', {
        device_id: device,
        account_id: attempt.account,
        platform: 'android',
        store_app_version: attempt.dice.pick(['8.4.19', '22.0.1', '29.9.9']),
      });
      say(attempt, 'client_error', 1500, { provider: 'google', code: '3' });
      return { cause: 'store_client_outdated', owed: 0n };
    },
  },
  {
    cause: 'store_billing',
    channels: ['google_play'],
    tell(attempt) {
      say(attempt, 'client_error', 1500, { provider: 'google', code: '3' });
      return { cause: 'store_billing', owed: 0n };
    },
  },
  {
    cause: 'store_billing',
    channels: store,
    tell(attempt) {
      if (attempt.dice.chance(0.5)) say(attempt, 'cancelled', 60_000);
      ticket(attempt, 'The store showed: billing problem with a previous purchase.');
      return { cause: 'store_billing', owed: 0n };
    },
  },
  {
    cause: 'store_verification',
    channels: store,
    tell(attempt) {
      ticket(attempt, 'The App Store says Verification Required and I cannot buy.');
      return { cause: 'store_verification', owed: 0n };
    },
  },
  {
    cause: 'risk_block',
    channels: web,
    tell(attempt) {
      const way = attempt.dice.int(0, 2);
      if (way === 0) say(attempt, 'declined', 900, { provider: 'platform' });
      else if (attempt.provider === 'adyen') declined(attempt, attempt.dice.pick(['20', '22']));
      else
        pay(attempt, {
          status: 'failed',
          outcome_type: 'blocked',
          failure_code: 'card_declined',
          decline_code: 'fraudulent',
        });
      return { cause: 'risk_block', owed: 0n };
    },
  },
  {
    cause: 'customer_cancelled',
    channels: web,
    providers: ['adyen'],
    tell(attempt) {
      say(attempt, 'cancelled', 9000, { provider: 'adyen', code: '16' });
      return { cause: 'customer_cancelled', owed: 0n };
    },
  },
  {
    cause: 'authentication',
    channels: web,
    tell(attempt) {
      const open = attempt.dice.chance(0.5);
      say(attempt, 'requires_action', 1200);
      if (open) pay(attempt, { status: 'requires_action', three_ds: 'C' });
      else {
        pay(attempt, { status: 'failed', three_ds: attempt.dice.pick(['N', 'R']) });
        say(attempt, 'declined', 40_000, { provider: attempt.provider });
      }
      return { cause: 'authentication', owed: 0n };
    },
  },
  {
    cause: 'hold_not_captured',
    channels: web,
    tell(attempt) {
      say(attempt, 'authorised', 1000);
      pay(attempt, { status: 'requires_capture' });
      return { cause: 'hold_not_captured', owed: 0n };
    },
  },
  {
    cause: 'slow_method',
    channels: web,
    tell(attempt) {
      const kind = attempt.dice.pick(['carrier', 'bank', 'gift_card']);
      attempt.recharge.instrument_id = `slow_${attempt.id}`;
      attempt.put('instruments', { instrument_id: `slow_${attempt.id}`, kind });
      pay(attempt, { status: 'processing' });
      return { cause: 'slow_method', owed: 0n };
    },
  },
  {
    cause: 'store_pending',
    channels: ['google_play'],
    tell(attempt) {
      stored(attempt, { state: 'pending', pending_since: attempt.at + 1000, purchased_at: null });
      say(attempt, 'store_pending', 1000);
      return { cause: 'store_pending', owed: 0n };
    },
  },
  {
    cause: 'guardian_approval',
    channels: ['app_store'],
    tell(attempt) {
      say(attempt, 'store_pending', 1000, attempt.dice.chance(0.5) ? { code: 'deferred' } : {});
      return { cause: 'guardian_approval', owed: 0n };
    },
  },
  {
    cause: 'connectivity',
    channels: web,
    tell(attempt) {
      say(attempt, 'client_error', 3000, {
        code: attempt.dice.pick(['ERR_NETWORK', 'ETIMEDOUT', 'networkError']),
      });
      return { cause: 'connectivity', owed: 0n };
    },
  },
  {
    cause: 'app_outdated',
    channels: store,
    tell(attempt) {
      attempt.quiet = true;
      attempt.recharge.app_version = '30.2.0';
      say(attempt, 'client_error', 1500, { message: 'Something went wrong' });
      return { cause: 'app_outdated', owed: 0n };
    },
  },
  {
    cause: 'clock_wrong',
    channels: store,
    tell(attempt) {
      attempt.quiet = true;
      attempt.recharge.client_clock_skew_ms =
        attempt.dice.pick([-1, 1]) * attempt.dice.int(301, 90_000) * 1000;
      say(attempt, 'client_error', 1500);
      return { cause: 'clock_wrong', owed: 0n };
    },
  },
  {
    cause: 'region_mismatch',
    channels: store,
    tell(attempt) {
      attempt.quiet = true;
      attempt.accountRow.country = 'IN';
      attempt.recharge.ip_country = 'NG';
      say(attempt, 'client_error', 1500);
      return { cause: 'region_mismatch', owed: 0n };
    },
  },
  {
    cause: 'vpn_or_travel',
    channels: store,
    tell(attempt) {
      attempt.quiet = true;
      if (attempt.dice.chance(0.5))
        attempt.recharge.ip_kind = attempt.dice.pick(['vpn', 'hosting']);
      else
        attempt.put('sessions', {
          session_id: `jump_${attempt.id}`,
          account_id: attempt.account,
          started_at: attempt.at - 40 * minute,
          ended_at: attempt.at - 35 * minute,
          ip_country: 'ZA',
        });
      say(attempt, 'client_error', 1500);
      return { cause: 'vpn_or_travel', owed: 0n };
    },
  },
  ...(
    [
      ['age', 'AGE_RESTRICTED'],
      ['country_not_enabled', 'NOT_AVAILABLE'],
      ['recharge_cap', 'LIMIT_REACHED'],
      ['account_restricted', 'ACCOUNT_RESTRICTED'],
    ] as const
  ).map(
    ([cause, code]): Story => ({
      cause,
      channels: ['web', 'app_store', 'google_play'],
      tell(attempt) {
        say(attempt, 'declined', 200, { provider: 'platform', code });
        return { cause, owed: 0n };
      },
    }),
  ),
  {
    cause: 'incident',
    channels: web,
    providers: ['cardlink'],
    tell(attempt) {
      attempt.put('incidents', {
        incident_id: `inc_${attempt.id}`,
        service: 'payments',
        provider: 'cardlink',
        regions: attempt.storefront,
        started_at: attempt.at - 20 * minute,
        ended_at: attempt.at + 20 * minute,
        summary: 'The processor answered with errors.',
      });
      declined(attempt, attempt.dice.pick(['96', '91', '06']));
      return { cause: 'incident', owed: 0n };
    },
  },
  {
    cause: 'unknown',
    channels: web,
    tell(attempt) {
      const way = attempt.dice.int(0, 2);
      if (way === 0) say(attempt, 'declined', 900, { provider: attempt.provider, code: 'Q7Z_NEW' });
      else if (way === 1)
        say(attempt, 'declined', 900, {
          provider: attempt.provider,
          code:
            attempt.provider === 'stripe'
              ? 'processing_error'
              : attempt.provider === 'adyen'
                ? '4'
                : '96',
        });
      return { cause: 'unknown', owed: 0n };
    },
  },
];

/** How old an attempt of a cause may be, so that its state is still that. */
export function ageOf(cause: RootCause, attempt: Pick<Attempt, 'dice'>): number {
  if (cause === 'guardian_approval') return attempt.dice.int(1, 20) * hour;
  if (cause === 'slow_method' || cause === 'store_pending') return attempt.dice.int(1, 20) * hour;
  return attempt.dice.int(4 * 24, 60 * 24) * hour + attempt.dice.int(0, 59) * minute + day;
}
