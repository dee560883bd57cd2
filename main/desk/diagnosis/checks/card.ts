import type { CheckId } from '../../../../contract/diagnosis.ts';
import { cite } from '../cite.ts';
import { isPastMonth } from '../circumstances.ts';
import type { Matter } from '../matter.ts';
import { byCode, gotThrough, heldElsewhere } from './by-code.ts';
import { ask, pass, paymentName, skipped, unknown, warn, type CheckRule } from './outcome.ts';

/** What every card check says where no code of the issuer names its cause. */
function withoutCode(matter: Matter, id: CheckId, fine: string) {
  if (gotThrough(matter) && matter.own.world === 'web')
    return pass(id, fine, matter.own.money.cites);
  const elsewhere = heldElsewhere(matter);
  if (elsewhere === 'store') return ask(id, 'Only the store sees the card.', 'store_message');
  if (elsewhere === 'partner') return skipped(id, 'Paid at a partner.');
  return unknown(id, 'No answer of the issuer speaks of it.', `Fetch ${paymentName(matter)}.`);
}

/** 2. The card was past its month at the attempt. */
export const cardExpired: CheckRule = (matter) => {
  const coded = byCode(matter, 'card_expired');
  if (coded) return coded;
  const { instrument, recharge } = matter.e;
  const past = matter.own.world === 'web' ? isPastMonth(instrument, recharge.created_at) : null;
  if (past === null || !instrument)
    return withoutCode(matter, 'card_expired', 'The card was accepted.');
  const dates = [
    cite('instruments', instrument, 'exp_month'),
    cite('instruments', instrument, 'exp_year'),
  ];
  if (!past) return pass('card_expired', 'The printed month had not passed.', dates);
  return warn(
    'card_expired',
    gotThrough(matter)
      ? 'The printed month had passed, and the payment went through: the bank keeps it up to date.'
      : 'The printed month had passed; no code says that this was the reason.',
    dates,
  );
};

/** 3. The number was wrong, or no such account is there. */
export const cardDetails: CheckRule = (matter) =>
  byCode(matter, 'card_details') ?? withoutCode(matter, 'card_details', 'The card was accepted.');

/** 6. The issuer refused without saying why. */
export const bankBlock: CheckRule = (matter) =>
  byCode(matter, 'bank_block') ?? withoutCode(matter, 'bank_block', 'The issuer approved.');

/** 7. The issuer answered with a report on the card. The customer hears a plain decline. */
export const cardReported: CheckRule = (matter) =>
  byCode(matter, 'card_reported') ?? withoutCode(matter, 'card_reported', 'The issuer approved.');

/** 8. This kind of card, or its use online, is not allowed. */
export const cardType: CheckRule = (matter) => {
  const coded = byCode(matter, 'card_type');
  if (coded) return coded;
  const { instrument } = matter.e;
  if (!gotThrough(matter) && matter.own.world === 'web' && instrument?.funding === 'prepaid')
    return warn('card_type', 'A prepaid card; some are not allowed online.', [
      cite('instruments', instrument, 'funding'),
    ]);
  return withoutCode(matter, 'card_type', 'This kind of card was accepted.');
};

/** 9. The country or the currency of the card is not accepted. */
export const crossBorder: CheckRule = (matter) => {
  const coded = byCode(matter, 'cross_border');
  if (coded) return coded;
  const { instrument, recharge } = matter.e;
  const card = matter.own.world === 'web' ? (instrument?.issuer_country ?? null) : null;
  if (!instrument || card === null || recharge.storefront === null)
    return withoutCode(matter, 'cross_border', 'Card and currency were accepted.');
  const cites = [
    cite('instruments', instrument, 'issuer_country'),
    cite('recharges', recharge, 'storefront'),
  ];
  return card === recharge.storefront
    ? pass('cross_border', 'The card is from the country of the storefront.', cites)
    : warn('cross_border', `A card from ${card} in the storefront ${recharge.storefront}.`, cites);
};
