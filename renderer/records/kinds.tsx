import {
  IconArrowsLeftRight,
  IconBriefcase,
  IconBuildingStore,
  IconCoins,
  IconCreditCard,
  IconDeviceMobile,
  IconMessage,
  IconReceipt,
  IconUser,
  IconWallet,
  IconWorld,
} from '@tabler/icons-react';
import type { RecordKind } from '../../contract/records.ts';

const kinds: Record<RecordKind, { one: string; many: string; icon: typeof IconUser }> = {
  account: { one: 'Account', many: 'Accounts', icon: IconUser },
  recharge: { one: 'Recharge', many: 'Recharges', icon: IconCoins },
  store_record: { one: 'Store record', many: 'Store records', icon: IconReceipt },
  payment: { one: 'Payment', many: 'Payments', icon: IconWallet },
  instrument: { one: 'Instrument', many: 'Instruments', icon: IconCreditCard },
  device: { one: 'Device', many: 'Devices', icon: IconDeviceMobile },
  ip: { one: 'IP address', many: 'IP addresses', icon: IconWorld },
  seller: { one: 'Seller', many: 'Sellers', icon: IconBuildingStore },
  ticket: { one: 'Ticket', many: 'Tickets', icon: IconMessage },
  adjustment: { one: 'Adjustment', many: 'Adjustments', icon: IconArrowsLeftRight },
  case: { one: 'Case', many: 'Cases', icon: IconBriefcase },
};

/** "Store record" */
export function kindName(kind: RecordKind): string {
  return kinds[kind].one;
}

/** "Store records" */
export function kindNames(kind: RecordKind): string {
  return kinds[kind].many;
}

/** The picture of a kind; its name must stand beside it. */
export function KindIcon({ kind, size = 16 }: { kind: RecordKind; size?: number }) {
  const { icon: Icon } = kinds[kind];
  return <Icon size={size} stroke={1.6} aria-hidden="true" />;
}
