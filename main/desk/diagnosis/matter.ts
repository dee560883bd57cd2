import type { Row } from '../records/records.ts';
import { type Claim, claimsOf } from './claims.ts';
import { type Course, courseOf } from './course.ts';
import type { Bundle, Evidence } from './evidence.ts';
import type { Surroundings } from './findings.ts';
import { type Promised, promisedOf } from './promised.ts';
import type { Settings } from './settings.ts';

/** One attempt ready to be judged: the evidence and what follows from it by definition. */
export interface Matter {
  readonly e: Evidence;
  readonly settings: Settings;
  readonly own: Course;
  /** Attempts alike around it, in order, this one among them. */
  readonly alike: readonly Course[];
  /** Attempts of this purchase, up to and including the first success. */
  readonly story: readonly Course[];
  readonly promised: Promised;
  readonly claims: ReadonlyMap<Claim, Row<'tickets'>>;
  /** Where the purchase was made: its storefront, else the store's, the account's, its country. */
  readonly storefront: string | null;
  /** "Now" of the copy: ages are counted up to here, so that the same copy gives the same answer. */
  readonly now: number;
}

export function matterOf(e: Evidence, settings: Settings): Matter {
  const storefront =
    e.recharge.storefront ??
    e.stores.find((row) => row.storefront !== null)?.storefront ??
    e.account?.storefront ??
    e.account?.country ??
    null;
  const around: Surroundings = {
    storefrontSells: storefront === null ? null : e.market.sells(storefront, e.recharge.created_at),
    storeAppVersion: e.device?.store_app_version ?? null,
    leastStoreApp: settings.leastStoreApp,
    country: storefront,
    own: e.ownCodes,
  };
  const course = (bundle: Bundle) => courseOf(bundle, around, settings, e.copy);
  const own = course(e);
  const alike = e.alike.map((bundle) => (isOwn(bundle, e) ? own : course(bundle)));
  return {
    e,
    settings,
    own,
    alike,
    story: storyOf(alike, own),
    promised: promisedOf(e, storefront),
    claims: claimsOf(e.tickets),
    storefront,
    now: e.copy.asOf ?? newest(e),
  };
}

function isOwn(bundle: Bundle, e: Evidence): boolean {
  return bundle.recharge.recharge_id === e.recharge.recharge_id;
}

/** Without any stated age the copy is as old as the newest thing this attempt knows. */
function newest(e: Evidence): number {
  return Math.max(e.recharge.created_at, ...e.events.map((event) => event.at));
}

/** The stretch between two successes that this attempt lies in. */
export function storyOf(alike: readonly Course[], own: Course): readonly Course[] {
  let story: Course[] = [];
  let found = false;
  for (const course of alike) {
    story.push(course);
    if (course === own) found = true;
    if (course.grant.given === 0n) continue;
    if (found) break;
    story = [];
  }
  return found ? story : [own];
}
