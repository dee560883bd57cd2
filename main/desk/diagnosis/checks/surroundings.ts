import type { Check, CheckId } from '../../../../contract/diagnosis.ts';
import {
  appOutdated,
  type Circumstance,
  clockWrong,
  poorConnection,
  regionMismatch,
  sessionAt,
  vpnOrTravel,
  platformOf,
} from '../circumstances.ts';
import { cite, citeAbsent } from '../cite.ts';
import { outageAt } from '../incidents.ts';
import { older } from '../versions.ts';
import { byCode, gotThrough } from './by-code.ts';
import { ask, fail, pass, skipped, unknown, warn, type CheckRule } from './outcome.ts';

function told(id: CheckId, found: Circumstance | null): Check | null {
  if (!found) return null;
  return found.outcome === 'fail'
    ? fail(id, found.says, found.cites)
    : warn(id, found.says, found.cites);
}

/** 19. Store, card, account and IP countries disagree. Never a cause on its own. */
export const region: CheckRule = (matter) => {
  const id = 'region_mismatch';
  const { recharge, account } = matter.e;
  const found = told(id, regionMismatch(matter));
  if (found) return found;
  const known = [
    ...(recharge.storefront === null ? [] : [cite('recharges', recharge, 'storefront')]),
    ...(recharge.ip_country === null ? [] : [cite('recharges', recharge, 'ip_country')]),
    ...(account?.country == null ? [] : [cite('accounts', account, 'country')]),
  ];
  return known.length > 1
    ? pass(id, 'The countries agree.', known)
    : unknown(id, 'Fewer than two countries are known.', `Fetch account ${recharge.account_id}.`);
};

/** 20. VPN, hosting address or impossible journey. */
export const vpn: CheckRule = (matter) => {
  const id = 'vpn_or_travel';
  const found = told(id, vpnOrTravel(matter));
  if (found) return found;
  const { recharge } = matter.e;
  return recharge.ip_kind === 'residential' || recharge.ip_kind === 'mobile'
    ? pass(id, 'An ordinary address.', [cite('recharges', recharge, 'ip_kind')])
    : ask(id, 'The kind of address is not known.', 'vpn');
};

/** 26. The connection failed, or was too poor. */
export const connectivity: CheckRule = (matter) => {
  const id = 'connectivity';
  const found = byCode(matter, id) ?? told(id, poorConnection(matter));
  if (found) return found;
  if (gotThrough(matter)) return pass(id, 'It got through.', matter.own.money.cites);
  const session = sessionAt(matter);
  return session && session.rtt_ms !== null
    ? pass(id, 'The connection was good.', [cite('sessions', session, 'rtt_ms')])
    : unknown(id, 'No session of that time is in this copy.', 'Fetch the sessions of the account.');
};

/** 27. The app is older than billing supports. */
export const app: CheckRule = (matter) => {
  const id = 'app_outdated';
  const found = told(id, appOutdated(matter));
  if (found) return found;
  const { recharge, market } = matter.e;
  const platform = platformOf(matter);
  if (recharge.app_version === null || platform === null)
    return unknown(id, 'The version of the app is not known.', 'Fetch the device of the attempt.');
  const cites = [cite('recharges', recharge, 'app_version')];
  if (!market.minimumApp(platform, recharge.created_at))
    return unknown(id, 'No minimum is known for this platform.', 'Fetch app_versions.', cites);
  const latest = market.latestApp(platform);
  const behind =
    latest !== null &&
    (latest.released_at ?? 0) <= recharge.created_at &&
    older(recharge.app_version, latest.version) === true;
  return behind
    ? warn(id, `Not the newest app (${latest.version}); billing supports it.`, cites)
    : pass(id, 'New enough.', cites);
};

/** 29. The device clock was off. */
export const clock: CheckRule = (matter) => {
  const id = 'clock_wrong';
  const found = byCode(matter, id) ?? told(id, clockWrong(matter));
  if (found) return found;
  const { recharge } = matter.e;
  return recharge.client_clock_skew_ms === null
    ? unknown(id, 'The clock of the device is not known.', 'Fetch the client log of the attempt.')
    : pass(id, 'The clock was right.', [cite('recharges', recharge, 'client_clock_skew_ms')]);
};

/** 30. An outage at the store, the processor or us, where it can explain this attempt. */
export const incident: CheckRule = (matter) => {
  const id = 'incident';
  const { own, e } = matter;
  const delivered = own.grant.net > 0n;
  const at = own.findings[0]?.at ?? own.money.at ?? e.recharge.created_at;
  const claimed = matter.claims.get('missing')?.opened_at ?? own.grant.first?.at ?? at;
  const outages = [
    ...(gotThrough(matter)
      ? []
      : [outageAt(matter, 'purchase', at), outageAt(matter, 'network', at)]),
    ...(delivered
      ? [outageAt(matter, 'display', claimed)]
      : [outageAt(matter, 'grants', own.grant.failed?.at ?? at)]),
  ].filter((outage) => outage !== null);
  const worst = outages.find((outage) => outage.covers) ?? outages[0];
  if (!worst) {
    if (!e.copy.covers(at, 'incidents'))
      return unknown(
        id,
        'This copy has no calendar of outages for that time.',
        'Fetch the incidents.',
      );
    return pass(id, 'No outage covers it.', [
      citeAbsent('incidents', matter.storefront ?? 'any', 'started_at'),
    ]);
  }
  const cites = [
    cite('incidents', worst.incident, 'started_at'),
    cite('incidents', worst.incident, 'ended_at'),
  ];
  const text = worst.incident.summary ?? 'An outage.';
  return worst.covers && (!delivered || matter.claims.size > 0 || !gotThrough(matter))
    ? fail(id, text, cites)
    : warn(id, worst.covers ? text : `Near an outage: ${text}`, cites);
};

/** 24. The customer stopped it. Nothing is wrong. */
export const customerCancelled: CheckRule = (matter) => {
  const id = 'customer_cancelled';
  const coded = byCode(matter, id);
  if (coded) return coded;
  const event = matter.e.events.find((one) => one.stage === 'cancelled');
  if (gotThrough(matter)) return pass(id, 'It was carried through.', matter.own.money.cites);
  if (event)
    return warn(id, 'It was cancelled; by whom is not said.', [
      cite('recharge_events', event, 'stage'),
    ]);
  const { store } = matter.own;
  if (store?.state === 'cancelled')
    return warn(id, 'The store says cancelled; by whom is not said.', [
      cite('store_records', store, 'state'),
    ]);
  return matter.own.findings.length > 0
    ? skipped(id, 'It ended otherwise.')
    : unknown(id, 'Nothing says how it ended.', 'Fetch the client log of the attempt.');
};
