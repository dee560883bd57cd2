import { useQueryClient } from '@tanstack/react-query';
import type { Reading, SearchResult } from '../../contract/records.ts';
import { revealed } from '../ui/reveal.ts';
import classes from './search-page.module.css';

const names: Readonly<Record<Reading, string>> = {
  id: 'Id',
  order: 'Order number',
  last4: 'Last digits',
  amount: 'Amount',
  date: 'Day',
  email: 'E-mail',
  phone: 'Phone',
  domain: 'Site',
  ip: 'IP address',
  name: 'Name',
};

/** How the text was understood, as chips: one picked keeps to it, picked again all count. */
export function Understood(props: {
  understood: SearchResult['understood'];
  as: Reading | undefined;
  onPick: (as: Reading | undefined) => void;
}) {
  const { understood, as, onPick } = props;
  if (understood.length < 2) return null;
  return (
    <div className={classes.kinds} role="group" aria-label="What was typed is taken for">
      {understood.map((each) => (
        <button
          key={each.as}
          type="button"
          className={`${classes.kind} ${as === each.as ? classes.chosen : ''}`}
          aria-pressed={as === each.as}
          onClick={() => onPick(as === each.as ? undefined : each.as)}
        >
          {names[each.as]}
          <span className={`${classes.number} ${classes.shown}`} title={revealed(each.shown)}>
            {revealed(each.shown)}
          </span>
        </button>
      ))}
    </div>
  );
}

/** Says that a search runs, and ends it: what it would have brought is never painted. */
export function Looking({ running }: { running: boolean }) {
  const answers = useQueryClient();
  if (!running) return null;
  return (
    <button
      type="button"
      className={classes.kind}
      onClick={() => void answers.cancelQueries({ queryKey: ['records', 'search'] })}
    >
      Looking … cancel
    </button>
  );
}
