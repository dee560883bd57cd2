import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batch, desk, smallWorkspace } from './door.ts';

/** More of both with the soak command; see bench/README.md. */
const kills = Number(process.env.KILLS ?? 100);

let folder: string;
let workspace: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-kill-'));
  workspace = await smallWorkspace(folder, 10);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const post = (key: string, n: number) => ({
  id: key,
  do: 'adjust.propose',
  with: { account: `ac_${n % 10}`, coins: '+1', reason: 'GOODWILL', note: 'kill test', key },
});

describe(`a desk killed ${kills} times while it posts`, () => {
  const acknowledged = new Map<string, string>();
  let asked = 0;

  it('loses nothing that it acknowledged and doubles nothing that is asked again', {
    timeout: 90 * 60_000,
  }, async () => {
    let unsure: string[] = [];
    for (let round = 0; round < kills; round += 1) {
      // Every fourth time through two doors at once, whose posts share commits.
      const doors = Array.from({ length: round % 4 === 3 ? 2 : 1 }, () => batch(workspace, 'olga'));
      const keys = Array.from({ length: 200 }, () => `k${asked++}`);
      // What the last kill left in doubt is asked again under the same keys.
      const sent = [...unsure, ...keys];
      for (const [n, key] of sent.entries())
        doors[n % doors.length]?.send(post(key, Number(key.slice(1))));
      const killAfter = unsure.length + 1 + ((round * 37) % 64);
      let heard = 0;
      const listen = async ({ answers, ended }: (typeof doors)[number]) => {
        for await (const line of answers) {
          const answer = JSON.parse(line) as { id: string; ok?: { id: string }; error?: unknown };
          if (heard < killAfter) expect(answer.error).toBeUndefined();
          const before = acknowledged.get(answer.id);
          if (before) expect(answer.ok?.id ?? before).toBe(before);
          if (answer.ok) acknowledged.set(answer.id, answer.ok.id);
          heard += 1;
          if (heard === killAfter) for (const door of doors) door.kill();
        }
        await ended;
      };
      await Promise.all(doors.map(listen));
      unsure = sent.filter((key) => !acknowledged.has(key)).slice(0, 5);
    }
    expect(acknowledged.size).toBeGreaterThan(kills);
  });

  it('has every acknowledged one exactly once, books that add up, and a whole chain', async () => {
    const listed = await list();
    expect(faultsIn(listed, acknowledged)).toEqual([]);

    const audit = (await desk(workspace, ['audit', 'list', '--as', 'olga', '--json'])).lines;
    const proposed = audit.filter((row) => row.command === 'adjustments.propose');
    expect(proposed).toHaveLength(listed.length);
    const verdict = (await desk(workspace, ['audit', 'verify', '--as', 'olga', '--json'])).lines[0];
    expect(verdict).toMatchObject({ verdict: 'unanchored', broken_at: null });
  });

  it('is checked by something that sees a lost and a doubled one', async () => {
    const listed = await list();
    const [one] = listed.filter((row) => acknowledged.has(String(row.key)));
    const without = listed.filter((row) => row !== one);
    expect(faultsIn(without, acknowledged)).toEqual([`lost ${one?.key}`]);
    expect(faultsIn([...listed, { ...one, id: 'adj_other' }], acknowledged)).toEqual([
      `doubled ${one?.key}`,
    ]);
  });
});

async function list(): Promise<readonly Record<string, unknown>[]> {
  return (await desk(workspace, ['adjust', 'list', '--as', 'olga', '--json'])).lines;
}

/** What was promised and is not there, or is there twice. */
function faultsIn(
  listed: readonly Record<string, unknown>[],
  acknowledged: ReadonlyMap<string, string>,
): string[] {
  const byKey = new Map<unknown, Record<string, unknown>[]>();
  for (const row of listed) byKey.set(row.key, [...(byKey.get(row.key) ?? []), row]);
  const doubled = [...byKey].filter(([, rows]) => rows.length > 1).map(([key]) => `doubled ${key}`);
  const lost = [...acknowledged]
    .filter(
      ([key, id]) => !byKey.get(key)?.some((row) => row.id === id && row.state === 'approved'),
    )
    .map(([key]) => `lost ${key}`);
  return [...doubled, ...lost];
}
