import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { WatchedFolder } from '../../../contract/drops.ts';
import { policy } from '../../../contract/policy.ts';
import { useMe } from '../../app/desk.tsx';
import { may } from '../../app/may.ts';
import { Empty } from '../../ui/empty.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Refused } from '../../ui/refused.tsx';
import { Time } from '../../ui/time.tsx';
import classes from '../import/import.module.css';
import { DropPanel } from './drop-panel.tsx';
import { linesOf } from './drop-words.ts';
import { DropsTable } from './drops-table.tsx';
import { useWatch, WatchForm } from './watch-form.tsx';
import { isInWork, isWaiting, useWatched } from './watched.ts';

/** Which folder it is, who said so, and what becomes of a drop in it. */
function Setting({ watched: { setting, trouble } }: { watched: WatchedFolder }) {
  return (
    <div className={classes.setting}>
      <span className={classes.code}>
        <HostileText inline text={setting.folder ?? ''} />
      </span>
      <span className={classes.dim}>
        {setting.automatic
          ? 'Drops are imported without a question'
          : 'Each drop waits for a yes or no'}
        {setting.by !== null && (
          <>
            {' · '}
            set by <HostileText inline text={setting.by} />
          </>
        )}
        {setting.at !== null && (
          <>
            , <Time at={setting.at} />
          </>
        )}
      </span>
      {trouble !== null && (
        <p role="alert" className={classes.trouble}>
          <HostileText inline text={trouble} />
        </p>
      )}
    </div>
  );
}

function Nothing({ folder, changes }: { folder: string | null; changes: boolean }) {
  if (folder === null)
    return (
      <Empty title="No folder is watched">
        {changes
          ? 'Name one, and every folder or archive that is put into it is planned by itself.'
          : 'An owner can name one; every drop that is put into it is then planned by itself.'}
      </Empty>
    );
  return (
    <Empty title="Nothing has come into it yet">
      A folder or an archive that is put there is planned once nothing in it has changed for five
      seconds.
    </Empty>
  );
}

function Buttons(props: { folder: string | null; onForm: () => void }) {
  const watch = useWatch(() => {});
  return (
    <>
      <Button variant="default" onClick={props.onForm}>
        {props.folder === null ? 'Watch a folder' : 'Change'}
      </Button>
      {props.folder !== null && (
        <Button
          variant="default"
          loading={watch.isPending}
          onClick={() => watch.mutate({ folder: null, automatic: false })}
        >
          Stop watching
        </Button>
      )}
    </>
  );
}

/** The watched folder: which it is, what came into it, and the answer to each drop. */
export function WatchPanel() {
  const { role } = useMe();
  const { data: watched, error, refetch } = useWatched();
  if (watched === undefined)
    return (
      <Panel flush title="Watched folder">
        {error === null ? (
          <Loading rows={2} />
        ) : (
          <Refused error={error} onRetry={() => void refetch()} />
        )}
      </Panel>
    );
  return <Watched watched={watched} changes={may(role, policy.drops.watch)} />;
}

function Watched({ watched, changes }: { watched: WatchedFolder; changes: boolean }) {
  const [asks, setAsks] = useState(false);
  const [wanted, setWanted] = useState<string | null>(null);
  const lines = useMemo(() => linesOf(watched), [watched]);
  const chosen = lines.find(({ key }) => key === wanted)?.drop ?? null;
  const { folder } = watched.setting;
  const waiting = watched.drops.filter(isWaiting).length;
  return (
    <>
      <Panel
        flush
        title={waiting === 0 ? 'Watched folder' : `Watched folder · ${waiting} waiting`}
        aside={changes && !asks && <Buttons folder={folder} onForm={() => setAsks(true)} />}
      >
        {asks && (
          <div className={classes.inset}>
            <WatchForm setting={watched.setting} onDone={() => setAsks(false)} />
          </div>
        )}
        {!asks && folder !== null && <Setting watched={watched} />}
        {lines.length === 0 && !asks && <Nothing folder={folder} changes={changes} />}
        {lines.length > 0 && (
          <DropsTable
            lines={lines}
            chosen={chosen === null ? null : chosen.id}
            onOpen={({ key }) => setWanted(key === wanted ? null : key)}
            onClose={() => setWanted(null)}
          />
        )}
      </Panel>
      {chosen !== null && (
        <DropPanel
          drop={chosen}
          busy={watched.drops.some(isInWork)}
          onClose={() => setWanted(null)}
        />
      )}
    </>
  );
}
