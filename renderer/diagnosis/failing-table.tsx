import type { FailingAttempt } from '../../contract/diagnosis.ts';
import { sayName } from '../../contract/say.ts';
import { go, recordHref } from '../app/route.ts';
import { channelName } from '../records/words.ts';
import { Coins } from '../ui/coins.tsx';
import type { DataColumn } from '../ui/data-column.ts';
import { DataTable } from '../ui/data-table.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Id } from '../ui/id.tsx';
import { Time } from '../ui/time.tsx';
import { causeName } from '../../contract/verdict-words.ts';

const columns: readonly DataColumn<FailingAttempt>[] = [
  {
    id: 'at',
    header: 'Ordered (UTC)',
    width: 140,
    sort: (one) => one.at,
    cell: (one) => <Time at={one.at} show="minute" />,
  },
  {
    id: 'cause',
    header: 'Cause',
    width: 132,
    grow: true,
    sort: (one) => causeName(one.cause),
    cell: (one) => causeName(one.cause),
  },
  {
    id: 'owed',
    header: 'Owed',
    width: 64,
    right: true,
    sort: (one) => (one.coins_owed === null ? null : BigInt(one.coins_owed)),
    cell: (one) => (one.coins_owed === '0' ? '—' : <Coins coins={one.coins_owed} bare />),
  },
  {
    id: 'channel',
    header: 'Channel',
    width: 96,
    sort: (one) => one.channel,
    cell: (one) => channelName(one.channel),
  },
  {
    id: 'provider',
    header: 'Provider',
    width: 92,
    sort: (one) => sayName(one.provider),
    cell: (one) => <HostileText inline text={sayName(one.provider)} />,
  },
  {
    id: 'country',
    header: 'Country',
    width: 68,
    sort: (one) => one.country,
    cell: (one) => one.country,
  },
  {
    id: 'recharge',
    header: 'Recharge',
    width: 168,
    cell: (one) => <Id id={one.recharge_id} href={recordHref('recharge', one.recharge_id)} />,
  },
  {
    id: 'account',
    header: 'Account',
    width: 176,
    cell: (one) => <Id id={one.account_id} href={recordHref('account', one.account_id)} />,
  },
];

/** Attempts that did not end well; a row opens the recharge. */
export function FailingTable(props: {
  label: string;
  rows: readonly FailingAttempt[];
  maxRows?: number;
}) {
  return (
    <DataTable
      {...props}
      columns={columns}
      rowKey={(one) => one.recharge_id}
      onOpen={(one) => go({ screen: 'recharge', id: one.recharge_id })}
    />
  );
}
