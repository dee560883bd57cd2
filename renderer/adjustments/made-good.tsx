import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Proposed } from '../../contract/adjustments.ts';
import { policy } from '../../contract/policy.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { href, recordHref } from '../app/route.ts';
import { formatCoins } from '../ui/coins.tsx';
import { Id } from '../ui/id.tsx';
import classes from './adjustments.module.css';
import { BalanceMove, Warnings } from './preview.tsx';
import { StateBadge } from './state-badge.tsx';
import { stateWords } from './words.ts';

/** What became of a proposal, and the ways on from it. */
export function MadeGood(props: {
  proposed: Proposed;
  coins: string;
  account: string;
  onAnother: () => void;
}) {
  const { proposed, coins } = props;
  const { role } = useMe();
  const head = useRef<HTMLParagraphElement>(null);
  useEffect(() => head.current?.focus(), []);
  return (
    <div className={classes.done} role="status" data-testid="proposed">
      <p ref={head} tabIndex={-1} className={classes.big}>
        {formatCoins(coins, { signed: true })}
      </p>
      <p>
        <StateBadge state={proposed.state} />
      </p>
      <p>{stateWords[proposed.state].means}</p>
      <BalanceMove before={proposed.balance_before} after={proposed.balance_after} />
      <Warnings warnings={proposed.warnings} />
      <p>
        Adjustment <Id id={proposed.id} href={recordHref('adjustment', proposed.id)} />
      </p>
      <div className={classes.row}>
        <Button component="a" href={recordHref('adjustment', proposed.id)}>
          Open it in the ledger
        </Button>
        {may(role, policy.audit.list) && (
          <Button
            component="a"
            variant="default"
            href={href({ screen: 'audit', object: `adjustment/${proposed.id}` })}
          >
            In the audit
          </Button>
        )}
        <Button variant="subtle" onClick={props.onAnother}>
          Propose another
        </Button>
      </div>
    </div>
  );
}
