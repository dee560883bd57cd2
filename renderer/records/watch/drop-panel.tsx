import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { WatchedDrop } from '../../../contract/drops.ts';
import { policy } from '../../../contract/policy.ts';
import { useDesk, useMe } from '../../app/desk.tsx';
import { may } from '../../app/may.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Id } from '../../ui/id.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Refused } from '../../ui/refused.tsx';
import { revealed } from '../../ui/reveal.ts';
import { CountsTable } from '../import/counts-table.tsx';
import classes from '../import/import.module.css';
import { ListedRejects } from '../import/listed-rejects.tsx';
import { ImportProgressBars } from '../import-progress.tsx';
import { commitWords } from '../import-words.ts';
import { stateSentences, stateWords } from './drop-words.ts';
import { useTaking } from './taking.tsx';
import { isInWork, watchedKey } from './watched.ts';

function Answers({ drop, busy }: { drop: WatchedDrop; busy: boolean }) {
  const desk = useDesk();
  const answers = useQueryClient();
  const { role } = useMe();
  const { taken, take, cancel } = useTaking();
  const leave = useMutation({
    mutationFn: () => desk.drops.leave({ id: drop.id }),
    onSuccess: (watched) => answers.setQueryData(watchedKey, watched),
    onError: () => answers.invalidateQueries({ queryKey: watchedKey }),
  });
  if (!may(role, policy.drops.take)) return null;
  const own = taken?.id === drop.id && taken.error === null;
  const inWork = isInWork(drop);
  const error = leave.error ?? (taken?.id === drop.id ? taken.error : null);
  return (
    <>
      {(drop.state === 'waiting' || inWork) && (
        <div className={classes.actions}>
          {drop.state === 'waiting' && !own && (
            <Button disabled={busy} onClick={() => take(drop.id)}>
              {commitWords(drop.tables ?? {})}
            </Button>
          )}
          {own && (
            <Button variant="default" onClick={cancel}>
              Cancel
            </Button>
          )}
          <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
            {inWork || own ? 'Stop it and leave it out' : 'Leave it out'}
          </Button>
          {drop.state === 'waiting' && busy && !own && (
            <span className={classes.dim}>Another drop is in work; one goes in at a time.</span>
          )}
        </div>
      )}
      {error !== null && <Refused error={error} />}
    </>
  );
}

function Facts({ drop }: { drop: WatchedDrop }) {
  return (
    <p className={classes.facts}>
      {drop.reason === null ? (
        <span className={classes.dim}>{stateSentences[drop.state]}</span>
      ) : (
        <>
          <HostileText inline text={drop.reason} />{' '}
          <span className={classes.dim}>{stateSentences[drop.state]}</span>
        </>
      )}
      {drop.decided_by !== null && (
        <span className={classes.dim}>
          {' '}
          Decided by <HostileText inline text={drop.decided_by} />
          {drop.run !== null && (
            <>
              , as <Id id={drop.run} />
            </>
          )}
          .
        </span>
      )}
    </p>
  );
}

/** One drop of the watched folder: how it stands, its plan, and the answer to it. */
export function DropPanel(props: { drop: WatchedDrop; busy: boolean; onClose: () => void }) {
  const { drop, busy, onClose } = props;
  const { name, progress, tables, warnings, reject_list: list } = drop;
  const { word } = stateWords[drop.state];
  return (
    <>
      <Panel flush title={`${revealed(name)} · ${word}`} onClose={onClose}>
        <div className={classes.inset}>
          <Facts drop={drop} />
          <Answers key={drop.id} drop={drop} busy={busy} />
          {progress !== null && <ImportProgressBars label={word} progress={progress} />}
          {warnings.length > 0 && (
            <ul className={classes.list} aria-label="Warnings">
              {warnings.map((line) => (
                <li key={line}>
                  <HostileText inline text={line} />
                </li>
              ))}
            </ul>
          )}
        </div>
        {tables !== null && <CountsTable tables={tables} />}
      </Panel>
      {list !== null && <ListedRejects list={list} tables={tables ?? {}} />}
    </>
  );
}
