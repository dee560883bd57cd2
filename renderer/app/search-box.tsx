import { Kbd, Loader, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useFind } from './find.ts';
import classes from './frame.module.css';
import { go, useRoute } from './route.ts';

/** Screens that a search leads to; everywhere else its text would be about something else. */
const followers: readonly string[] = ['search', 'recharge', 'account', 'show'];

/** Screens that are only read: the first key leads from them to what it finds. Elsewhere Enter does. */
const onlyRead: readonly string[] = [
  'search',
  'home',
  'tickets',
  'list',
  'deadlines',
  'account',
  'show',
];

/** Where the list of hits waits for the arrow keys. */
function focusHits(): void {
  document.querySelector<HTMLElement>('[data-hits]')?.focus();
}

/** The box that is always there: `/` goes to it, each key finds, Enter opens, Escape leaves. */
export function SearchBox() {
  const route = useRoute();
  const find = useFind();
  const input = useRef<HTMLInputElement>(null);
  const asked = route.screen === 'search' ? route.text : '';
  const [seen, setSeen] = useState(asked);
  const [text, setText] = useState(asked);
  const [followed, setFollowed] = useState(false);
  const [busy, setBusy] = useState(false);
  if (seen !== asked) {
    setSeen(asked);
    if (asked !== '' && asked !== text.trim()) setText(asked);
  }
  const follows = followers.includes(route.screen);
  if (follows !== followed) {
    setFollowed(follows);
    if (!follows) setText('');
  }
  useHotkeys([['/', () => input.current?.select()]]);

  async function submit(): Promise<void> {
    setBusy(true);
    const opened = await find(text);
    setBusy(false);
    // The keys of the record's page are wanted next, not more letters here.
    if (opened) input.current?.blur();
  }

  function onKeyDown(event: React.KeyboardEvent<HTMLInputElement>): void {
    if (event.key === 'Enter') void submit();
    if (event.key === 'Escape') event.currentTarget.blur();
    if (event.key === 'ArrowDown') focusHits();
  }

  return (
    <TextInput
      ref={input}
      className={classes.search}
      role="searchbox"
      aria-label="Find anything"
      placeholder="Find anything: order, account, e-mail, last four digits, IP …"
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      rightSection={busy ? <Loader size={14} /> : <Kbd size="xs">/</Kbd>}
      maxLength={500}
      spellCheck={false}
      autoComplete="off"
      value={text}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        // Every key is answered: the desk needs no longer than a person needs for the next one, and
        // what was asked before is called off.
        const searching = route.screen === 'search';
        if (searching || (onlyRead.includes(route.screen) && typed.trim() !== ''))
          go({ screen: 'search', text: typed.trim() }, { replace: searching });
      }}
      onKeyDown={onKeyDown}
    />
  );
}
