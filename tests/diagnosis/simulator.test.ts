import { expect, test } from 'vitest';
import { openDesk } from './builder.ts';
import { copyAt } from './simulator/attempt.ts';
import { inWords, reportOn } from './simulator/report.ts';
import { simulate } from './simulator/simulate.ts';

const cases = Number(process.env.CASES ?? 1800);

/**
 * Records made from a hidden cause, by the facts and not by the rules, with noise over them.
 * `CASES=100000` and `SEED=7` run more and others, and print the whole table.
 */
test(
  'finds the hidden cause under noise, and never says of coins what is not so',
  async () => {
    const seed = Number(process.env.SEED ?? 20261123);
    const desk = openDesk({ asOf: copyAt, packages: false });
    const truths = desk.db.transaction(() => simulate(desk.put, cases, seed))();
    const report = reportOn(truths, await desk.everything());
    const said = `seed ${seed}\n${inWords(report)}`;
    if (process.env.CASES !== undefined) console.log(said);
    expect(report.cases, said).toBe(truths.size);
    expect(report.dangerous.length / report.cases, said).toBeLessThanOrEqual(1 / 10_000);
    expect(report.right / report.cases, said).toBeGreaterThanOrEqual(0.99);
    for (const [cause, one] of report.byCause)
      expect(one.right / one.cases, `${cause}\n${said}`).toBeGreaterThanOrEqual(0.97);
  },
  Math.max(120_000, cases * 20),
);
