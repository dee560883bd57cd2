import { cite } from '../cite.ts';
import { familyOf } from '../codes/lookup.ts';
import { isUnacknowledged, isVoidedUnacknowledged } from '../unacknowledged.ts';
import { othersMoney } from '../match.ts';
import { byCode } from './by-code.ts';
import { fail, pass, skipped, storeName, unknown, warn, type CheckRule } from './outcome.ts';

/** 22. The pack was bought before and never consumed. */
export const alreadyOwned: CheckRule = (matter) => {
  const id = 'already_owned';
  const coded = byCode(matter, id);
  if (coded) return coded;
  if (matter.own.world !== 'store') return skipped(id, 'Not bought in an app store.');
  const { store } = matter.own;
  if (!store) return unknown(id, 'No store record is in this copy.', `Fetch ${storeName(matter)}.`);
  const cites = [cite('store_records', store, 'consumed')];
  if (store.state !== 'purchased') return skipped(id, 'The store did not sell it.');
  if (store.consumed === true) return pass(id, 'It was consumed.', cites);
  if (store.consumed === false)
    return warn(
      id,
      'Paid and not consumed: the next purchase of this pack will be refused.',
      cites,
    );
  return familyOf(store.provider) === 'google'
    ? unknown(
        id,
        'The store does not say whether it was consumed.',
        `Fetch ${storeName(matter)}.`,
        cites,
      )
    : skipped(id, 'This store has no such state.');
};

/** 23. Not acknowledged within three days: Google Play refunds by itself. */
export const unacknowledged: CheckRule = (matter) => {
  const id = 'unacknowledged';
  const { store } = matter.own;
  if (store ? familyOf(store.provider) !== 'google' : matter.own.world !== 'store')
    return skipped(id, 'Only Google Play asks for it.');
  if (!store) return unknown(id, 'No store record is in this copy.', `Fetch ${storeName(matter)}.`);
  const cites = [cite('store_records', store, 'acknowledged')];
  if (isVoidedUnacknowledged(matter.own, matter.settings))
    return fail(id, 'The store refunded it after three days.', [
      ...cites,
      cite('store_records', store, 'voided_at'),
    ]);
  const state = isUnacknowledged(matter.own, matter.settings, matter.now);
  if (state === 'over')
    return fail(id, 'Three days have passed.', [
      ...cites,
      cite('store_records', store, 'purchased_at'),
    ]);
  if (state === 'open')
    return warn(id, 'Not acknowledged yet; the three days still run.', [
      ...cites,
      cite('store_records', store, 'purchased_at'),
    ]);
  if (store.state !== 'purchased' && store.state !== 'refunded')
    return skipped(id, 'The store did not sell it.');
  if (store.acknowledged === true || store.consumed === true)
    return pass(id, 'Acknowledged.', cites);
  const event = matter.e.events.find(
    (one) => one.stage === 'acknowledged' || one.stage === 'consumed',
  );
  if (event) return pass(id, 'Acknowledged.', [cite('recharge_events', event, 'stage')]);
  return store.acknowledged === false
    ? warn(id, 'It was refunded without having been acknowledged.', cites)
    : unknown(id, 'The store does not say it.', `Fetch ${storeName(matter)}.`, cites);
};

/** 25. Sandbox, test or promotional order: nobody paid. */
export const testPurchase: CheckRule = (matter) => {
  const id = 'test_purchase';
  const { money, store } = matter.own;
  if (money.state === 'test') return fail(id, 'Not a paid order.', money.cites);
  const coded = byCode(matter, id);
  if (coded) return coded;
  if (store && store.test_kind !== null)
    return pass(id, 'A real order.', [cite('store_records', store, 'test_kind')]);
  if (matter.own.world !== 'store') return skipped(id, 'Not bought in an app store.');
  return unknown(id, 'No store record says it.', `Fetch ${storeName(matter)}.`);
};

/** 35. The coins went to the account that really paid. Its name is never shown. */
export const wrongAccount: CheckRule = (matter) => {
  const id = 'wrong_account';
  const { grant, store } = matter.own;
  const other = grant.elsewhere.filter((entry) => entry.delta > 0n);
  if (other.length > 0)
    return fail(
      id,
      'The coins stand in another account.',
      other.map((entry) => cite('ledger', entry, 'delta')),
    );
  if (store && othersMoney(matter))
    return fail(id, 'The store names another account as the payer.', [
      cite('store_records', store, 'state'),
    ]);
  if (store && store.account_token !== null)
    return pass(id, 'The store names this account.', [
      cite('store_records', store, 'account_token'),
    ]);
  if (grant.first)
    return pass(id, 'The coins stand in this account.', [
      cite('ledger', grant.first, 'account_id'),
    ]);
  if (matter.own.world !== 'store') return skipped(id, 'Only a store names the account that paid.');
  return unknown(id, 'Nobody names the account that paid.', `Fetch ${storeName(matter)}.`);
};
