import { IconChevronRight } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState } from 'react';
import { type Check, type CheckId, headings, type Verdict } from '../../contract/diagnosis.ts';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { CheckRow } from './check-row.tsx';
import classes from './checklist.module.css';
import { worstFirst, worstOf } from './outcomes.ts';

interface HeadingProps {
  readonly name: string;
  readonly checks: readonly Check[];
  readonly verdict: Verdict;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly opened: ReadonlySet<CheckId>;
  readonly onToggleCheck: (id: CheckId) => void;
}

/** "9 pass, 1 does not apply" */
function quietWords(quiet: readonly Check[]): string {
  const passed = quiet.filter((check) => check.outcome === 'pass').length;
  const skipped = quiet.length - passed;
  const parts = [
    passed > 0 ? `${passed} pass` : '',
    skipped > 0 ? `${skipped} ${skipped === 1 ? 'does' : 'do'} not apply` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** Health is told in a line where something worse stands beside it; otherwise it is the news. */
function HeadingChecks(props: HeadingProps) {
  const [all, setAll] = useState(false);
  const calm = worstOf(props.checks) === 'pass' ? ['skipped'] : ['pass', 'skipped'];
  const quiet = props.checks.filter(
    (check) => calm.includes(check.outcome) && !props.opened.has(check.id),
  );
  const shown = all ? props.checks : props.checks.filter((check) => !quiet.includes(check));
  return (
    <>
      <ul className={classes.checks}>
        {worstFirst(shown).map((check) => (
          <CheckRow
            key={check.id}
            check={check}
            verdict={props.verdict}
            open={props.opened.has(check.id)}
            onToggle={() => props.onToggleCheck(check.id)}
          />
        ))}
      </ul>
      {quiet.length > 0 && (
        <button
          type="button"
          className={classes.more}
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? 'Show less' : quietWords(quiet)}
        </button>
      )}
    </>
  );
}

function Heading(props: HeadingProps) {
  const body = useId();
  const worst = worstOf(props.checks);
  const count = props.checks.filter((check) => check.outcome === worst).length;
  return (
    <div className={classes.heading}>
      <h2 className={classes.headingName}>
        <button
          type="button"
          className={classes.headingButton}
          aria-expanded={props.open}
          aria-controls={props.open ? body : undefined}
          onClick={props.onToggle}
        >
          <IconChevronRight
            size={14}
            className={classes.chevron}
            data-open={props.open}
            aria-hidden
          />
          <span className={classes.name}>{props.name}</span>
          <OutcomeBadge
            outcome={worst}
            word={worst === 'skipped' ? 'does not apply' : count > 1 ? `${worst} ${count}` : worst}
          />
        </button>
      </h2>
      {props.open && (
        <div id={body}>
          <HeadingChecks {...props} />
        </div>
      )}
    </div>
  );
}

function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

function headingOf(id: string): string | undefined {
  return headings.find((heading) => heading.checks.some((check) => check === id))?.name;
}

function openAtFirst(verdict: Verdict): ReadonlySet<string> {
  const bad = verdict.checks.filter((check) => ['fail', 'warn'].includes(check.outcome));
  const names = [verdict.root_cause, ...bad.map((check) => check.id)].map(headingOf);
  return new Set(names.filter((name) => name !== undefined));
}

/**
 * The checks of a verdict under their headings, each heading with the worst outcome below it.
 * Headings with something wrong stand open. A new `asked.at` opens the check and goes to it.
 */
export function Checklist(props: {
  verdict: Verdict;
  asked: { readonly check: CheckId; readonly at: number } | null;
}) {
  const { verdict, asked } = props;
  const [open, setOpen] = useState(() => openAtFirst(verdict));
  const [opened, setOpened] = useState<ReadonlySet<CheckId>>(new Set());
  const list = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(0);
  if (asked !== null && asked.at !== seen) {
    const heading = headingOf(asked.check);
    setSeen(asked.at);
    setOpened(new Set([...opened, asked.check]));
    if (heading !== undefined) setOpen(new Set([...open, heading]));
  }
  useEffect(() => {
    if (asked === null) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-check="${asked.check}"]`);
    row?.scrollIntoView({ block: 'start' });
    row?.focus({ preventScroll: true });
  }, [asked]);
  return (
    <div ref={list}>
      {headings.map(({ name, checks }) => (
        <Heading
          key={name}
          name={name}
          checks={verdict.checks.filter((check) => checks.includes(check.id))}
          verdict={verdict}
          open={open.has(name)}
          onToggle={() => setOpen(toggled(open, name))}
          opened={opened}
          onToggleCheck={(id) => setOpened(toggled(opened, id))}
        />
      ))}
      <div className={classes.version}>Checklist {verdict.checklist_version}</div>
    </div>
  );
}
