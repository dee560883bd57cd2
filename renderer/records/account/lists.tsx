import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Adjustment } from '../../../contract/adjustments.ts';
import { policy } from '../../../contract/policy.ts';
import type { AccountPage, Fields } from '../../../contract/records.ts';
import { adjustmentColumns } from '../../adjustments/adjustment-columns.tsx';
import { useMe } from '../../app/desk.tsx';
import { may } from '../../app/may.ts';
import { go, routeOf } from '../../app/route.ts';
import { Moments } from '../../cases/moments.tsx';
import type { DataColumn } from '../../ui/data-column.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ticketColumns } from '../ticket-columns.tsx';
import { Timeline } from '../timeline.tsx';
import classes from './account.module.css';
import { giftColumns, ledgerColumns, rechargeColumns } from './columns.tsx';

/** Rows a table shows before it scrolls inside. */
const mostRows = 16;

interface RecordTable {
  readonly name: string;
  readonly rows: readonly Fields[];
  readonly columns: readonly DataColumn<Fields>[];
  readonly key: string;
  readonly kind?: 'recharge' | 'ticket';
  readonly none: string;
}

function tablesOf(page: AccountPage): RecordTable[] {
  return [
    {
      name: 'Recharges',
      rows: page.recharges,
      columns: rechargeColumns,
      key: 'recharge_id',
      kind: 'recharge',
      none: 'This account has bought nothing in this copy.',
    },
    {
      name: 'Ledger',
      rows: page.ledger,
      columns: ledgerColumns,
      key: 'entry_id',
      none: 'The copy holds no entry of this account.',
    },
    {
      name: 'Gifts',
      rows: page.gifts,
      columns: giftColumns,
      key: 'gift_id',
      none: 'No gifts were sent or received.',
    },
    {
      name: 'Tickets',
      rows: page.tickets,
      columns: ticketColumns,
      key: 'ticket_id',
      kind: 'ticket',
      none: 'This account has written no ticket.',
    },
  ];
}

function RecordRows({ table }: { table: RecordTable }) {
  const { kind, key, rows } = table;
  if (rows.length === 0)
    return <Empty title={`No ${table.name.toLowerCase()}`}>{table.none}</Empty>;
  return (
    <DataTable
      label={table.name}
      columns={table.columns}
      rows={rows}
      rowKey={(row) => `${row[key]}/${row.direction ?? ''}/${row.asset ?? ''}`}
      maxRows={mostRows}
      {...(kind === undefined
        ? {}
        : { onOpen: (row: Fields) => row[key] && go(routeOf(kind, row[key])) })}
    />
  );
}

function AdjustmentRows({ adjustments }: { adjustments: readonly Adjustment[] }) {
  if (adjustments.length === 0)
    return <Empty title="No adjustments">Nothing was decided at this desk for this account.</Empty>;
  return (
    <DataTable
      label="Adjustments"
      columns={adjustmentColumns}
      rows={adjustments}
      rowKey={(one) => one.id}
      maxRows={mostRows}
      onOpen={(one) => go({ screen: 'adjustment', id: one.id })}
    />
  );
}

function TabOf(props: { name: string; count: number; children?: ReactNode }) {
  return (
    <Tabs.Tab value={props.name}>
      {props.name} ({props.count})
    </Tabs.Tab>
  );
}

/** What the account bought, holds, gave and wrote, each in its table; and all of it as one timeline. */
export function AccountLists(props: {
  page: AccountPage;
  /** Null where the role sees none. */
  adjustments: readonly Adjustment[] | null;
}) {
  const { page, adjustments } = props;
  const { role } = useMe();
  const sees = may(role, policy.cases.timeline);
  const tables = tablesOf(page);
  return (
    <Tabs defaultValue="Recharges" keepMounted={false} className={classes.tabs}>
      <Tabs.List className={classes.tabList}>
        {tables.map((table) => (
          <TabOf key={table.name} name={table.name} count={table.rows.length} />
        ))}
        {adjustments !== null && <TabOf name="Adjustments" count={adjustments.length} />}
        <TabOf name="Timeline" count={page.timeline.length} />
      </Tabs.List>
      {tables.map((table) => (
        <Tabs.Panel key={table.name} value={table.name}>
          <RecordRows table={table} />
        </Tabs.Panel>
      ))}
      {adjustments !== null && (
        <Tabs.Panel value="Adjustments">
          <AdjustmentRows adjustments={adjustments} />
        </Tabs.Panel>
      )}
      <Tabs.Panel value="Timeline">
        {sees ? (
          <div className={classes.axis}>
            <Moments of={{ account: page.account_id }} />
          </div>
        ) : (
          <Timeline entries={page.timeline} label="Timeline of this account" />
        )}
      </Tabs.Panel>
    </Tabs>
  );
}
