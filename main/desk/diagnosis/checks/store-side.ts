import type { Check, CheckId } from '../../../../contract/diagnosis.ts';
import { sayWord } from '../../../../contract/say.ts';
import { cite } from '../cite.ts';
import { notOffered } from '../eligibility.ts';
import { guardianState } from '../guardian.ts';
import type { Matter } from '../matter.ts';
import { storeMessage } from '../questions.ts';
import { older } from '../versions.ts';
import { byCode, gotThrough } from './by-code.ts';
import { ask, fail, pass, skipped, storeName, unknown, warn, type CheckRule } from './outcome.ts';

const notStore = 'Not bought in an app store.';

function sold(matter: Matter, id: CheckId): Check | null {
  if (matter.own.world !== 'store') return skipped(id, notStore);
  return gotThrough(matter) ? pass(id, 'The store sold it.', matter.own.money.cites) : null;
}

/** What code, store message or customer say; else the question for the store's screen. */
function byMessage(matter: Matter, id: CheckId): Check {
  const coded = byCode(matter, id);
  if (coded) return coded;
  const done = sold(matter, id);
  if (done) return done;
  const told = storeMessage(matter);
  if (told?.cause === id) return fail(id, told.says, told.cites);
  return ask(id, 'Only the store knows; its message on the screen says it.', 'store_message');
}

/** 13. The store account owes money, or its method fails. */
export const storeBilling: CheckRule = (matter) => byMessage(matter, 'store_billing');

/** 14. The store account must be verified. */
export const storeVerification: CheckRule = (matter) => byMessage(matter, 'store_verification');

/** 15. Paid in cash or by a slow method at the store, not finished. */
export const storePending: CheckRule = (matter) => {
  const { money, store } = matter.own;
  if (matter.own.world !== 'store') return skipped('store_pending', notStore);
  if (gotThrough(matter)) return pass('store_pending', 'The store sold it.', money.cites);
  if (guardianState(matter))
    return skipped('store_pending', 'It waits for a guardian, not for money.');
  if (money.state === 'pending_over')
    return fail('store_pending', 'It was pending and then ended unpaid.', money.cites);
  if (money.state === 'pending') {
    const hours = Math.floor((matter.now - (money.at ?? matter.now)) / 3_600_000);
    return warn('store_pending', `Pending for ${hours} h.`, money.cites);
  }
  return store
    ? pass('store_pending', `The store says ${sayWord(store.state ?? 'nothing')}.`, [
        cite('store_records', store, 'state'),
      ])
    : unknown('store_pending', 'No store record is in this copy.', `Fetch ${storeName(matter)}.`);
};

/** 16. Ask to Buy, or family approval. */
export const guardianApproval: CheckRule = (matter) => {
  const done = sold(matter, 'guardian_approval');
  if (done) return done;
  const state = guardianState(matter);
  if (!state) {
    const refused = matter.own.findings.find((one) => one.firmness === 'code');
    return refused
      ? pass('guardian_approval', 'The store answered; nothing waits.', refused.cites)
      : ask('guardian_approval', 'The store shows nobody that it waits.', 'ask_to_buy');
  }
  return state.lapsed
    ? warn(
        'guardian_approval',
        'It waited for approval; the request has lapsed by now.',
        state.cites,
      )
    : warn('guardian_approval', 'It waits for approval.', state.cites);
};

/** 17. A setting of the device or its administrator forbids purchases. */
export const purchasesDisabled: CheckRule = (matter) => byMessage(matter, 'purchases_disabled');

/** 18. The product is not sold in this storefront. */
export const notInStorefront: CheckRule = (matter) => {
  const id = 'not_in_storefront';
  const coded = byCode(matter, id);
  if (coded) return coded;
  if (matter.own.world !== 'store') return skipped(id, notStore);
  const told = storeMessage(matter);
  if (told?.cause === id && !gotThrough(matter)) return fail(id, told.says, told.cites);
  const known = notOffered(matter);
  if (known?.cause === id)
    return gotThrough(matter)
      ? warn(id, known.says, known.cites)
      : fail(id, known.says, known.cites);
  const { line } = matter.promised;
  if (line)
    return pass(id, 'The price list has it for this storefront.', [cite('packages', line, 'sku')]);
  if (gotThrough(matter)) return pass(id, 'The store sold it.', matter.own.money.cites);
  return unknown(
    id,
    'The price list does not say it for this package and storefront.',
    'Fetch the price list of the storefront.',
  );
};

/** 21. The store app or its services are too old. */
export const storeClientOutdated: CheckRule = (matter) => {
  const id = 'store_client_outdated';
  const coded = byCode(matter, id);
  if (coded) return coded;
  if (matter.own.world !== 'store') return skipped(id, notStore);
  if (gotThrough(matter)) return pass(id, 'The store app could sell.', matter.own.money.cites);
  const { device, recharge } = matter.e;
  if (recharge.channel !== 'google_play')
    return skipped(id, 'The store is part of the system there.');
  const old = older(device?.store_app_version ?? null, matter.settings.leastStoreApp);
  if (old === null || !device)
    return unknown(
      id,
      'The version of the store app is not known.',
      'Fetch the device with its store_app_version.',
    );
  const cites = [cite('devices', device, 'store_app_version')];
  return old
    ? warn(id, `Store app ${device.store_app_version} is old; no code blames it.`, cites)
    : pass(id, 'The store app is new enough.', cites);
};
