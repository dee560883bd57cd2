import type { ReactNode } from 'react';
import { type Shift, reasonNames } from '../../contract/adjustments.ts';
import { Coins } from '../ui/coins.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import classes from './governance.module.css';

/** A small table: what a row is about, then its figures, right under their names. */
function Figures<Row>(props: {
  about: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  nameOf: (row: Row) => ReactNode;
  figures: readonly (readonly [name: string, figureOf: (row: Row) => ReactNode])[];
}) {
  const { about, rows, keyOf, nameOf, figures } = props;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{about}</th>
          {figures.map(([name]) => (
            <th key={name} scope="col" className={classes.right}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            <th scope="row">{nameOf(row)}</th>
            {figures.map(([name, figureOf]) => (
              <td key={name} className={classes.right}>
                {figureOf(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What each person made and decided in the time of a report. */
export function People({ shift }: { shift: Shift }) {
  if (shift.people.length === 0)
    return <p className={classes.quiet}>Nobody made or decided an adjustment in this time.</p>;
  return (
    <Figures
      about="Person"
      rows={shift.people}
      keyOf={(one) => one.user}
      nameOf={(one) => <HostileText inline text={one.user} />}
      figures={[
        ['Made', (one) => one.made],
        ['Alone', (one) => one.alone],
        ['Given', (one) => <Coins coins={one.given} bare />],
        ['Taken', (one) => <Coins coins={one.taken} bare />],
        ['Approved', (one) => one.approved],
        ['Rejected', (one) => one.rejected],
      ]}
    />
  );
}

/** Coins asked for in the time of a report, by reason. */
export function Sums({ shift }: { shift: Shift }) {
  if (shift.reasons.length === 0)
    return <p className={classes.quiet}>No coins were asked for in this time.</p>;
  return (
    <Figures
      about="Reason"
      rows={shift.reasons}
      keyOf={(one) => one.reason}
      nameOf={(one) => reasonNames[one.reason]}
      figures={[
        ['Count', (one) => one.count],
        ['Given', (one) => <Coins coins={one.given} bare />],
        ['Taken', (one) => <Coins coins={one.taken} bare />],
      ]}
    />
  );
}
