import type { Row } from '../records/records.ts';
import { familyOf } from './codes/lookup.ts';
import { sellerOf } from './findings.ts';
import type { Matter } from './matter.ts';

/** The step of a purchase that an outage can explain. */
export type Step = 'purchase' | 'network' | 'grants' | 'display';

export interface Outage {
  readonly incident: Row<'incidents'>;
  /** It covers the moment; otherwise it was only near. */
  readonly covers: boolean;
}

/**
 * The outage that service, provider, region and time of a step allow to blame: one that covers
 * the moment before one that was only near. Null where none does.
 */
export function outageAt(matter: Matter, step: Step, at: number): Outage | null {
  const near = matter.settings.nearIncidentMs;
  let best: Outage | null = null;
  for (const incident of matter.e.market.incidents(at - near, at + near)) {
    if (!fits(matter, incident, step)) continue;
    const covers =
      incident.started_at <= at && (incident.ended_at === null || at <= incident.ended_at);
    if (best === null || (covers && !best.covers)) best = { incident, covers };
  }
  return best;
}

function fits(matter: Matter, incident: Row<'incidents'>, step: Step): boolean {
  const { recharge } = matter.e;
  if (!inRegion(incident, regionsOf(matter, step))) return false;
  if (step !== 'purchase') return incident.service === step;
  if (matter.own.world === 'store')
    return (
      incident.service === familyOf(sellerOf(recharge)) &&
      sameProvider(incident.provider, sellerOf(recharge))
    );
  return (
    incident.service === 'payments' &&
    sameProvider(incident.provider, matter.own.payment?.provider ?? recharge.provider)
  );
}

function sameProvider(of: string | null, is: string | null): boolean {
  if (of === null) return true;
  if (is === null) return false;
  return (
    of.toLowerCase() === is.toLowerCase() ||
    (familyOf(of) !== 'network' && familyOf(of) === familyOf(is))
  );
}

/** A network fails where the person is; everything else where the shop is. */
function regionsOf(matter: Matter, step: Step): readonly string[] {
  const { recharge, account } = matter.e;
  const order =
    step === 'network'
      ? [recharge.ip_country, recharge.storefront, account?.country]
      : [recharge.storefront, account?.storefront, recharge.ip_country, account?.country];
  const first = order.find((country) => country != null);
  return first ? [first] : [];
}

function inRegion(incident: Row<'incidents'>, regions: readonly string[]): boolean {
  const named = (incident.regions ?? '')
    .split(',')
    .map((region) => region.trim().toUpperCase())
    .filter((region) => region !== '');
  return named.length === 0 || regions.some((region) => named.includes(region));
}
