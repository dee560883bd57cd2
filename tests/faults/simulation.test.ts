import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../contract/errors.ts';
import { crew, openLedger } from './ledger.ts';
import { createModel, type Model } from './model.ts';
import { createRandom, type Random } from './random.ts';

/** Steps of one run; the soak takes 1,000,000 (bench/README.md). */
const steps = Number(process.env.STEPS ?? 1500);
const seed = Number(process.env.SEED ?? 20_261_120);
/** A fresh workspace after so many: adjustments are kept for ever, and this measures no lists. */
const stepsAWorkspace = 20_000;

type Ledger = ReturnType<typeof openLedger>;

const accounts = Array.from({ length: 40 }, (_, n) => `ac_${n}`);
const users = Object.keys(crew);
const day = 86_400_000;

/** What a call came to, in the words of the model. */
function said(act: () => { id: string; state: string }, withId: boolean): string {
  try {
    const { id, state } = act();
    return withId ? `${id} ${state}` : state;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

interface Run {
  readonly random: Random;
  readonly model: Model;
  readonly time: { now: number };
  ledger: Ledger;
  folder: string;
}

/** One step at the desk and in the model; what each said. */
function step(run: Run): [what: string, desk: string, model: string] {
  const { random, model, time, ledger } = run;
  const user = random.pick(users);
  const door = random.pick(['terminal', 'browser']);
  const who = ledger.as(user, door);
  const next = `adj_${model.rows.size + 1}`;
  const any = `adj_${random.below(model.rows.size + 2)}`;
  const recent = `adj_${Math.max(1, model.rows.size - random.below(8))}`;
  switch (random.below(10)) {
    case 0:
    case 1: {
      const id = random.pick([any, recent]);
      const approve = random.below(4) > 0;
      const word = approve ? 'approve' : 'reject';
      const desk = said(() => ledger.adjustments[word](who, { id, note: 'n' }), false);
      return [`${user} ${word} ${id}`, desk, model.decide(user, id, approve, time.now)];
    }
    case 2: {
      const id = random.pick([any, recent]);
      const desk = said(() => ledger.adjustments.reverse(who, { id, note: 'n' }), true);
      return [`${user} reverse ${id}`, desk, model.reverse(user, id, next, time.now)];
    }
    default: {
      const coins = coinsFor(random);
      const ask = {
        user,
        coins,
        account: random.pick(accounts),
        reason: random.pick(['GOODWILL', 'PROMO_MISSING', 'MIGRATION_FIX'] as const),
        key: `k${random.below(model.rows.size * 2 + 10)}`,
        case: random.oneIn(5) ? `case_${random.below(5)}` : null,
      };
      const { case: inCase, ...rest } = ask;
      const input = {
        ...rest,
        coins: coins.toString(),
        ...(inCase === null ? {} : { case: inCase }),
      };
      const desk = said(() => ledger.propose(user, input, door), true);
      return [`${user} propose ${JSON.stringify(input)}`, desk, model.propose(ask, next, time.now)];
    }
  }
}

function coinsFor(random: Random): bigint {
  const size = random.pick([10, 400, 3000, 9000]);
  return BigInt(random.below(size) + 1) * (random.oneIn(4) ? -1n : 1n);
}

/** Time goes on, jumps, or is set back; the desk is killed, and starts from the files as they lie. */
function disturb(run: Run): void {
  const { random, time } = run;
  time.now += random.below(4 * 60_000);
  if (random.oneIn(150)) time.now += random.below(3 * day);
  if (random.oneIn(1500)) time.now -= random.below(2 * day);
  if (random.oneIn(400)) kill(run);
}

/** What a killed process leaves: the files without a word of farewell. */
function kill(run: Run): void {
  const { ledger, folder } = run;
  const next = path.join(path.dirname(folder), `after-${run.model.rows.size}-${run.time.now}`);
  mkdirSync(next);
  for (const name of ['desk.db', 'desk.db-wal', 'records.db', 'records.db-wal', 'desk.key'])
    if (existsSync(path.join(folder, name)))
      copyFileSync(path.join(folder, name), path.join(next, name));
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
  run.folder = next;
  run.ledger = openAt(next, run.time);
}

function openAt(folder: string, time: { now: number }): Ledger {
  return openLedger({ folder, accounts: accounts.length, clock: () => time.now });
}

/** Every adjustment and every balance of the desk, held against the model. */
function differences({ ledger, model, time }: Run): string[] {
  model.lapse(time.now);
  const rows = ledger.adjustments.list({});
  const wrong = rows
    .filter((row) => {
      const kept = model.rows.get(row.id);
      return kept?.state !== row.state || kept.coins.toString() !== row.coins;
    })
    .map((row) => `${row.id} is ${row.state}, the model says ${model.rows.get(row.id)?.state}`);
  const sums = accounts
    .filter((account) => ledger.adjustments.unconfirmed(account) !== model.balance(account))
    .map((account) => `the balance of ${account} differs`);
  const missing = rows.length === model.rows.size ? [] : ['another number of adjustments'];
  return [...missing, ...wrong, ...sums];
}

/** Runs so many steps; the first difference, with the seed that brings it again, or null. */
function simulate(seedOf: number, count: number, lie = false): string | null {
  const home = mkdtempSync(path.join(tmpdir(), 'desk-simulation-'));
  const folder = path.join(home, 'first');
  mkdirSync(folder);
  const time = { now: Date.UTC(2026, 10, 20, 12) };
  const run: Run = {
    random: createRandom(seedOf),
    model: createModel(),
    time,
    folder,
    ledger: openAt(folder, time),
  };
  try {
    for (let n = 0; n < count; n += 1) {
      disturb(run);
      const [what, desk, model] = step(run);
      if (desk !== model) return `SEED=${seedOf}, step ${n}, ${what}: desk ${desk}, model ${model}`;
      if (lie && n === count >> 1)
        run.ledger.propose('oli', { account: 'ac_0', coins: '1', key: 'behind the back' });
      if (n % 5000 === 4999 || n === count - 1) {
        const [wrong] = differences(run);
        if (wrong) return `SEED=${seedOf}, step ${n}: ${wrong}`;
      }
    }
    return null;
  } finally {
    run.ledger.close();
    rmSync(home, { recursive: true, force: true });
  }
}

describe(`${steps} steps against a model, with kills, clock jumps and duplicates (SEED=${seed})`, () => {
  it('never diverge', { timeout: 3 * 3_600_000 }, () => {
    const rounds = Math.ceil(steps / stepsAWorkspace);
    for (let round = 0; round < rounds; round += 1)
      expect(simulate(seed + round, Math.min(steps, stepsAWorkspace))).toBeNull();
  });

  it('would notice a single coin that the model knows nothing of', () => {
    expect(simulate(seed, 60, true)).toMatch(/^SEED=\d+, step \d+/);
  });
});
