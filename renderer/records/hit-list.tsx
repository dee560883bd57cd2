import { Fragment, memo, useEffect, useId, useRef } from 'react';
import type { Hit, SearchResult } from '../../contract/records.ts';
import { go, routeOf } from '../app/route.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { kindNames, KindIcon } from './kinds.tsx';
import { Marked } from './marked.tsx';
import classes from './search-page.module.css';

/** Hits in the order of their groups, the order in which the arrow keys walk. */
export function inGroups({
  groups,
  hits,
}: SearchResult): { kind: Hit['kind']; total: number; hits: Hit[] }[] {
  return groups
    .map(({ kind, total }) => ({ kind, total, hits: hits.filter((hit) => hit.kind === kind) }))
    .filter((group) => group.hits.length > 0);
}

export function hitKey(hit: Hit): string {
  return `${hit.kind}/${hit.id}`;
}

/** Drawn anew only where it holds another hit: each key that is typed brings fifty of them. */
const HitRow = memo(function HitRow(props: {
  hit: Hit;
  typed: string;
  id: string;
  chosen: boolean;
}) {
  const { hit, typed, chosen } = props;
  return (
    <div
      id={props.id}
      role="option"
      aria-selected={chosen}
      className={classes.hit}
      data-hit={hitKey(hit)}
    >
      <KindIcon kind={hit.kind} />
      <div className={classes.line}>
        <span className={classes.title} data-open>
          <HostileText inline text={hit.title} />
        </span>
        <span className={classes.detail}>
          <HostileText inline text={hit.detail} />
        </span>
      </div>
      <div className={classes.why}>
        {hit.why.map(({ field, value, part, shown }) => (
          <span key={field}>
            <span className={classes.field}>
              {field.replace(/_minor$/, '').replaceAll('_', ' ')}{' '}
            </span>
            <Marked value={shown ?? value} typed={shown ?? part ?? typed} />
          </span>
        ))}
      </div>
    </div>
  );
});

/** Which hit a key leads to from `here`; undefined for every other key. */
function walk(key: string, here: number, count: number): number | undefined {
  if (key === 'ArrowDown') return Math.min(count - 1, here + 1);
  if (key === 'ArrowUp') return Math.max(0, here - 1);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}

/**
 * Hits grouped by kind, each with why it is there. Arrow keys and clicks choose one, which shows
 * beside; Enter or its title opens it.
 */
export function HitList(props: {
  result: SearchResult;
  /** What these hits are of. */
  typed: string;
  /** Nothing else was typed since. */
  answered: boolean;
  chosen: Hit;
  onChoose: (hit: Hit) => void;
}) {
  const { typed, chosen, onChoose } = props;
  const base = useId();
  const groups = inGroups(props.result);
  const order = groups.flatMap((group) => group.hits);
  const here = order.indexOf(chosen);
  const list = useRef<HTMLDivElement>(null);
  const scrolled = useRef(false);
  // To ask where a row is has the whole page laid out at once, so it is asked only where it matters.
  useEffect(() => {
    if (here === 0 && !scrolled.current) return;
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
    scrolled.current = here > 0;
  }, [here, props.result]);

  function onKeyDown(event: React.KeyboardEvent): void {
    const next = walk(event.key, here, order.length);
    const hit = next === undefined ? undefined : order[next];
    if (hit !== undefined) {
      event.preventDefault();
      onChoose(hit);
    } else if (event.key === 'Enter') {
      go(routeOf(chosen.kind, chosen.id));
    } else if (event.key === 'Escape') {
      // One step back: to what was typed.
      document.querySelector<HTMLElement>('[role="searchbox"]')?.focus();
    }
  }

  function onClick(event: React.MouseEvent): void {
    if (!(event.target instanceof Element)) return;
    const key = event.target.closest('[data-hit]')?.getAttribute('data-hit');
    const hit = order.find((each) => hitKey(each) === key);
    if (hit === undefined) return;
    if (event.target.closest('[data-open]') !== null) go(routeOf(hit.kind, hit.id));
    else onChoose(hit);
  }

  return (
    <div
      ref={list}
      className={classes.hits}
      role="listbox"
      aria-label="What was found"
      aria-activedescendant={`${base}-${hitKey(chosen)}`}
      tabIndex={0}
      data-hits
      data-of={props.answered ? typed : undefined}
      onScroll={() => {
        scrolled.current = true;
      }}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      {groups.map((group) => (
        <Fragment key={group.kind}>
          <div className={classes.group} role="presentation">
            {kindNames(group.kind)} · {group.total.toLocaleString('en-US')}
            {props.result.total_exact ? '' : '+'}
          </div>
          {group.hits.map((hit, at) => (
            <HitRow
              // By its place: the rows of the next answer take these over instead of being made.
              key={at}
              hit={hit}
              typed={typed}
              id={`${base}-${hitKey(hit)}`}
              chosen={hit === chosen}
            />
          ))}
        </Fragment>
      ))}
    </div>
  );
}
