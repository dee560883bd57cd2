import { Button, SegmentedControl, Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { BundleLevel, CaseReport } from '../../contract/case-bundles.ts';
import { sayTime } from '../../contract/say.ts';
import { useDesk } from '../app/desk.tsx';
import { href } from '../app/route.ts';
import { causeOf } from '../../contract/verdict-words.ts';
import { formatCoins } from '../ui/coins.tsx';
import { Loading } from '../ui/loading.tsx';
import { Refused } from '../ui/refused.tsx';
import { revealed } from '../ui/reveal.ts';
import { NoteText } from './note-text.tsx';
import classes from './report.module.css';
import { kindNames, priorityNames, statusNames } from './words.ts';

const levels = [
  { value: 'full', label: 'Full' },
  { value: 'masked', label: 'Masked' },
  { value: 'statistics', label: 'Statistics only' },
] as const;

/** What a report is for decides what stands in it. */
const templates = {
  whole: {
    label: 'The whole case',
    parts: ['records', 'notes', 'events', 'decisions', 'tasks', 'files', 'custody', 'figures'],
  },
  handover: { label: 'Handover', parts: ['notes', 'tasks', 'decisions', 'records'] },
  evidence: { label: 'Evidence', parts: ['records', 'events', 'files', 'custody'] },
  summary: { label: 'Summary for a manager', parts: ['figures', 'decisions', 'tasks'] },
} as const;
type Template = keyof typeof templates;
type PartName = (typeof templates)['whole']['parts'][number];

function Table(props: { head: readonly string[]; rows: readonly (readonly (string | null)[])[] }) {
  if (props.rows.length === 0) return <p className={classes.dim}>None.</p>;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          {props.head.map((cell) => (
            <th key={cell}>{cell}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, at) => (
              <td key={at}>
                <bdi>{revealed(cell ?? '–')}</bdi>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Bars with their figures beside them: they read the same in grey. */
function Bars({
  title,
  counts,
}: {
  title: string;
  counts: readonly (readonly [string, number])[];
}) {
  if (counts.length === 0) return null;
  const most = Math.max(...counts.map(([, count]) => count));
  return (
    <figure className={classes.bars}>
      <figcaption>{title}</figcaption>
      {counts.map(([name, count]) => (
        <div key={name} className={classes.bar}>
          <span>{name}</span>
          <span className={classes.track}>
            <span className={classes.fill} style={{ width: `${(count / most) * 100}%` }} />
          </span>
          <span>{count}</span>
        </div>
      ))}
    </figure>
  );
}

const when = (at: string | null) => (at === null ? null : sayTime(Date.parse(at)));

function Figures({ report }: { report: CaseReport }) {
  const { statistics, days } = report;
  return (
    <>
      <p>
        {formatCoins(statistics.coins_owed)} owed by the verdicts,{' '}
        {formatCoins(statistics.coins_given)} given.
      </p>
      <Bars
        title="Root causes"
        counts={Object.entries(statistics.root_causes).map(([cause, count]) => [
          causeOf(cause),
          count,
        ])}
      />
      <Bars title="Records" counts={Object.entries(statistics.records)} />
      <Bars
        title="Work on the case, a day"
        counts={days.map(({ day, moments }) => [day, moments])}
      />
    </>
  );
}

function partOf(name: PartName, report: CaseReport): { title: string; body: ReactNode } {
  const { view } = report;
  switch (name) {
    case 'records':
      return {
        title: 'Records as they were',
        body: (
          <Table
            head={['Kind', 'Id', 'Copy as of', 'Told apart by']}
            rows={view.links
              .filter((one) => one.standing)
              .map((one) => [one.kind, one.id, when(one.as_of), one.summary])}
          />
        ),
      };
    case 'notes':
      return {
        title: 'Notes',
        body: view.notes
          .filter((one) => one.standing)
          .map((one) => (
            <div key={one.entry} className={classes.note}>
              <p className={classes.dim}>
                {one.by}, {when(one.at)}
              </p>
              <NoteText text={one.text} />
            </div>
          )),
      };
    case 'events':
      return {
        title: 'Events',
        body: (
          <Table
            head={['When', 'What', 'Noted by']}
            rows={view.events.map((one) => [when(one.happened_at), one.text, one.by])}
          />
        ),
      };
    case 'decisions':
      return {
        title: 'Decisions',
        body: (
          <Table
            head={['When', 'Who', 'Decision', 'Because']}
            rows={view.decisions.map((one) => [when(one.at), one.by, one.text, one.because])}
          />
        ),
      };
    case 'tasks':
      return {
        title: 'Checklist and tasks',
        body: (
          <Table
            head={['What', 'State', 'Who, why or when']}
            rows={[
              ...view.checklist.map((one) => [one.label, one.outcome, one.reason ?? one.by]),
              ...view.tasks.map((one) => [one.text, one.state, one.assignee ?? one.due]),
            ]}
          />
        ),
      };
    case 'files':
      return {
        title: 'Files',
        body: (
          <Table
            head={['Name', 'Type', 'Bytes', 'SHA-256']}
            rows={view.attachments.map((one) => [
              one.name,
              one.type,
              String(one.bytes),
              one.sha256,
            ])}
          />
        ),
      };
    case 'custody':
      return {
        title: 'Custody',
        body: (
          <Table
            head={['When', 'Who', 'What', 'Desk', 'For or from']}
            rows={view.custody.map((one) => [when(one.at), one.by, one.act, one.desk, one.party])}
          />
        ),
      };
    case 'figures':
      return { title: 'Figures', body: <Figures report={report} /> };
  }
}

function Sheet(props: { report: CaseReport; level: BundleLevel; template: Template }) {
  const { report, level } = props;
  const { view } = report;
  const parts: readonly PartName[] =
    level === 'statistics' ? ['figures'] : templates[props.template].parts;
  return (
    <article className={classes.sheet} data-testid="report">
      <h1>
        <bdi>{level === 'statistics' ? 'Statistics of a case' : revealed(view.title)}</bdi>
      </h1>
      <p>
        Case {view.id} · {kindNames[view.kind]} · {statusNames[view.status]} ·{' '}
        {priorityNames[view.priority]}
      </p>
      <p className={classes.dim}>
        Level {level}. Made {when(report.made_at)} by {report.made_by}, desk key {report.key_id}. A
        printed page proves nothing: a bundle does.
      </p>
      {parts.map((name) => {
        const { title, body } = partOf(name, report);
        return (
          <section key={name}>
            <h2>{title}</h2>
            {body}
          </section>
        );
      })}
    </article>
  );
}

/** A case as a page to print, or to save as PDF by the browser's own printing. */
export function ReportPage({ id }: { id: string }) {
  const desk = useDesk();
  const [level, setLevel] = useState<BundleLevel>('masked');
  const [template, setTemplate] = useState<Template>('whole');
  const { data, error, refetch } = useQuery({
    queryKey: ['cases', 'report', id, level],
    placeholderData: keepPreviousData,
    // Each is written down: none is asked for that nobody wanted.
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => desk.bundles.report({ case: id, level }, { signal }),
  });
  return (
    <div className={classes.page}>
      <div className={classes.tools}>
        <a href={href({ screen: 'case', id })}>Back to the case</a>
        <SegmentedControl
          aria-label="Level"
          data={[...levels]}
          value={level}
          onChange={(value) => {
            const found = levels.find((one) => one.value === value)?.value;
            if (found !== undefined) setLevel(found);
          }}
        />
        <Select
          aria-label="Template"
          data={(Object.keys(templates) as Template[]).map((value) => ({
            value,
            label: templates[value].label,
          }))}
          allowDeselect={false}
          value={template}
          onChange={(value) => value !== null && setTemplate(value)}
        />
        <Button onClick={() => window.print()}>Print or save as PDF</Button>
      </div>
      {error !== null && <Refused error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading rows={14} label="Loading the report" />}
      {data !== undefined && <Sheet report={data} level={level} template={template} />}
    </div>
  );
}
