import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { Hit, Reading, RecordKind, SearchResult } from '../../contract/records.ts';
import { href } from '../app/route.ts';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Refused } from '../ui/refused.tsx';
import { Screen } from '../ui/screen.tsx';
import { CopyLine } from './copy-line.tsx';
import { HitList, hitKey, inGroups } from './hit-list.tsx';
import { KindIcon, kindNames } from './kinds.tsx';
import { useCoverage, useSearch } from './queries.ts';
import { RecordPreview } from './record-preview.tsx';
import classes from './search-page.module.css';
import { Looking, Understood } from './understood.tsx';

function KindChips(props: { text: string; kind: RecordKind | undefined; result: SearchResult }) {
  const { text, kind, result } = props;
  return (
    <nav className={classes.kinds} aria-label="Kinds of records found">
      <a
        className={`${classes.kind} ${kind === undefined ? classes.chosen : ''}`}
        aria-current={kind === undefined ? 'true' : undefined}
        href={href({ screen: 'search', text })}
      >
        All kinds
      </a>
      {result.groups.map((group) => (
        <a
          key={group.kind}
          className={`${classes.kind} ${kind === group.kind ? classes.chosen : ''}`}
          aria-current={kind === group.kind ? 'true' : undefined}
          href={href({ screen: 'search', text, kind: group.kind })}
        >
          <KindIcon kind={group.kind} /> {kindNames(group.kind)}
          <span className={classes.number}>
            {group.total.toLocaleString('en-US')}
            {result.total_exact ? '' : '+'}
          </span>
        </a>
      ))}
    </nav>
  );
}

function totalWords({ total, total_exact: exact, hits, ms }: SearchResult): string {
  const number = total.toLocaleString('en-US');
  const found = `${exact || total === 0 ? number : `more than ${number}`} ${total === 1 ? 'record' : 'records'}`;
  const shown = hits.length < total ? `, the first ${hits.length} shown` : '';
  return `${found}${shown} · ${Math.max(1, Math.round(ms))} ms`;
}

/** The nothing that was found, with what the copy could have held. */
function NothingFound({ text, kind }: { text: string; kind: RecordKind | undefined }) {
  const { data } = useCoverage();
  return (
    <Empty
      centered
      title={`Nothing ${kind === undefined ? '' : `among the ${kindNames(kind).toLowerCase()} `}matches what was typed`}
      action={kind !== undefined && <a href={href({ screen: 'search', text })}>Search all kinds</a>}
    >
      <p>
        It looks for whole ids, their beginnings and last digits, names and sites by any part and
        with small slips, e-mails, phones, amounts, days and IP addresses.
      </p>
      {data?.tables.some(({ rows }) => rows > 0) === true && <CopyLine copy={data} />}
      {data?.tables.every(({ rows }) => rows === 0) === true && (
        <p>There are no records yet. They come with a drop, under Import.</p>
      )}
    </Empty>
  );
}

function Found(props: { result: SearchResult; typed: string; answered: boolean }) {
  const { result, typed, answered } = props;
  const [wanted, setWanted] = useState<string | null>(null);
  const order: Hit[] = inGroups(result).flatMap((group) => group.hits);
  const chosen = order.find((hit) => hitKey(hit) === wanted) ?? order[0];
  if (chosen === undefined) return null;
  return (
    <div className={classes.body}>
      <HitList
        result={result}
        typed={typed}
        answered={answered}
        chosen={chosen}
        onChoose={(hit) => setWanted(hitKey(hit))}
      />
      <RecordPreview hit={chosen} />
    </div>
  );
}

/** What a text finds, grouped by kind, the chosen record beside. */
export function SearchPage({ text, kind }: { text: string; kind: RecordKind | undefined }) {
  const typed = text.trim();
  const [picked, setPicked] = useState<{ text: string; as: Reading } | null>(null);
  // What was picked for one text says nothing of the next.
  const as = picked?.text === typed ? picked.as : undefined;
  const [opened, setOpened] = useState('');
  const more = opened === typed && typed !== '';
  const { data, error, refetch, isFetching, isPlaceholderData } = useSearch(text, {
    kind,
    as,
    more,
  });
  const [slow] = useDebouncedValue(isFetching, 150);
  // The hits before stay as they are until the next ones are there, marks and all.
  const [of, setOf] = useState(typed);
  if (!isPlaceholderData && data !== undefined && of !== typed) setOf(typed);
  if (typed === '') {
    return (
      <Screen title="Search">
        <Empty centered title="Type in the search box above">
          Any id, a name, an e-mail address, a phone number, an amount, a day, the last four digits
          of a card, an IP.
        </Empty>
      </Screen>
    );
  }
  return (
    <Screen
      fill
      title="Found"
      aside={
        data && (
          <>
            {totalWords(data)}
            {!more && data.total > 0 && (data.hits.length < data.total || !data.total_exact) && (
              <button type="button" className={classes.kind} onClick={() => setOpened(typed)}>
                Show more
              </button>
            )}
          </>
        )
      }
    >
      {error !== null && data === undefined && (
        <Refused error={error} onRetry={() => void refetch()} />
      )}
      {error === null && data === undefined && <Loading rows={14} />}
      {data !== undefined && (
        <>
          <Understood
            understood={data.understood}
            as={as}
            onPick={(reading) =>
              setPicked(reading === undefined ? null : { text: typed, as: reading })
            }
          />
          <Looking running={isFetching && slow} />
          {(data.groups.length > 0 || kind !== undefined) && (
            <KindChips text={typed} kind={kind} result={data} />
          )}
          {data.hits.length === 0 ? (
            <NothingFound text={typed} kind={kind} />
          ) : (
            <Found result={data} typed={of} answered={!isPlaceholderData} />
          )}
        </>
      )}
    </Screen>
  );
}
