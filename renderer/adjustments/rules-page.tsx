import { useState } from 'react';
import { type LimitName, type Reason, reasonNames } from '../../contract/adjustments.ts';
import { policy } from '../../contract/policy.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { Coins } from '../ui/coins.tsx';
import { Loading } from '../ui/loading.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { AdjustmentsBar } from './adjustments-nav.tsx';
import { ChangesList } from './changes-list.tsx';
import { useChanges, useRules } from './governance-queries.ts';
import classes from './governance.module.css';
import { Rehearse } from './rehearse.tsx';
import { ReasonForm } from './reason-form.tsx';
import { evidenceWords, limitNames, limitWords, mayWords } from './words.ts';

type Rules = NonNullable<ReturnType<typeof useRules>['data']>;

function Limits(props: { rules: Rules; chosen: LimitName; onChoose: (name: LimitName) => void }) {
  const { limits } = props.rules;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Limit</th>
          <th scope="col">What it binds</th>
          <th scope="col" className={classes.right}>
            Coins
          </th>
        </tr>
      </thead>
      <tbody>
        {(Object.keys(limits) as LimitName[]).map((name) => (
          <tr key={name} className={name === props.chosen ? classes.chosen : undefined}>
            <th scope="row">
              <button
                type="button"
                className={classes.pick}
                aria-pressed={name === props.chosen}
                onClick={() => props.onChoose(name)}
              >
                {limitNames[name]}
              </button>
            </th>
            <td>{limitWords[name]}</td>
            <td className={classes.right}>
              <Coins coins={limits[name]} bare />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Reasons(props: {
  rules: Rules;
  chosen: Reason | null;
  onChoose: ((code: Reason) => void) | null;
}) {
  const { onChoose } = props;
  return (
    <table className={classes.table} data-testid="reasons">
      <thead>
        <tr>
          <th scope="col">Reason</th>
          <th scope="col">Coins</th>
          <th scope="col">Evidence</th>
          <th scope="col">May ask</th>
          <th scope="col" className={classes.right}>
            At most
          </th>
        </tr>
      </thead>
      <tbody>
        {props.rules.reasons.map((rule) => (
          <tr key={rule.code} className={rule.code === props.chosen ? classes.chosen : undefined}>
            <th scope="row">
              {onChoose === null || rule.code === 'REVERSAL_OF_ADJUSTMENT' ? (
                reasonNames[rule.code]
              ) : (
                <button
                  type="button"
                  className={classes.pick}
                  aria-pressed={rule.code === props.chosen}
                  onClick={() => onChoose(rule.code)}
                >
                  {reasonNames[rule.code]}
                </button>
              )}
              {!rule.enabled && (
                <>
                  {' '}
                  <OutcomeBadge bare outcome="skipped" word="off" />
                </>
              )}
            </th>
            <td>
              {{ '+': 'gives', '-': 'takes', '±': 'either' }[rule.sign]}
              {rule.may_go_negative && ', below zero too'}
            </td>
            <td>{evidenceWords(rule)}</td>
            <td>{mayWords(rule.may)}</td>
            <td className={classes.right}>
              {rule.max === null ? (
                <span className={classes.quiet}>no cap</span>
              ) : (
                <Coins coins={rule.max} bare />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Body({ rules }: { rules: Rules }) {
  const { role } = useMe();
  const [limit, setLimit] = useState<LimitName>('own_limit');
  const [reason, setReason] = useState<Reason | null>(null);
  const seesChanges = may(role, policy.adjustments.changes);
  const changes = useChanges(seesChanges);
  const owner = may(role, policy.adjustments.setReason);
  const rule = rules.reasons.find((one) => one.code === reason);
  return (
    <div className={classes.columns}>
      <div className={classes.stack}>
        <Panel title="Limits" aside={<span>coins; days in UTC</span>}>
          <Limits rules={rules} chosen={limit} onChoose={setLimit} />
        </Panel>
        <Panel title="Reasons">
          <Reasons rules={rules} chosen={reason} onChoose={owner ? setReason : null} />
        </Panel>
      </div>
      <div className={classes.stack}>
        {rule !== undefined && (
          <Panel title={reasonNames[rule.code]} onClose={() => setReason(null)}>
            <ReasonForm key={JSON.stringify(rule)} rule={rule} />
          </Panel>
        )}
        {may(role, policy.adjustments.rehearse) && (
          <Panel title={`With another ${limitNames[limit].toLowerCase()}`}>
            <Rehearse key={limit} name={limit} standing={rules.limits[limit]} />
          </Panel>
        )}
        {seesChanges && (
          <Panel title="Changes">
            {changes.data === undefined ? (
              <Loading rows={3} />
            ) : (
              <ChangesList changes={changes.data} />
            )}
          </Panel>
        )}
      </div>
    </div>
  );
}

/** Limits and reasons as they stand, what another limit would have meant, and changes that wait. */
export function RulesPage() {
  const { data, error, refetch } = useRules();
  return (
    <div className={classes.page}>
      <AdjustmentsBar title="Limits and reasons" here="rules" />
      {data !== undefined ? (
        <Body rules={data} />
      ) : error === null ? (
        <Loading rows={14} label="Loading the rules" />
      ) : (
        <Refused error={error} onRetry={() => void refetch()} />
      )}
    </div>
  );
}
