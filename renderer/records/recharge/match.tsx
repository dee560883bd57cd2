import { useId, useState } from 'react';
import type { RechargePage, Side } from '../../../contract/records.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { OutcomeBadge } from '../../ui/outcome-badge.tsx';
import { RawRecord } from '../../ui/raw-record.tsx';
import { revealed } from '../../ui/reveal.ts';
import classes from './recharge.module.css';
import { ledgerStanding, orderStanding, paymentStanding, type Standing } from './standing.ts';

type SideRecord = Side['records'][number];

/** Records that one corner lists; the others stand in the timeline. */
const mostListed = 4;

interface CornerProps {
  readonly title: string;
  readonly side: Side;
  readonly standing: Standing;
  readonly records: readonly SideRecord[];
  readonly opened: SideRecord | null;
  readonly behind: string;
  readonly onOpen: (record: SideRecord) => void;
}

function Corner(props: CornerProps) {
  const { side, standing, records, opened } = props;
  const [only] = records;
  // Where the summary begins with all that the one record says, the summary itself opens it.
  const alone = records.length === 1 && only !== undefined && side.summary.startsWith(only.text);
  return (
    <div className={classes.corner}>
      <h2 className={classes.cornerHead}>
        {props.title} <OutcomeBadge {...standing} />
      </h2>
      {!alone && (
        <p className={classes.summary}>
          <HostileText inline text={side.summary} />
        </p>
      )}
      {records.slice(0, mostListed).map((record) => (
        <button
          key={`${record.table}/${record.key}`}
          type="button"
          className={alone ? `${classes.record} ${classes.alone}` : classes.record}
          aria-expanded={opened === record}
          aria-controls={opened === record ? props.behind : undefined}
          onClick={() => props.onOpen(record)}
        >
          <span>
            <HostileText inline text={alone ? side.summary : record.text} />
          </span>
          <span className={classes.braces} aria-hidden>
            {'{…}'}
          </span>
        </button>
      ))}
      {records.length > mostListed && `and ${records.length - mostListed} more in the timeline`}
    </div>
  );
}

/** Our order, the store or processor, and the ledger side by side, and the records behind each. */
export function Match({ page, owed }: { page: RechargePage; owed: boolean }) {
  const [opened, setOpened] = useState<SideRecord | null>(null);
  const behind = useId();
  const { order, payment, ledger } = page;
  const common = {
    opened,
    behind,
    onOpen: (record: SideRecord) => setOpened(opened === record ? null : record),
  };
  const processor = page.fields.channel === 'web' || page.fields.channel === 'partner';
  const orders = order.records.filter((record) => record.table === 'recharges');
  return (
    <section className={classes.match} aria-label="Order, payment and ledger side by side">
      <Corner
        {...common}
        title="Order"
        side={order}
        standing={orderStanding(order)}
        records={orders}
      />
      <Corner
        {...common}
        title={processor ? 'Processor' : 'Store'}
        side={payment}
        standing={paymentStanding(payment, ledger)}
        records={payment.records}
      />
      <Corner
        {...common}
        title="Ledger"
        side={ledger}
        standing={ledgerStanding(ledger, owed)}
        records={ledger.records}
      />
      {opened !== null && (
        <div id={behind} className={classes.behind}>
          <p className={classes.behindTitle}>
            {opened.table} {revealed(opened.key)}
          </p>
          <RawRecord fields={opened.raw} origin={opened.origin} />
        </div>
      )}
    </section>
  );
}
