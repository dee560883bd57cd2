import type { Row } from '../tables.ts';
import {
  listed,
  sayCoins,
  sayMoney,
  sayName,
  sayNumber,
  sayWord,
} from '../../../../contract/say.ts';

type Event = Row<'recharge_events'>;

/** Where it happened, as the end of a sentence. */
function where(event: Event, preposition: string): string {
  return event.provider === null ? '' : ` ${preposition} ${sayName(event.provider)}`;
}

/** The code that came with it, verbatim. */
function code(event: Event): string {
  const codes = listed([event.code, event.sub_code], ' / ');
  return codes === '' ? '' : ` (code ${codes})`;
}

function amount(event: Event, currency: string | null): string {
  return event.amount_minor === null ? '' : ` ${sayMoney(event.amount_minor, currency)}`;
}

const platformRefusals: Readonly<Record<string, string>> = {
  AGE_RESTRICTED: 'Refused by the platform: too young to buy coins',
  NOT_AVAILABLE: 'Refused by the platform: coins are not offered there',
  LIMIT_REACHED: 'Refused by the platform: a recharge limit was reached',
  ACCOUNT_RESTRICTED: 'Refused by the platform: the account is restricted',
};

type Say = (event: Event, currency: string | null) => string;

const stages: Readonly<Record<string, Say>> = {
  created: () => 'Order created',
  requires_action: (event) => `The customer was asked to confirm the payment${where(event, 'by')}`,
  authorised: (event, currency) =>
    `Payment${amount(event, currency)} authorised${where(event, 'by')}, not taken yet`,
  captured: (event, currency) => `Payment${amount(event, currency)} taken${where(event, 'by')}`,
  declined: (event) => {
    if (event.provider !== 'platform') return `Payment declined${where(event, 'by')}${code(event)}`;
    if (event.code === null) return 'Refused by a rule of the platform';
    return platformRefusals[event.code] ?? `Refused by the platform${code(event)}`;
  },
  store_pending: (event) =>
    `Payment still pending${where(event, 'at')}${event.provider === null ? ' at the store' : ''}`,
  store_purchased: (event) =>
    event.provider === null ? 'Paid at the store' : `Paid on ${sayName(event.provider)}`,
  verified: (event) => `Purchase verified${where(event, 'with')}`,
  verify_failed: (event) => `Purchase could not be verified${where(event, 'with')}${code(event)}`,
  granted: () => 'Coins granted',
  grant_failed: (event) => `Grant job failed${code(event)}`,
  acknowledged: (event) => `Purchase acknowledged${where(event, 'to')}`,
  consumed: (event) => `Purchase consumed${where(event, 'on')}`,
  cancelled: (event) =>
    event.provider === null || event.provider === 'platform'
      ? `Purchase cancelled${code(event)}`
      : `Purchase cancelled on ${sayName(event.provider)}${code(event)}`,
  expired: (event) => `The attempt expired${where(event, 'at')}${code(event)}`,
  refunded: (event, currency) =>
    `Money${amount(event, currency)} refunded${where(event, 'by')}${code(event)}`,
  refund_reversed: (event) => `The refund was taken back${where(event, 'by')}`,
  voided: (event) => `Purchase voided${where(event, 'by')}${code(event)}`,
  disputed: (event, currency) =>
    `Payment${amount(event, currency)} disputed${where(event, 'through')}${code(event)}`,
  dispute_won: (event) => `The dispute was decided for us${where(event, 'at')}`,
  review_requested: (event) =>
    `${where(event, '').trim() || 'The store'} asks for an answer${code(event)}`,
  client_error: (event) => `The app reported an error${code(event)}`,
};

/**
 * What an event of a recharge says, in one sentence of plain English with the provider's code
 * verbatim. A stage that this program does not know is named as it stands.
 */
export function sayStage(event: Event, currency: string | null): string {
  const say = stages[event.stage];
  const sentence = say
    ? say(event, currency)
    : `${sayWord(event.stage)}${where(event, 'at')}${code(event)}`;
  return event.message === null ? sentence : `${sentence}: ${event.message}`;
}

/** What a recharge is, for headings and hits: `1,400 coins and 70 bonus for USD 19.99`. */
export function sayOrder(
  row: Pick<Row<'recharges'>, 'coins' | 'bonus_coins' | 'amount_minor' | 'currency'>,
): string {
  const coins = row.coins === null ? 'An unknown number of coins' : sayCoins(row.coins);
  const bonus =
    row.bonus_coins === null || row.bonus_coins === 0n
      ? ''
      : ` and ${sayNumber(row.bonus_coins)} bonus`;
  const price = row.amount_minor === null ? '' : ` for ${sayMoney(row.amount_minor, row.currency)}`;
  return `${coins}${bonus}${price}`;
}
