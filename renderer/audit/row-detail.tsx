import type { AuditRow } from '../../contract/audit.ts';
import { href } from '../app/route.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { Id } from '../ui/id.tsx';
import { Loading } from '../ui/loading.tsx';
import { Panel } from '../ui/panel.tsx';
import { Time } from '../ui/time.tsx';
import classes from './audit.module.css';
import { pageOf } from './explained.tsx';

function ObjectLinks({ object }: { object: string }) {
  const page = pageOf(object);
  return (
    <>
      <HostileText inline text={object} />
      <br />
      {page !== null && (
        <>
          <a href={page}>Open it</a>
          {' · '}
        </>
      )}
      <a href={href({ screen: 'audit', object })}>Only rows about it</a>
    </>
  );
}

/** One row of the audit in full: what was done in one sentence, by whom, through which door. */
export function RowDetail({ row }: { row: AuditRow | undefined }) {
  return (
    <Panel title={row === undefined ? 'Row' : `Row ${row.seq}`}>
      {row === undefined ? (
        <Loading rows={6} />
      ) : (
        <>
          <p className={classes.sentence} data-testid="audit-sentence">
            <HostileText inline text={row.sentence} />
          </p>
          <dl className={classes.facts}>
            <dt>At</dt>
            <dd>
              <Time at={row.at} show="absolute" />
            </dd>
            <dt>Who</dt>
            <dd>
              {row.actor === row.role ? row.actor : `${row.actor} (${row.role})`} at the {row.door}{' '}
              door
            </dd>
            <dt>Command</dt>
            <dd>{row.command}</dd>
            <dt>About</dt>
            <dd>
              {row.object === '' ? 'nothing of its own' : <ObjectLinks object={row.object} />}
            </dd>
            <dt>Outcome</dt>
            <dd>{row.outcome}</dd>
            <dt>Hash</dt>
            <dd>
              <Id id={row.hash} />
            </dd>
          </dl>
        </>
      )}
    </Panel>
  );
}
