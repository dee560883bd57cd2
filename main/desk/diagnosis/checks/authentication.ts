import { eciSays, threeDsStatus } from '../codes/three-ds.ts';
import { cite } from '../cite.ts';
import { byCode, gotThrough, heldElsewhere } from './by-code.ts';
import { ask, fail, pass, paymentName, skipped, unknown, warn, type CheckRule } from './outcome.ts';

const id = 'authentication';

/** 5. 3-D Secure was refused, or begun and not finished. */
export const authentication: CheckRule = (matter) => {
  const coded = byCode(matter, id);
  if (coded) return coded;
  const elsewhere = heldElsewhere(matter);
  if (elsewhere === 'store') return ask(id, 'Only the store sees the payment.', 'store_message');
  if (elsewhere === 'partner') return skipped(id, 'Paid at a partner.');
  const { payment, money, bundle } = matter.own;
  const status = payment?.three_ds ? threeDsStatus[payment.three_ds] : undefined;
  if (payment && status) {
    const eci = payment.eci ? eciSays(bundle.instrument?.brand ?? null, payment.eci) : null;
    const text = `3-D Secure ${payment.three_ds}: ${status.says}${eci === null ? '' : `; ECI ${payment.eci}: ${eci}`}.`;
    const cites = [cite('payments', payment, 'three_ds')];
    if (status.outcome === 'pass')
      return payment.status === 'requires_action'
        ? warn(id, `${text} It still waits.`, cites)
        : pass(id, text, cites);
    if (gotThrough(matter)) return warn(id, `${text} The payment went through.`, cites);
    if (status.outcome === 'fail' || money.state === 'action')
      return fail(id, text, [...cites, ...money.cites]);
    return warn(id, text, cites);
  }
  if (money.state === 'action') return fail(id, 'Begun and not finished.', money.cites);
  if (gotThrough(matter)) return pass(id, 'It did not stand in the way.', money.cites);
  return unknown(id, 'The processor says nothing of 3-D Secure.', `Fetch ${paymentName(matter)}.`);
};
