import { sayWord } from '../../../../contract/say.ts';
import { deadlineNames } from '../../../../contract/verdict-words.ts';
import { cite } from '../cite.ts';
import { settlementMismatch } from '../circumstances.ts';
import { deadlinesOf } from '../deadlines.ts';
import { thirdParty } from '../eligibility.ts';
import { namesThirdParty } from '../claims.ts';
import { gotThrough } from './by-code.ts';
import { fail, pass, skipped, unknown, warn, type CheckRule } from './outcome.ts';

/** 44. Bought outside the official channels. */
export const thirdPartyPurchase: CheckRule = (matter) => {
  const id = 'third_party_purchase';
  const { recharge, seller, tickets } = matter.e;
  const known = thirdParty(matter);
  if (known)
    return gotThrough(matter)
      ? warn(id, known.says, known.cites)
      : fail(id, known.says, known.cites);
  const told = tickets.find((ticket) =>
    namesThirdParty(`${ticket.subject ?? ''} ${ticket.body ?? ''}`),
  );
  if (told)
    return warn(id, 'The ticket speaks of another seller.', [cite('tickets', told, 'body')]);
  if (recharge.seller_domain === null)
    return pass(id, 'Ordered with us directly.', [cite('recharges', recharge, 'channel')]);
  return seller
    ? pass(id, `The seller is ${sayWord(seller.status ?? 'unknown')}.`, [
        cite('sellers', seller, 'status'),
      ])
    : unknown(id, 'The seller is not in this copy.', `Fetch seller ${recharge.seller_domain}.`);
};

/** 45. An answer to a store is due. */
export const deadline: CheckRule = (matter) => {
  const id = 'deadline';
  const all = deadlinesOf(matter);
  const [first] = all;
  if (!first) return skipped(id, 'Nothing is due.');
  const open = all.find((one) => one.at > matter.now);
  if (!open) return fail(id, `The time has passed: ${deadlineNames[first.kind]}.`, first.cites);
  return (open.at - matter.now) * 2 < open.at - open.from
    ? warn(id, `${deadlineNames[open.kind]}: less than half of the time is left.`, open.cites)
    : pass(id, `${deadlineNames[open.kind]}: there is time.`, open.cites);
};

/** 46. Report and order disagree. */
export const settlement: CheckRule = (matter) => {
  const id = 'settlement_mismatch';
  const found = settlementMismatch(matter);
  if (found) return warn(id, found.says, found.cites);
  const { recharge } = matter.e;
  const { payment, store } = matter.own;
  if (recharge.amount_minor === null || (!payment && !store))
    return unknown(
      id,
      'There are not two amounts to compare.',
      'Fetch the report of the provider.',
    );
  return pass(id, 'The amounts agree.', [cite('recharges', recharge, 'amount_minor')]);
};

/** 48. The same coins cost something else in another channel. */
export const priceQuestion: CheckRule = (matter) => {
  const id = 'price_question';
  const ticket = matter.claims.get('price');
  const { recharge, market } = matter.e;
  if (!ticket) return skipped(id, 'Nobody asks about the price.');
  const lines =
    recharge.sku === null || matter.storefront === null
      ? []
      : market.otherChannels(recharge.sku, matter.storefront, recharge.created_at);
  return warn(
    id,
    lines.length > 1
      ? 'The price list has another price in each channel: a store adds its fee.'
      : 'The customer asks about the price.',
    [
      cite('tickets', ticket, 'subject'),
      ...lines.map((line) => cite('packages', line, 'price_minor')),
    ],
  );
};
