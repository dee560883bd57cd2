import { byCode, gotThrough, heldElsewhere, findingsFor } from './by-code.ts';
import { ask, pass, paymentName, skipped, unknown, warn, type CheckRule } from './outcome.ts';

/**
 * 1. Money or credit was not there. A refusal without a reason is no proof of it. Of a store
 * purchase only a sub-code of Play can say so: the store keeps the rest (facts, design point 1).
 */
export const funds: CheckRule = (matter) => {
  const coded = byCode(matter, 'funds');
  if (coded) return coded;
  const { money } = matter.own;
  const elsewhere = heldElsewhere(matter);
  if (gotThrough(matter) && elsewhere !== 'store')
    return pass('funds', 'The money was there: it was taken or held.', money.cites);
  if (elsewhere === 'store')
    return ask('funds', 'Only the store sees the payment method.', 'store_message');
  if (elsewhere === 'partner') return skipped('funds', 'Paid at a partner.');
  const vague = findingsFor(matter, 'bank_block');
  if (vague.length > 0)
    return warn(
      'funds',
      'The issuer refused without a reason; that is no proof of missing money.',
      vague.flatMap((one) => one.cites),
    );
  return unknown(
    'funds',
    'No answer of the issuer speaks of money.',
    `Fetch ${paymentName(matter)}.`,
  );
};
