import { type RingDetail, type RingMember, ringRoles } from '../../contract/seller-rings.ts';
import { href, recordHref } from '../app/route.ts';
import { CheckEvidence } from '../diagnosis/check-evidence.tsx';
import { Coins } from '../ui/coins.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Id, shortened } from '../ui/id.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { Screen } from '../ui/screen.tsx';
import { Time } from '../ui/time.tsx';
import { useRing } from './queries.ts';
import { RoleBadge } from './role-badge.tsx';
import classes from './sellers.module.css';
import { Site } from './site.tsx';
import { defanged, linkWords } from './words.ts';
import { Working } from './working.tsx';

function Member({ member }: { member: RingMember }) {
  return (
    <li>
      <details>
        <summary style={{ gridTemplateColumns: '112px 150px minmax(0, 1fr)' }}>
          <RoleBadge role={member.role} />
          <span className={classes.mono}>
            <HostileText inline text={shortened(member.account_id, 18)} />
          </span>
          <HostileText inline text={defanged(member.reason)} />
        </summary>
        <div className={classes.proof}>
          <span>
            Account <Id id={member.account_id} href={recordHref('account', member.account_id)} />{' '}
            <a href={href({ screen: 'links', kind: 'account', id: member.account_id })}>
              Links around it
            </a>
          </span>
          <CheckEvidence facts={member.evidence} />
        </div>
      </details>
    </li>
  );
}

function Body({ ring }: { ring: RingDetail }) {
  const ordered = ringRoles.flatMap((role) => ring.members.filter((one) => one.role === role));
  const seller = ring.sellers[0];
  const hub = ring.members.find((one) => one.role === 'mule') ?? ring.members[0];
  return (
    <div className={classes.page}>
      <div className={classes.main}>
        <Panel flush title={`Who played which part (${ring.members.length})`}>
          <ul className={classes.signals}>
            {ordered.map((member) => (
              <Member key={member.account_id} member={member} />
            ))}
          </ul>
        </Panel>
      </div>
      <div className={classes.side}>
        <Panel title={ring.kind === 'ring' ? 'Why this is a ring' : 'Not a ring by itself'}>
          <div className={classes.stack}>
            <ul className={classes.list}>
              {ring.reasons.map((reason) => (
                <li key={reason}>
                  <HostileText inline text={defanged(reason)} />
                </li>
              ))}
            </ul>
            <p className={classes.dim}>
              {ring.kind === 'ring' ? 'Held together by' : 'What some of them share:'}{' '}
              {ring.links
                .map(
                  (one) =>
                    `${one.nodes} × ${Object.hasOwn(linkWords, one.kind) ? linkWords[one.kind as keyof typeof linkWords] : one.kind}`,
                )
                .join(', ') || 'nothing'}
              .
            </p>
            <p className={classes.dim}>
              Parts are suggestions. Victims and card holders are customers of ours; nothing here
              punishes anybody.
            </p>
          </div>
        </Panel>
        <Panel title="In figures">
          <dl className={classes.facts}>
            <dt>Sellers</dt>
            <dd>
              {ring.sellers.length === 0 && 'none known'}
              {ring.sellers.map((one) => (
                <div key={one}>
                  <Site link id={one} />
                </div>
              ))}
            </dd>
            <dt>Coins</dt>
            <dd>
              <Coins coins={ring.coins} />
            </dd>
            <dt>Disputed</dt>
            <dd>{ring.disputed} recharges</dd>
            <dt>From</dt>
            <dd>
              <Time at={ring.from} show="minute" />
            </dd>
            <dt>To</dt>
            <dd>
              <Time at={ring.to} show="minute" />
            </dd>
          </dl>
        </Panel>
        <Panel title="Links">
          <div className={classes.stack}>
            {hub !== undefined && (
              <a href={href({ screen: 'links', kind: 'account', id: hub.account_id })}>
                Links around a member
              </a>
            )}
            {seller !== undefined && (
              <a href={href({ screen: 'links', kind: 'seller', id: seller })}>
                Links around its seller
              </a>
            )}
          </div>
        </Panel>
      </div>
    </div>
  );
}

/** A ring: who played which part and why, and what holds it together. */
export function RingPage({ id }: { id: string }) {
  const { data, error, refetch } = useRing(id);
  return (
    <Screen
      title={
        <>
          {data?.kind === 'buyers' ? 'People around a seller' : 'Ring'} <Id id={id} />
        </>
      }
      aside={<a href={href({ screen: 'sellers', tab: 'rings' })}>All rings</a>}
    >
      {error !== null && data === undefined && (
        <Refused error={error} onRetry={() => void refetch()} />
      )}
      {error === null && data === undefined && <Working label="Loading the ring" />}
      {data !== undefined && <Body ring={data} />}
    </Screen>
  );
}
