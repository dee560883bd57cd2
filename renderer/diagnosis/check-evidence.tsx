import type { Evidence } from '../../contract/diagnosis.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { originWords } from '../ui/raw-record.tsx';
import { Time } from '../ui/time.tsx';
import classes from './checklist.module.css';

function originOf(fact: Evidence): string {
  const { file, line, run } = fact;
  if (file !== null && line !== null && run !== null) return originWords({ file, line, run });
  const parts = [file, line === null ? null : `line ${line}`, run === null ? null : `run ${run}`];
  return parts.filter((part) => part !== null).join(', ');
}

function Fact({ fact }: { fact: Evidence }) {
  const origin = originOf(fact);
  return (
    <span className={classes.fact}>
      <span className={classes.where}>
        {fact.table} <HostileText inline text={fact.key} /> · {fact.field} ={' '}
      </span>
      <span className={classes.value}>
        {fact.value === null ? (
          <i className={classes.none}>unknown</i>
        ) : (
          <HostileText inline text={fact.value} />
        )}
      </span>
      <span className={classes.origin}>
        {fact.at !== null && <Time at={fact.at} show="absolute" />}
        {fact.at !== null && origin !== '' && ' · '}
        {origin}
      </span>
    </span>
  );
}

/** What a check rests on: table, key, field, value, time, and the file and line it came from. */
export function CheckEvidence({ facts }: { facts: readonly Evidence[] }) {
  if (facts.length === 0)
    return <span className={classes.none}>No record in this copy speaks about it.</span>;
  return facts.map((fact, index) => <Fact key={index} fact={fact} />);
}
