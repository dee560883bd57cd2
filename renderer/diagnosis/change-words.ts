import { checkId, type Replayed } from '../../contract/diagnosis.ts';
import { sayWord } from '../../contract/say.ts';
import { causeOf, checkNames, deadlineNames } from '../../contract/verdict-words.ts';
import { withMarks } from '../ui/coins.tsx';
import { formatAbsolute } from '../ui/time.tsx';

type Change = Replayed['changes'][number];

const fieldNames: Readonly<Record<string, string>> = {
  root_cause: 'Cause',
  confidence: 'Confidence',
  owner: 'Who has to act',
  coins_owed: 'Coins owed',
  checklist_version: 'Checklist',
  copy_as_of: 'Copy of',
  agent_text: 'Sentence',
  deadline: 'Deadline',
  story: 'Attempts of the purchase',
};

/** `play_acknowledge 2026-11-23T10:04:02.000Z` as people read it. */
function deadlineSaid(text: string): string {
  const [kind = '', at = ''] = text.split(' ');
  const name = Object.entries(deadlineNames).find(([known]) => known === kind)?.[1] ?? kind;
  return `${name}, ${formatAbsolute(at)}`;
}

function valueSaid(what: string, value: string | null): string | null {
  if (value === null) return null;
  if (what === 'root_cause') return causeOf(value);
  if (what === 'coins_owed') return withMarks(value);
  if (what === 'copy_as_of') return formatAbsolute(value);
  return what === 'deadline' ? deadlineSaid(value) : value;
}

/**
 * What differs between a verdict of then and the one of now, in the words of the screens. A fact
 * keeps table, key and field as they stand in the records: there it is looked up.
 */
export function changeSaid({ what, before, now }: Change): Change {
  const check = checkId.safeParse(what.replace(/^check /, ''));
  if (what.startsWith('check ') && check.success)
    return { what: `Check: ${checkNames[check.data]}`, before, now };
  const said = { before: valueSaid(what, before), now: valueSaid(what, now) };
  const name = fieldNames[what];
  if (name !== undefined) return { what: name, ...said };
  const [table = '', ...rest] = what.split(' ');
  return { what: [sayWord(table), ...rest].join(' '), ...said };
}
