import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeskClient } from '../../contract/contract.ts';
import { openDoor } from '../../main/hosts/terminal/door.ts';
import { throughBrowserDoor } from '../contract/browser-client.ts';
import { password, smallWorkspace } from './door.ts';
import { createRandom } from './random.ts';

/** Keys, each asked for ten times; the soak takes 1,000 (bench/README.md). */
const keys = Number(process.env.KEYS ?? 150);
/** Calls that race for one cap, or to reverse one entry; the soak takes 1,000. */
const racers = Number(process.env.RACERS ?? 250);
const seed = Number(process.env.SEED ?? 20_261_120);

let folder: string;
let doors: DeskClient[];
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-parallel-'));
  const workspace = await smallWorkspace(folder, 20);
  const terminal = await openDoor(workspace);
  const browser = await throughBrowserDoor(workspace);
  closing.push(() => terminal.close(), browser.close);
  doors = [terminal.client, browser.client];
  for (const door of doors) await door.staff.signIn({ user: 'olga', password });
}, 120_000);
afterAll(async () => {
  for (const close of closing) await close();
  rmSync(folder, { recursive: true, force: true });
});

/** Makes many calls at once, each through one of the two doors; outcomes as values or codes. */
async function atOnce<T>(
  count: number,
  ask: (door: DeskClient, index: number) => Promise<T>,
): Promise<(T | string)[]> {
  const random = createRandom(seed + count);
  return await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      try {
        return await ask(random.pick(doors), index);
      } catch (error) {
        return String((error as { code?: unknown }).code);
      }
    }),
  );
}

function shuffled<T>(list: readonly T[]): T[] {
  const random = createRandom(seed);
  return list
    .map((one) => ({ one, by: random.below(2 ** 30) }))
    .sort((a, b) => a.by - b.by)
    .map(({ one }) => one);
}

const all = async () => (await doors[0]?.adjustments.list({})) ?? [];

describe(`${keys} keys asked for ${keys * 10} times, shuffled, at once, through two doors (SEED=${seed})`, () => {
  const asked = shuffled(Array.from({ length: keys * 10 }, (_, n) => n % keys));
  const body = (n: number) => ({
    account: `ac_${n % 20}`,
    coins: '+1',
    reason: 'GOODWILL' as const,
    note: 'again',
  });

  it('make each adjustment once, and give its first answer to every other', {
    timeout: 600_000,
  }, async () => {
    const answers = await atOnce(asked.length, (door, index) => {
      const n = asked[index] ?? 0;
      return door.adjustments.propose({ ...body(n), key: `key-${n}` });
    });
    const byKey = new Map<number, Set<string>>();
    for (const [index, answer] of answers.entries()) {
      const n = asked[index] ?? 0;
      byKey.set(n, (byKey.get(n) ?? new Set()).add(JSON.stringify(answer)));
    }
    expect(byKey.size).toBe(keys);
    expect([...byKey.values()].filter((given) => given.size !== 1)).toEqual([]);
    const made = (await all()).filter((one) => one.key.startsWith('key-'));
    expect(made).toHaveLength(keys);
    expect(repeated(made.map((one) => one.key))).toEqual([]);
  });

  it('are counted by something that sees a doubled one', async () => {
    const [one] = await atOnce(1, (door) => door.adjustments.propose(body(0)));
    const [other] = await atOnce(1, (door) => door.adjustments.propose(body(0)));
    expect((one as { id: string }).id).not.toBe((other as { id: string }).id);
    expect(repeated(['a', 'b', 'a'])).toEqual(['a']);
  });
});

function repeated(list: readonly string[]): string[] {
  return list.filter((one, index) => list.indexOf(one) !== index);
}

describe(`${racers} posts at once that a cap lets in only in part`, () => {
  it('never pass it by one coin', { timeout: 600_000 }, async () => {
    const coins = 7;
    const cap = Math.floor(racers / 2) * coins + 3;
    const [door] = doors;
    const before = (await all())
      .filter((one) => one.account === 'ac_19')
      .reduce((sum, one) => sum + BigInt(one.coins), 0n);
    await door?.adjustments.setLimit({ name: 'account_30d', value: String(before + BigInt(cap)) });
    const outcomes = await atOnce(racers, (one, index) =>
      one.adjustments.propose({
        account: 'ac_19',
        coins: `+${coins}`,
        reason: 'GOODWILL',
        note: 'small',
        key: `cap-${index}`,
      }),
    );
    const refused = outcomes.filter((outcome) => outcome === 'LIMIT_EXCEEDED');
    expect(outcomes.filter((outcome) => typeof outcome !== 'string')).toHaveLength(
      Math.floor(racers / 2),
    );
    expect(refused).toHaveLength(racers - Math.floor(racers / 2));
    const after = (await all())
      .filter((one) => one.account === 'ac_19')
      .reduce((sum, one) => sum + BigInt(one.coins), 0n);
    expect(after - before <= BigInt(cap)).toBe(true);
    expect(after - before > BigInt(cap - coins)).toBe(true);
    await door?.adjustments.setLimit({ name: 'account_30d', value: '1000000000' });
  });
});

describe(`${racers} reversals of one entry at once`, () => {
  it('are exactly one', { timeout: 600_000 }, async () => {
    const given = await doors[0]?.adjustments.propose({
      account: 'ac_1',
      coins: '+9',
      reason: 'GOODWILL',
      note: 'to be taken back',
    });
    const outcomes = await atOnce(racers, (door) =>
      door.adjustments.reverse({ id: given?.id ?? '', note: 'back' }),
    );
    expect(outcomes.filter((outcome) => typeof outcome !== 'string')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'ALREADY_REVERSED')).toHaveLength(racers - 1);
    expect((await all()).filter((one) => one.reverses === given?.id)).toHaveLength(1);
  });
});
