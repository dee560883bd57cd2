import { cvcOutcome } from '../card-checks.ts';
import { byCode, gotThrough, heldElsewhere } from './by-code.ts';
import { ask, fail, pass, paymentName, skipped, unknown, warn, type CheckRule } from './outcome.ts';

const id = 'cvc_or_address';

/** 4. Security code or postcode did not match. Letters that say "nobody looked" are unknown. */
export const cvcOrAddress: CheckRule = (matter) => {
  const coded = byCode(matter, id);
  if (coded) return coded;
  const elsewhere = heldElsewhere(matter);
  if (elsewhere === 'store') return ask(id, 'Only the store sees the card.', 'store_message');
  if (elsewhere === 'partner') return skipped(id, 'Paid at a partner.');
  const { outcome, cites } = cvcOutcome(matter);
  if (outcome === 'fail')
    return gotThrough(matter)
      ? warn(id, 'Security code or postcode did not match, and the payment went through.', cites)
      : fail(id, 'Security code or postcode did not match.', cites);
  if (outcome === 'warn') return warn(id, 'Only a part of the address matched.', cites);
  if (outcome === 'pass') return pass(id, 'Security code matched.', cites);
  return unknown(id, 'Neither was checked.', `Fetch ${paymentName(matter)}.`, cites);
};
