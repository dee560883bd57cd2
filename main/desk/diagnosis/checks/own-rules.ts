import { cite } from '../cite.ts';
import { restricted, tooYoung, notOffered } from '../eligibility.ts';
import type { Ineligible } from '../eligibility.ts';
import type { Matter } from '../matter.ts';
import type { CheckId } from '../../../../contract/diagnosis.ts';
import { isNegativeBefore } from '../balance.ts';
import { byCode, gotThrough } from './by-code.ts';
import { fail, pass, unknown, warn, type CheckRule } from './outcome.ts';

/** 11. A risk rule of ours. Never explained to the customer. */
export const riskBlock: CheckRule = (matter) => {
  const coded = byCode(matter, 'risk_block');
  if (coded) return coded;
  if (gotThrough(matter))
    return pass('risk_block', 'Our rules let it through.', matter.own.money.cites);
  const other = matter.own.findings.find((one) => one.stage === 'declined');
  return other
    ? pass('risk_block', 'Somebody else refused it.', other.cites)
    : unknown(
        'risk_block',
        'No refusal of ours is in this copy.',
        `Fetch the decision of our rules on ${matter.e.recharge.recharge_id}.`,
      );
};

/** What the copy knows of account and place; today's state warns only, for it may be newer. */
function byState(matter: Matter, id: CheckId, known: Ineligible | null, fine: string) {
  const coded = byCode(matter, id);
  if (coded) return coded;
  if (known && known.cause === id)
    return gotThrough(matter) || known.confidence === 'possible'
      ? warn(id, known.says, known.cites)
      : fail(id, known.says, known.cites);
  const { account } = matter.e;
  if (!account)
    return unknown(
      id,
      'The account is not in this copy.',
      `Fetch account ${matter.e.recharge.account_id}.`,
    );
  return pass(id, fine, [cite('accounts', account, 'account_id')]);
}

/** 38. Too young, or consent taken back. */
export const age: CheckRule = (matter) => {
  if (matter.own.money.consentWithdrawn)
    return fail('age', 'A parent took consent back.', matter.own.money.returnCites);
  const { account } = matter.e;
  if (
    account &&
    (account.age_band === null || account.age_band === 'unknown') &&
    account.birth_year === null
  )
    return (
      byCode(matter, 'age') ??
      unknown('age', 'The age is not known.', `Fetch the age of account ${account.account_id}.`)
    );
  return byState(matter, 'age', tooYoung(matter), 'Old enough.');
};

/** 39. Coins are not offered in this country, or to this kind of account. */
export const countryNotEnabled: CheckRule = (matter) =>
  byState(matter, 'country_not_enabled', notOffered(matter), 'Coins are offered there.');

/** 41. The account is limited, or its balance was below zero. */
export const accountRestricted: CheckRule = (matter) => {
  const { first } = matter.own.grant;
  if (first && isNegativeBefore(matter))
    return fail('account_restricted', 'The balance was below zero when the coins came.', [
      cite('ledger', first, 'balance_after'),
    ]);
  return byState(matter, 'account_restricted', restricted(matter), 'The account is not limited.');
};
