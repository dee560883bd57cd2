import type { Fields, RecordKind } from '../../../contract/records.ts';
import { recordHref } from '../../app/route.ts';
import { Coins } from '../../ui/coins.tsx';
import type { DataColumn } from '../../ui/data-column.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Id } from '../../ui/id.tsx';
import { Money } from '../../ui/money.tsx';
import { Time } from '../../ui/time.tsx';
import { channelName } from '../words.ts';

function of(row: Fields, name: string): string | null {
  return row[name] ?? null;
}

function amount(text: string | null): bigint | null {
  return text === null ? null : BigInt(text);
}

function when(id: string, header: string): DataColumn<Fields> {
  return {
    id,
    header,
    width: 148,
    sort: (row) => of(row, id),
    cell: (row) => <Time at={of(row, id)} show="minute" />,
  };
}

function word(id: string, header: string, width: number, grow = false): DataColumn<Fields> {
  return {
    id,
    header,
    width,
    grow,
    sort: (row) => of(row, id),
    cell: (row) => <HostileText inline text={of(row, id)?.replaceAll('_', ' ') ?? '–'} />,
  };
}

function coins(id: string, header: string, signed = false, width = 104): DataColumn<Fields> {
  return {
    id,
    header,
    width,
    right: true,
    sort: (row) => amount(of(row, id)),
    cell: (row) => <Coins coins={of(row, id)} signed={signed} bare />,
  };
}

function link(id: string, header: string, kind: RecordKind): DataColumn<Fields> {
  return {
    id,
    header,
    width: 176,
    sort: (row) => of(row, id),
    cell: (row) => {
      const value = of(row, id);
      return value === null ? '–' : <Id id={value} href={recordHref(kind, value)} />;
    },
  };
}

export const rechargeColumns: readonly DataColumn<Fields>[] = [
  when('created_at', 'Created'),
  link('recharge_id', 'Recharge', 'recharge'),
  coins('coins', 'Coins'),
  {
    id: 'amount_minor',
    header: 'Amount',
    width: 120,
    right: true,
    sort: (row) => amount(of(row, 'amount_minor')),
    cell: (row) => <Money minor={of(row, 'amount_minor')} currency={of(row, 'currency')} />,
  },
  {
    id: 'channel',
    header: 'Channel',
    width: 104,
    sort: (row) => of(row, 'channel'),
    cell: (row) => channelName(of(row, 'channel')),
  },
  word('storefront', 'Country', 78),
  word('last_stage', 'Came as far as', 140, true),
];

export const ledgerColumns: readonly DataColumn<Fields>[] = [
  when('at', 'At'),
  word('kind', 'Kind', 140),
  coins('delta', 'Change', true),
  coins('balance_after', 'Balance after', false, 124),
  word('asset', 'Asset', 92),
  link('recharge_id', 'Recharge', 'recharge'),
  link('counterparty_id', 'With', 'account'),
  word('note', 'Note', 120, true),
];

export const giftColumns: readonly DataColumn<Fields>[] = [
  when('last_at', 'Last'),
  word('name', 'Gift', 160, true),
  word('direction', 'Direction', 92),
  coins('quantity', 'Number'),
  coins('amount', 'Amount', true),
  word('asset', 'Asset', 92),
];
