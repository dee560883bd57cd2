import { citeAbsent } from '../cite.ts';
import { capReached } from '../eligibility.ts';
import { byCode, gotThrough, heldElsewhere } from './by-code.ts';
import { fail, pass, skipped, unknown, warn, ask, paymentName, type CheckRule } from './outcome.ts';

/** 10. Too many attempts: only a code proves it, a full day of declines warns. */
export const attemptLimit: CheckRule = (matter) => {
  const coded = byCode(matter, 'attempt_limit');
  if (coded) return coded;
  if (gotThrough(matter)) return pass('attempt_limit', 'It went through.', matter.own.money.cites);
  const elsewhere = heldElsewhere(matter);
  if (elsewhere === 'store')
    return ask('attempt_limit', 'Only the store counts them.', 'store_message');
  if (elsewhere === 'partner') return skipped('attempt_limit', 'Paid at a partner.');
  const { cardDeclines, recharge } = matter.e;
  if (recharge.instrument_id === null)
    return unknown('attempt_limit', 'The card is not known.', `Fetch ${paymentName(matter)}.`);
  const cites = [citeAbsent('payments', recharge.instrument_id, 'instrument_id')];
  return cardDeclines >= matter.settings.attemptsWarn
    ? warn('attempt_limit', `${cardDeclines} declines with this card in a day.`, cites)
    : pass('attempt_limit', `${cardDeclines} declines with this card in a day.`, cites);
};

/** 40. The limit of the day, the week or the month is reached. */
export const rechargeCap: CheckRule = (matter) => {
  const coded = byCode(matter, 'recharge_cap');
  if (coded) return coded;
  if (gotThrough(matter))
    return pass('recharge_cap', 'It was let through.', matter.own.money.cites);
  const reached = capReached(matter);
  if (reached) return fail('recharge_cap', reached.says, reached.cites);
  if (matter.e.usage.length === 0)
    return skipped('recharge_cap', 'No limit held for this account then, or it got past them.');
  return pass(
    'recharge_cap',
    'The limits were not reached.',
    matter.e.usage.map(({ limit }) => citeAbsent('limits', limit.limit_id, 'coins_max')),
  );
};
