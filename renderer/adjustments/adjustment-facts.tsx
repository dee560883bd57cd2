import { type AdjustmentDetail, reasonNames } from '../../contract/adjustments.ts';
import { recordHref } from '../app/route.ts';
import { Coins } from '../ui/coins.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Id } from '../ui/id.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Time } from '../ui/time.tsx';
import classes from './adjustment.module.css';
import { BalanceMove } from './preview.tsx';

/** Whom it is for, why, by whom; what changes stands first. */
export function AdjustmentFacts({ detail }: { detail: AdjustmentDetail }) {
  const links = [
    ['Recharge', 'recharge', detail.recharge],
    ['Ticket', 'ticket', detail.ticket],
    ['Case', 'case', detail.case],
    ['Reverses', 'adjustment', detail.reverses],
  ] as const;
  return (
    <dl className={classes.facts}>
      <dt>Balance</dt>
      <dd>
        <BalanceMove before={detail.balance_before} after={detail.balance_after} />
      </dd>
      <dt>Account</dt>
      <dd>
        <Id id={detail.account} href={recordHref('account', detail.account)} />
      </dd>
      <dt>Reason</dt>
      <dd>{reasonNames[detail.reason]}</dd>
      {links.map(
        ([name, kind, id]) =>
          id !== null && (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>
                <Id id={id} href={recordHref(kind, id)} />
              </dd>
            </div>
          ),
      )}
      {detail.external_id !== null && (
        <>
          <dt>External id</dt>
          <dd>
            <Id id={detail.external_id} />
          </dd>
        </>
      )}
      <dt>Made by</dt>
      <dd>
        {detail.maker}, <Time at={detail.created_at} show="absolute" /> (
        <Time at={detail.created_at} />)
      </dd>
      <dt>Note</dt>
      <dd>
        <HostileText text={detail.note} />
      </dd>
    </dl>
  );
}

/** The double entry: what moved between which books. It sums to zero. */
export function Entries({ detail }: { detail: AdjustmentDetail }) {
  if (detail.entries.length === 0)
    return (
      <p className={classes.quiet}>Nothing has moved: there are no entries until it is approved.</p>
    );
  const sum = detail.entries.reduce((total, entry) => total + BigInt(entry.coins), 0n);
  return (
    <table className={classes.table} data-testid="entries">
      <thead>
        <tr>
          <th scope="col">Book</th>
          <th scope="col">Entry</th>
          <th scope="col">At</th>
          <th scope="col" className={classes.right}>
            Coins
          </th>
        </tr>
      </thead>
      <tbody>
        {detail.entries.map((entry) => (
          <tr key={entry.entry}>
            <td>{entry.book}</td>
            <td>
              <Id id={entry.entry} />
            </td>
            <td>
              <Time at={entry.at} show="absolute" />
            </td>
            <td className={classes.right}>
              <Coins coins={entry.coins} signed bare />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={3}>
            Sum
          </th>
          <td className={classes.right}>
            {sum === 0n ? '0' : <OutcomeBadge outcome="fail" word={`${sum}, must be 0`} />}
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

/** Who decided it and why, and who is still needed. */
export function Decisions({ detail }: { detail: AdjustmentDetail }) {
  return (
    <>
      {detail.decisions.length > 0 && (
        <ol className={classes.decisions}>
          {detail.decisions.map((one) => (
            <li key={`${one.user}/${one.at}`}>
              <p className={classes.line}>
                <OutcomeBadge
                  outcome={one.decision === 'approved' ? 'pass' : 'fail'}
                  word={one.decision}
                />
                {one.user} ({one.role}), <Time at={one.at} show="absolute" />
              </p>
              <HostileText text={one.note} />
            </li>
          ))}
        </ol>
      )}
      {detail.needs !== null && <p className={classes.quiet}>Still needed: {detail.needs}.</p>}
      {detail.decisions.length === 0 && detail.needs === null && (
        <p className={classes.quiet}>
          {detail.state === 'lapsed'
            ? 'Nobody decided it within 24 hours.'
            : 'Inside the limit of its maker: nobody else had to decide it.'}
        </p>
      )}
    </>
  );
}
