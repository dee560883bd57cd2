import { Button, Kbd, Select } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useState } from 'react';
import { policy } from '../../contract/policy.ts';
import type { SellerLine } from '../../contract/sellers.ts';
import { counted } from '../../contract/say.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { href } from '../app/route.ts';
import { Coins } from '../ui/coins.tsx';
import { Empty } from '../ui/empty.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { fixedViews, queueList, useCandidateViews } from './candidate-views.ts';
import { useFlagAct, useQueue, useStatistics } from './queries.ts';
import { ReasonForm } from './reason-form.tsx';
import { Score } from './score.tsx';
import classes from './sellers.module.css';
import { Signals } from './signals.tsx';
import { SellerMarks, Site } from './site.tsx';
import { asideReasons, flagReasons } from './words.ts';

type Asking = 'flag' | 'aside' | 'snooze';

/** So long an act of the queue can be taken back. */
const undoMs = 10_000;
const dayMs = 86_400_000;

const snoozes = [
  { value: '1', label: 'until tomorrow' },
  { value: '3', label: 'for three days' },
  { value: '7', label: 'for a week' },
  { value: '30', label: 'for a month' },
];

function Statistics() {
  const { data } = useStatistics();
  if (data === undefined) return null;
  const facts: readonly (readonly [string, number])[] = [
    ['Candidates', data.candidates],
    ['Waiting', data.waiting],
    ['Snoozed', data.snoozed],
    ['Set aside', data.set_aside],
    ['Flags waiting', data.proposed],
    ['Flags standing', data.confirmed],
    ['Rejected', data.rejected],
    ['Withdrawn', data.withdrawn],
  ];
  return (
    <Panel title="The queue in figures">
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {data.decided_by.map((one) => (
          <div key={one.user} style={{ display: 'contents' }}>
            <dt>Decided by {one.user}</dt>
            <dd>{one.decided}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Candidate({ line }: { line: SellerLine }) {
  return (
    <Panel
      flush
      title={
        <span className={classes.named}>
          <Site link id={line.seller_id} />
          <SellerMarks imitates={line.imitates} watched={line.watched} />
        </span>
      }
      aside={<Score score={line.score} suggested={line.suggested} />}
    >
      <p className={classes.line} style={{ padding: '8px 12px' }}>
        <span>{line.status}</span>
        <span>
          {line.buyers} buyers, <Coins coins={line.coins} />
        </span>
        <span>{counted(line.tickets, 'ticket')}</span>
        {line.ring !== null && <a href={href({ screen: 'ring', id: line.ring })}>Its ring</a>}
        <a href={href({ screen: 'links', kind: 'seller', id: line.seller_id })}>Links</a>
      </p>
      <Signals open signals={line.signals} />
    </Panel>
  );
}

/** The keys of one candidate, and the form that one of them opened. */
function Deciding(props: {
  line: SellerLine;
  onDone: (said: string, act: string | null) => void;
  onNext: () => void;
}) {
  const { line, onDone, onNext } = props;
  const [asking, setAsking] = useState<Asking | null>(null);
  const [days, setDays] = useState('3');
  const { setAside, snooze } = useQueue();
  const flag = useFlagAct();
  useHotkeys([
    ['f', () => setAsking('flag')],
    ['a', () => setAsking('aside')],
    ['s', () => setAsking('snooze')],
    ['n', onNext],
  ]);
  const id = line.seller_id;
  const error = setAside.error ?? snooze.error ?? flag.error;
  const busy = setAside.isPending || snooze.isPending || flag.isPending;
  function decide(reason: string): void {
    if (asking === 'flag')
      flag.mutate(
        { word: 'flag', id, reason },
        { onSuccess: () => onDone('A flag is proposed; another person confirms it.', null) },
      );
    if (asking === 'aside')
      setAside.mutate({ id, reason }, { onSuccess: ({ act }) => onDone('Set aside.', act) });
    if (asking === 'snooze') {
      const until = new Date(Date.now() + Number(days) * dayMs).toISOString();
      snooze.mutate({ id, until, reason }, { onSuccess: ({ act }) => onDone('Snoozed.', act) });
    }
  }
  return (
    <div className={classes.stack}>
      {asking === null ? (
        <>
          <Button rightSection={<Kbd size="xs">F</Kbd>} onClick={() => setAsking('flag')}>
            Propose a flag
          </Button>
          <Button
            variant="default"
            rightSection={<Kbd size="xs">A</Kbd>}
            onClick={() => setAsking('aside')}
          >
            Nothing to flag
          </Button>
          <Button
            variant="default"
            rightSection={<Kbd size="xs">S</Kbd>}
            onClick={() => setAsking('snooze')}
          >
            Snooze
          </Button>
          <Button variant="subtle" rightSection={<Kbd size="xs">N</Kbd>} onClick={onNext}>
            Next
          </Button>
        </>
      ) : (
        <>
          {asking === 'snooze' && (
            <Select
              label="Snooze"
              value={days}
              data={snoozes}
              onChange={(value) => setDays(value ?? '3')}
            />
          )}
          <ReasonForm
            label="Reason, kept for good"
            act={{ flag: 'Propose the flag', aside: 'Set it aside', snooze: 'Snooze it' }[asking]}
            reasons={asking === 'flag' ? flagReasons : asideReasons}
            busy={busy}
            onCancel={() => setAsking(null)}
            onAct={decide}
          />
        </>
      )}
      {error !== null && <Refused error={error} />}
    </div>
  );
}

/** From which view of candidates the queue takes. */
function Which({ views }: { views: ReturnType<typeof useCandidateViews> }) {
  const all = [...fixedViews, ...views.own];
  return (
    <Panel title="Take from">
      <Select
        aria-label="Take from"
        description="Views that you save under Candidates stand here, too."
        value={views.view?.id ?? 'suggested'}
        data={all.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(id) => views.choose(all.find((each) => each.id === id) ?? null)}
      />
    </Panel>
  );
}

/** The review queue: takes the next candidate, locked for ten minutes; one key a decision. */
export function Review() {
  const { role } = useMe();
  const { next, undo } = useQueue();
  const [said, setSaid] = useState<{ text: string; act: string | null } | null>(null);
  const views = useCandidateViews(queueList);
  const line = next.data?.seller ?? null;
  const take = () => next.mutate({ after: line?.seller_id, filter: views.filter });
  function done(text: string, act: string | null): void {
    setSaid({ text, act });
    take();
    setTimeout(() => setSaid((now) => (now?.act === act ? null : now)), undoMs);
  }
  if (!may(role, policy.sellers.next))
    return (
      <Empty centered title="Reviewers work this queue">
        The list of candidates shows every seller with what speaks for its points.
      </Empty>
    );
  return (
    <div className={classes.page}>
      <div className={classes.main}>
        {line !== null && <Candidate key={line.seller_id} line={line} />}
        {line === null && (
          <Empty
            centered
            title={next.data === undefined ? 'Take the next candidate' : 'Nothing waits for you'}
            action={
              <Button loading={next.isPending} onClick={take}>
                Take next
              </Button>
            }
          >
            {next.data === undefined
              ? 'It is locked for you for ten minutes; nobody else is handed it meanwhile.'
              : 'Candidates that colleagues hold, snoozed, set aside or flagged are left out, and those that the view leaves out.'}
          </Empty>
        )}
        {next.error !== null && <Refused error={next.error} onRetry={take} />}
      </div>
      <div className={classes.side}>
        <Which views={views} />
        {line !== null && (
          <Panel title={`Decide (${next.data?.waiting ?? 0} waiting)`}>
            <Deciding key={line.seller_id} line={line} onNext={take} onDone={done} />
          </Panel>
        )}
        {said !== null && (
          <Panel title="Done">
            <div className={classes.row} role="status">
              {said.text}
              {said.act !== null && (
                <Button
                  variant="default"
                  onClick={() => {
                    if (said.act !== null)
                      undo.mutate(said.act, { onSuccess: () => setSaid(null) });
                  }}
                >
                  Undo within ten seconds
                </Button>
              )}
            </div>
            {undo.error !== null && <Refused error={undo.error} />}
          </Panel>
        )}
        <Statistics />
      </div>
    </div>
  );
}
