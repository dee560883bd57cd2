import type { Verdict } from '../../../contract/diagnosis.ts';
import type { Truth } from './attempt.ts';

/** How verdicts compare with what was hidden. */
export interface Report {
  readonly cases: number;
  readonly right: number;
  /** Share of right root causes by hidden cause. */
  readonly byCause: ReadonlyMap<string, { readonly cases: number; readonly right: number }>;
  /** Hidden cause to verdict, where they differ, with how often. */
  readonly confused: ReadonlyMap<string, number>;
  /** Coins called owed that are not, or owed coins denied, as sentences. */
  readonly dangerous: readonly string[];
  readonly undecided: number;
}

export function reportOn(truths: ReadonlyMap<string, Truth>, verdicts: Iterable<Verdict>): Report {
  const byCause = new Map<string, { cases: number; right: number }>();
  const confused = new Map<string, number>();
  const dangerous: string[] = [];
  let undecided = 0;
  let cases = 0;
  let right = 0;
  for (const verdict of verdicts) {
    const truth = truths.get(verdict.recharge_id ?? '');
    if (!truth) continue;
    cases += 1;
    const one = byCause.get(truth.cause) ?? { cases: 0, right: 0 };
    byCause.set(truth.cause, one);
    one.cases += 1;
    if (verdict.root_cause === truth.cause) {
      one.right += 1;
      right += 1;
    } else {
      const name = `${truth.cause} → ${verdict.root_cause}`;
      confused.set(name, (confused.get(name) ?? 0) + 1);
    }
    if (verdict.coins_owed === null) undecided += 1;
    else if (truth.owed !== null && BigInt(verdict.coins_owed) !== truth.owed)
      dangerous.push(
        `${verdict.recharge_id}: ${verdict.coins_owed} called owed, ${truth.owed} are (${truth.cause})`,
      );
  }
  return { cases, right, byCause, confused, dangerous, undecided };
}

/** The confusion table and the shares, for people. */
export function inWords(report: Report): string {
  const percent = (part: number, whole: number) => `${((part / whole) * 100).toFixed(2)} %`;
  const causes = [...report.byCause]
    .toSorted(([, a], [, b]) => a.right / a.cases - b.right / b.cases)
    .map(
      ([cause, one]) =>
        `  ${cause.padEnd(22)} ${String(one.cases).padStart(6)}  ${percent(one.right, one.cases)}`,
    );
  const confused = [...report.confused]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `  ${String(count).padStart(6)}  ${name}`);
  return [
    `${report.cases} cases, ${percent(report.right, report.cases)} right, ${report.dangerous.length} dangerous, ${report.undecided} undecided amounts`,
    'hidden cause            cases  right',
    ...causes,
    ...(confused.length === 0 ? ['nothing was confused'] : ['confused:', ...confused]),
    ...report.dangerous.slice(0, 20).map((text) => `  ! ${text}`),
  ].join('\n');
}
