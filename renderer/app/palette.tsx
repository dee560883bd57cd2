import { useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { IconMoon, IconSearch, IconSun } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { Hit, SearchResult } from '../../contract/records.ts';
import { KindIcon, kindName } from '../records/kinds.tsx';
import { useSearch } from '../records/queries.ts';
import { revealed } from '../ui/reveal.ts';
import { useMe } from './desk.tsx';
import classes from './frame.module.css';
import { useFind } from './find.ts';
import { placesFor } from './places.ts';
import { go, routeOf } from './route.ts';

const mostHits = 12;

const [store, palette] = createSpotlight();

interface Command {
  readonly id: string;
  readonly name: string;
  readonly icon: ReactNode;
  readonly run: () => void;
}

function useCommands(): Command[] {
  const { role } = useMe();
  const { setColorScheme } = useMantineColorScheme();
  const looks: Command[] = [
    {
      id: 'light',
      name: 'Light page',
      icon: <IconSun size={16} />,
      run: () => setColorScheme('light'),
    },
    {
      id: 'dark',
      name: 'Dark page',
      icon: <IconMoon size={16} />,
      run: () => setColorScheme('dark'),
    },
  ];
  const places = placesFor(role).map(({ screen, name, icon: Icon }) => ({
    id: screen,
    name: `Go to ${name}`,
    icon: <Icon size={16} />,
    run: () => go({ screen }),
  }));
  return [...places, ...looks];
}

function Commands({ typed }: { typed: string }) {
  const wanted = typed.trim().toLowerCase();
  const found = useCommands().filter(({ name }) => name.toLowerCase().includes(wanted));
  if (found.length === 0) return null;
  return (
    <Spotlight.ActionsGroup label="Commands">
      {found.map(({ id, name, icon, run }) => (
        <Spotlight.Action
          key={id}
          className={classes.paletteAction}
          data-command
          label={name}
          leftSection={icon}
          onClick={run}
        />
      ))}
    </Spotlight.ActionsGroup>
  );
}

/** What tells a hit apart in one line: its kind, its details, and why it is there. */
function describe({ kind, detail, why }: Hit): string {
  const reasons = why.map(({ field, value }) => `${field.replaceAll('_', ' ')} ${value}`);
  return [kindName(kind), detail, ...reasons].filter(Boolean).map(revealed).join(' · ');
}

function HitAction({ hit }: { hit: Hit }) {
  return (
    <Spotlight.Action
      label={revealed(hit.title)}
      description={describe(hit)}
      className={classes.paletteAction}
      leftSection={<KindIcon kind={hit.kind} />}
      onClick={() => go(routeOf(hit.kind, hit.id))}
    />
  );
}

function Records({ settled, data }: { settled: string; data: SearchResult | undefined }) {
  useFirstChosen(data);
  if (settled === '' || data === undefined || data.hits.length === 0) return null;
  return (
    <Spotlight.ActionsGroup label="Records">
      {data.hits.slice(0, mostHits).map((hit) => (
        <HitAction key={`${hit.kind}/${hit.id}`} hit={hit} />
      ))}
      {data.total > mostHits && (
        <Spotlight.Action
          label={`All ${data.total.toLocaleString('en-US')} records that “${settled}” finds`}
          className={classes.paletteAction}
          leftSection={<IconSearch size={16} />}
          onClick={() => go({ screen: 'search', text: settled })}
        />
      )}
    </Spotlight.ActionsGroup>
  );
}

/** The list of the palette as it stands in the page; null while it is closed. */
function shownList(): HTMLElement | null {
  return document.getElementById(store.getState().listId);
}

function chosenAction(): Element | null {
  return shownList()?.querySelector('[data-selected]') ?? null;
}

/** Chooses the first line where none is chosen: what came late was not there to be chosen. */
function useFirstChosen(lines: unknown): void {
  useEffect(() => {
    if (chosenAction() !== null) return;
    shownList()?.querySelector('[data-action]')?.setAttribute('data-selected', 'true');
    store.updateState((state) => ({ ...state, selected: 0 }));
  }, [lines]);
}

/** Ctrl or Cmd and K: commands and records in one list. */
export function Palette() {
  const [typed, setTyped] = useState('');
  const [settled] = useDebouncedValue(typed.trim(), 120);
  const { data, isPlaceholderData } = useSearch(settled);
  const find = useFind();

  /** Enter before the hits of what is typed are there means the same as in the search box. */
  function onKeyDown(event: React.KeyboardEvent): void {
    const chosen = chosenAction();
    const current = settled === typed.trim() && !isPlaceholderData;
    if (event.key !== 'Enter' || chosen?.hasAttribute('data-command') === true) return;
    if (chosen !== null && current) return;
    chosen?.removeAttribute('data-selected');
    palette.close();
    void find(typed);
  }

  return (
    <Spotlight.Root
      store={store}
      shortcut="mod + K"
      tagsToIgnore={[]}
      query={typed}
      onQueryChange={setTyped}
      title="Commands and records"
      attributes={{ header: { role: 'presentation' } }}
      classNames={{ header: classes.paletteTitle }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      size={560}
      centered={false}
      scrollable
      maxHeight={440}
    >
      <Spotlight.Search
        aria-label="Command or record"
        placeholder="A command or a record"
        leftSection={<IconSearch size={16} />}
        maxLength={500}
        onKeyDown={onKeyDown}
      />
      <Spotlight.ActionsList>
        <Commands typed={typed} />
        {typed.trim() !== '' && <Records settled={settled} data={data} />}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
