import { useQuery } from '@tanstack/react-query';
import { recordKind } from '../../contract/records.ts';
import { useDesk } from '../app/desk.tsx';
import { recordHref } from '../app/route.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { Loading } from '../ui/loading.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './audit.module.css';

/** What can be explained: where coins were moved by hand. */
export function canExplain(object: string | undefined): object is string {
  return object !== undefined && /^(?:adjustment|account)\/./.test(object);
}

/** The page of an object such as `adjustment/adj_1`; null where it has none. */
export function pageOf(object: string): string | null {
  const slash = object.indexOf('/');
  const kind = recordKind.safeParse(object.slice(0, slash));
  return kind.success ? recordHref(kind.data, object.slice(slash + 1)) : null;
}

/** Who gave coins, why, who approved and what they saw, in one sentence each, with its proof a click away. */
export function Explained({ object }: { object: string }) {
  const desk = useDesk();
  const { data, error, refetch } = useQuery({
    queryKey: ['audit', 'explain', object],
    queryFn: ({ signal }) => desk.audit.explain({ object }, { signal }),
  });
  return (
    <Panel title="In one sentence">
      {error !== null && <Refused error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <Loading rows={3} />}
      {data?.items.length === 0 && (
        <p className={classes.dim}>Nobody moved coins of this account by hand.</p>
      )}
      {data?.items.map((item) => (
        <div key={item.object} className={classes.told}>
          <p className={classes.sentence} data-testid="audit-explained">
            <HostileText inline text={item.sentence} />
          </p>
          <span className={classes.dim}>
            <a href={pageOf(item.object) ?? '#/'}>The adjustment with its evidence</a>
            {item.links.map((link) => (
              <span key={link.object}>
                {' · '}
                <a href={pageOf(link.object) ?? '#/'}>{link.text}</a>
              </span>
            ))}
          </span>
        </div>
      ))}
      {data !== undefined && data.total > data.items.length && (
        <p className={classes.dim}>
          The newest {data.items.length} of {data.total}.
        </p>
      )}
    </Panel>
  );
}
