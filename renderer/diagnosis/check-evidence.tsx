import type { Evidence } from '../../contract/diagnosis.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { originWords } from '../ui/raw-record.tsx';
import { Time } from '../ui/time.tsx';
import classes from './checklist.module.css';

/** Where a fact came from, in words; empty where the desk knows it by itself. */
function originOf({ file, line, run }: Evidence): string {
  if (file !== null && line !== null && run !== null) return originWords({ file, line, run });
  const parts = [file, line === null ? null : `line ${line}`, run === null ? null : `run ${run}`];
  return parts.filter((part) => part !== null).join(', ');
}

/** Facts of one record and one moment stand together. */
function recordOf(fact: Evidence): string {
  return JSON.stringify([fact.table, fact.key, fact.at, originOf(fact)]);
}

function Value({ fact }: { fact: Evidence }) {
  return (
    <span className={classes.value}>
      <span className={classes.field}>{fact.field} = </span>
      {fact.value === null ? (
        <i className={classes.none}>{fact.file === null ? 'nothing in this copy' : 'unknown'}</i>
      ) : (
        <HostileText inline text={fact.value} />
      )}
    </span>
  );
}

function RecordFacts({ facts }: { facts: readonly Evidence[] }) {
  const [first] = facts;
  if (first === undefined) return null;
  const origin = originOf(first);
  return (
    <span className={classes.fact}>
      <span className={classes.where}>
        {first.table} <HostileText inline text={first.key} />
      </span>
      {facts.map((fact, index) => (
        <Value key={index} fact={fact} />
      ))}
      <span className={classes.origin}>
        {first.at !== null && <Time at={first.at} show="absolute" />}
        {first.at !== null && origin !== '' && ' · '}
        {origin}
      </span>
    </span>
  );
}

/** What a check rests on: table, key, fields and values, time, and the file and line it came from. */
export function CheckEvidence({ facts }: { facts: readonly Evidence[] }) {
  if (facts.length === 0)
    return <span className={classes.none}>No record in this copy speaks about it.</span>;
  const records = Map.groupBy(facts, recordOf);
  return [...records].map(([record, own]) => <RecordFacts key={record} facts={own} />);
}
