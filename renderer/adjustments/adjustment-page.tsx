import { Button } from '@mantine/core';
import type { AdjustmentDetail } from '../../contract/adjustments.ts';
import { policy } from '../../contract/policy.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { href, recordHref } from '../app/route.ts';
import { SellerNotes } from '../sellers/seller-notes.tsx';
import { Coins } from '../ui/coins.tsx';
import { Id } from '../ui/id.tsx';
import { Loading } from '../ui/loading.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './adjustment.module.css';
import { AdjustmentFacts, Decisions, Entries } from './adjustment-facts.tsx';
import { EvidenceThen } from './evidence-then.tsx';
import { useAdjustment, useAdjustments } from './queries.ts';
import { Reverse } from './reverse.tsx';
import { PlatformSays } from './platform-says.tsx';
import { StateBadge } from './state-badge.tsx';
import { stateWords } from './words.ts';

/** States in which coins moved, so that they can be taken back. */
const moved = ['approved', 'sent', 'confirmed'];

function Act({ detail }: { detail: AdjustmentDetail }) {
  const { role } = useMe();
  const others = useAdjustments({ account: detail.account });
  const reversal = others.data?.find((one) => one.reverses === detail.id);
  if (reversal !== undefined)
    return (
      <p className={classes.quiet}>
        Taken back by <Id id={reversal.id} href={recordHref('adjustment', reversal.id)} />,{' '}
        <StateBadge bare state={reversal.state} />
      </p>
    );
  if (detail.may_decide)
    return (
      <Button component="a" href={href({ screen: 'approvals', id: detail.id })}>
        Decide it in the queue
      </Button>
    );
  if (detail.why_not !== null) return <p className={classes.quiet}>{detail.why_not}</p>;
  if (detail.reverses !== null)
    return <p className={classes.quiet}>This is a reversal itself; it is not taken back again.</p>;
  if (!moved.includes(detail.state) || !may(role, policy.adjustments.reverse))
    return <p className={classes.quiet}>Nothing can be done to it from here.</p>;
  return <Reverse detail={detail} />;
}

function Trail({ detail }: { detail: AdjustmentDetail }) {
  const { role } = useMe();
  return (
    <dl className={classes.facts}>
      <dt>Key</dt>
      <dd>
        <Id id={detail.key} />
      </dd>
      <dt>Payload</dt>
      <dd>
        <Id id={detail.payload_sha256} /> SHA-256
      </dd>
      {may(role, policy.audit.list) && (
        <>
          <dt>Audit</dt>
          <dd>
            <a href={href({ screen: 'audit', object: `adjustment/${detail.id}` })}>
              Rows of this adjustment
            </a>
          </dd>
        </>
      )}
    </dl>
  );
}

function Whole({ detail }: { detail: AdjustmentDetail }) {
  return (
    <div className={classes.columns}>
      <div className={classes.stack}>
        <Panel title="What changes">
          <AdjustmentFacts detail={detail} />
        </Panel>
        <Panel title="The platform">
          <PlatformSays detail={detail} />
        </Panel>
        <Panel title="Double entry" aside={<span>in the desk's own ledger</span>}>
          <Entries detail={detail} />
        </Panel>
        <Panel title="Evidence of the maker">
          <EvidenceThen detail={detail} />
        </Panel>
      </div>
      <div className={classes.stack}>
        <Panel title="Decisions">
          <Decisions detail={detail} />
        </Panel>
        <Panel title="What can be done">
          <Act detail={detail} />
        </Panel>
        <Panel title="How it is kept">
          <Trail detail={detail} />
        </Panel>
      </div>
    </div>
  );
}

/** One adjustment: what changes, its entries, the evidence it stands on, and who decided. */
export function AdjustmentPage({ id }: { id: string }) {
  const { data, error, refetch } = useAdjustment(id);
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1 className={classes.title}>
          Adjustment <Id id={id} />
        </h1>
        {data !== undefined && (
          <>
            <Coins coins={data.coins} signed />
            <StateBadge state={data.state} />
            <span>{stateWords[data.state].means}</span>
          </>
        )}
      </header>
      {data !== undefined && (
        <SellerNotes
          account={data.account}
          {...(data.recharge === null ? {} : { recharge: data.recharge })}
          {...(data.ticket === null ? {} : { ticket: data.ticket })}
        />
      )}
      {data !== undefined ? (
        <Whole detail={data} />
      ) : error === null ? (
        <Loading rows={14} label="Loading the adjustment" />
      ) : (
        <Refused error={error} onRetry={() => void refetch()} />
      )}
    </div>
  );
}
