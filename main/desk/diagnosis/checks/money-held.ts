import { sayDay, sayTime } from '../../../../contract/say.ts';
import { chargedTwice } from '../twice.ts';
import { byCode, gotThrough } from './by-code.ts';
import { fail, pass, paymentName, skipped, unknown, warn, type CheckRule } from './outcome.ts';

/** 12. Authorised and never taken: a hold that drops off by itself. */
export const holdNotCaptured: CheckRule = (matter) => {
  const id = 'hold_not_captured';
  const { money, payment } = matter.own;
  if (matter.own.world === 'store' && money.state !== 'held' && money.state !== 'hold_over')
    return skipped(id, 'The store takes the money itself.');
  if (money.state === 'held')
    return warn(
      id,
      `Held since ${sayDay(money.at) === null ? 'an unknown time' : sayTime(money.at)}; it drops off after seven days.`,
      money.cites,
    );
  if (money.state === 'hold_over') return fail(id, 'Held and never taken.', money.cites);
  const coded = byCode(matter, id);
  if (coded) return coded;
  if (money.proof !== null) return pass(id, 'The money was taken.', money.cites);
  return payment || matter.own.findings.length > 0
    ? skipped(id, 'Nothing was held.')
    : unknown(id, 'No payment is in this copy.', `Fetch ${paymentName(matter)}.`);
};

/** 34. Charged twice for one purchase: the later payment carries it. */
export const doubleCharge: CheckRule = (matter) => {
  const id = 'double_charge';
  if (!gotThrough(matter)) return skipped(id, 'Nothing was charged.');
  const twice = chargedTwice(matter);
  if (twice) return fail(id, twice.says, twice.cites);
  const others = matter.alike.filter((other) => other !== matter.own && other.money.proof !== null);
  const close = others.filter(
    (other) =>
      Math.abs((other.money.at ?? 0) - (matter.own.money.at ?? 0)) <=
      matter.settings.doubleChargeMs,
  );
  return close.length > 0
    ? warn(
        id,
        'Another payment like it is near; both were delivered, or it is the earlier one.',
        close.flatMap((other) => other.money.cites),
      )
    : pass(id, 'No second payment like it within ten minutes.', matter.own.money.cites);
};

/** 47. Carrier, bank transfer or voucher: within its time it only has to be waited for. */
export const slowMethod: CheckRule = (matter) => {
  const id = 'slow_method';
  const { money, bundle } = matter.own;
  if (matter.own.world === 'store' && money.state !== 'processing')
    return skipped(id, 'The store has its own pending state.');
  if (gotThrough(matter)) return pass(id, 'The money has come.', money.cites);
  if (money.state !== 'processing')
    return matter.own.payment || matter.own.findings.length > 0
      ? skipped(id, 'Nothing is being waited for.')
      : unknown(id, 'No payment is in this copy.', `Fetch ${paymentName(matter)}.`);
  const { settings, now } = matter;
  const kind = bundle.instrument?.kind;
  const window =
    kind === 'bank'
      ? settings.bankMs
      : kind === 'gift_card'
        ? settings.voucherMs
        : settings.carrierMs;
  return now - (money.at ?? now) <= window
    ? warn(id, 'Still within the usual time of the method.', money.cites)
    : fail(id, 'Past the usual time of the method.', money.cites);
};
