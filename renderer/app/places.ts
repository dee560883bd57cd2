import {
  IconBriefcase,
  IconAlarm,
  IconChecks,
  IconDatabaseImport,
  IconHome,
  IconListDetails,
  IconFlag,
  IconSettings,
  IconShieldCheck,
  IconTable,
} from '@tabler/icons-react';
import { type Policy, policy } from '../../contract/policy.ts';
import type { Role } from '../../contract/staff.ts';
import { may } from './may.ts';
import type { Route } from './route.ts';

type Standing = Exclude<
  Route['screen'],
  | 'search'
  | 'recharge'
  | 'account'
  | 'adjustment'
  | 'adjustments'
  | 'show'
  | 'seller'
  | 'ring'
  | 'links'
  | 'case'
  | 'report'
  | 'alike'
  | 'kept'
  | 'balance'
  | 'unknown'
>;

/** A place of the rail and the palette. */
export interface Place {
  readonly screen: Standing;
  readonly name: string;
  readonly icon: typeof IconHome;
  /** Who may open it: whoever may make the call that fills it. */
  readonly needs: Policy;
}

const places: readonly Place[] = [
  { screen: 'home', name: 'Home', icon: IconHome, needs: policy.staff.me },
  { screen: 'tickets', name: 'Tickets', icon: IconListDetails, needs: policy.records.tickets },
  { screen: 'list', name: 'Records', icon: IconTable, needs: policy.records.rows },
  { screen: 'deadlines', name: 'Deadlines', icon: IconAlarm, needs: policy.diagnosis.deadlines },
  { screen: 'approvals', name: 'Approvals', icon: IconChecks, needs: policy.adjustments.list },
  { screen: 'sellers', name: 'Sellers', icon: IconFlag, needs: policy.sellers.list },
  { screen: 'cases', name: 'Cases', icon: IconBriefcase, needs: policy.cases.list },
  { screen: 'import', name: 'Import', icon: IconDatabaseImport, needs: policy.drops.list },
  { screen: 'audit', name: 'Audit', icon: IconShieldCheck, needs: policy.audit.list },
  { screen: 'settings', name: 'Settings', icon: IconSettings, needs: policy.staff.me },
];

/** The places that this role can open, in their order. */
export function placesFor(role: Role): readonly Place[] {
  return places.filter((place) => may(role, place.needs));
}
