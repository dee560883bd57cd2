import { Button, Kbd } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useState } from 'react';
import { policy } from '../../contract/policy.ts';
import type { SellerFlag } from '../../contract/seller-flags.ts';
import type { SellerPage } from '../../contract/sellers.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { Coins } from '../ui/coins.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { Time } from '../ui/time.tsx';
import { type FlagWord, useFlagAct } from './queries.ts';
import { ReasonForm } from './reason-form.tsx';
import classes from './sellers.module.css';
import { flagReasons, flagWords } from './words.ts';

const acts: Readonly<Record<FlagWord, { label: string; act: string }>> = {
  flag: { label: 'Why it should be flagged, kept for good', act: 'Propose the flag' },
  confirm: { label: 'What you checked, kept for good', act: 'Confirm the flag' },
  reject: { label: 'Why not, kept for good', act: 'Reject the flag' },
  withdraw: { label: 'Why it is taken back, kept for good', act: 'Withdraw the flag' },
  appeal: { label: 'What is said against it', act: 'Note the appeal' },
};

function Blast({ page }: { page: SellerPage }) {
  const { blast } = page;
  return (
    <>
      <dl className={classes.facts}>
        <dt>Accounts</dt>
        <dd>
          {blast.accounts}, of them {blast.likely_victims} likely victims
        </dd>
        <dt>Recharges</dt>
        <dd>
          {blast.recharges}, <Coins coins={blast.coins} />
        </dd>
        <dt>Tickets</dt>
        <dd>{blast.tickets}</dd>
        <dt>Adjustments</dt>
        <dd>{blast.adjustments}</dd>
      </dl>
      <ul className={classes.list}>
        {blast.changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
    </>
  );
}

function History({ flag }: { flag: SellerFlag }) {
  return (
    <dl className={classes.facts}>
      {flag.events.map((event, index) => (
        <div key={index} style={{ display: 'contents' }}>
          <dt>
            <Time at={event.at} />
          </dt>
          <dd>
            {event.act} by {event.user}: <HostileText inline text={event.reason} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What may be done now, by whom: one key an act. */
function Acts({ page, onAsk }: { page: SellerPage; onAsk: (word: FlagWord) => void }) {
  const { role } = useMe();
  const flag = page.flags[0];
  const flags = may(role, policy.sellers.flag);
  const trusted = page.status === 'official' || page.status === 'authorised';
  const open = flag?.state === 'proposed';
  const stands = flag?.state === 'confirmed';
  const proposes = flags && !trusted && page.flag === 'none';
  useHotkeys([
    ['f', () => proposes && onAsk('flag')],
    ['c', () => open && flag.may_decide && onAsk('confirm')],
    ['x', () => open && flag.may_decide && onAsk('reject')],
    ['w', () => flags && (open || stands) && onAsk('withdraw')],
  ]);
  if (!flags) return <p className={classes.dim}>A reviewer proposes and confirms flags.</p>;
  return (
    <div className={classes.row}>
      {proposes && (
        <Button rightSection={<Kbd size="xs">F</Kbd>} onClick={() => onAsk('flag')}>
          Flag this seller
        </Button>
      )}
      {open && flag.may_decide && (
        <>
          <Button rightSection={<Kbd size="xs">C</Kbd>} onClick={() => onAsk('confirm')}>
            Confirm
          </Button>
          <Button
            variant="default"
            rightSection={<Kbd size="xs">X</Kbd>}
            onClick={() => onAsk('reject')}
          >
            Reject
          </Button>
        </>
      )}
      {open && !flag.may_decide && <span className={classes.dim}>{flag.why_not}</span>}
      {(open || stands) && (
        <Button
          variant="default"
          rightSection={<Kbd size="xs">W</Kbd>}
          onClick={() => onAsk('withdraw')}
        >
          Withdraw
        </Button>
      )}
      {flag !== undefined && (
        <Button variant="subtle" onClick={() => onAsk('appeal')}>
          Note an appeal
        </Button>
      )}
      {trusted && (
        <span className={classes.dim}>On the platform’s own list: it is not flagged here.</span>
      )}
    </div>
  );
}

/** The flag of a seller: what it would touch, who said what, and the keys to act. */
export function FlagPanel({ page }: { page: SellerPage }) {
  const [asking, setAsking] = useState<FlagWord | null>(null);
  const act = useFlagAct();
  const flag = page.flags[0];
  const badge = flag && flagWords[flag.state];
  return (
    <Panel
      title="Flag"
      aside={badge && <OutcomeBadge bare outcome={badge.outcome} word={badge.word} />}
    >
      <div className={classes.stack}>
        {flag && <History flag={flag} />}
        {flag?.state === 'confirmed' && (
          <p className={classes.dim}>
            Stands until <Time at={flag.expires_at} show="minute" /> UTC.
          </p>
        )}
        <strong>{page.flag === 'confirmed' ? 'What it touches' : 'What a flag would touch'}</strong>
        <Blast page={page} />
        {asking === null ? (
          <Acts page={page} onAsk={setAsking} />
        ) : (
          <ReasonForm
            {...acts[asking]}
            reasons={asking === 'flag' ? flagReasons : []}
            busy={act.isPending}
            onCancel={() => setAsking(null)}
            onAct={(reason) =>
              act.mutate(
                { word: asking, id: page.seller_id, reason },
                { onSuccess: () => setAsking(null) },
              )
            }
          />
        )}
        {act.error !== null && <Refused error={act.error} />}
      </div>
    </Panel>
  );
}
