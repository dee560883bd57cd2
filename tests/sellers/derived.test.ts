import path from 'node:path';
import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createGraph } from '../../main/desk/sellers/graph/graph.ts';
import { openDerived } from '../../main/desk/sellers/derive/store.ts';
import { makeWorkspace, type TestWorkspace } from '../records/import-workspace.ts';
import { derive } from './derived.ts';
import { simulate } from './world/simulate.ts';
import { priceList } from './world/market.ts';
import { buy, day, hour, makeWorld, person, type World } from './world/world.ts';

async function copyOf(world: World): Promise<TestWorkspace> {
  const workspace = makeWorkspace();
  const drop = path.join(workspace.folder, 'world');
  world.drop(drop);
  await workspace.run(drop);
  return workspace;
}

describe('links and scores', () => {
  it('are the same after a day’s drop as when worked out from nothing, and twice the same', async () => {
    const { layout, folder, drop, run } = await copyOf(simulate(5, { everyday: 200, scams: 8 }));
    const store = path.join(folder, 'kept.db');
    const before = derive(layout.records, store);
    expect(before.worked).toBe(true);
    expect(derive(layout.records, store).worked).toBe(false);
    const ring = before.rings.find((one) => one.roles.mule.length > 2);
    const [mule = '', other = ''] = ring?.roles.mule ?? [];
    await run(
      drop({
        'recharges.csv': `recharge_id,account_id,channel,created_at,coins,seller_domain\nrc_late,${mule},web,2026-11-21T00:00:00Z,70,late-shop.example\nrc_later,${other},web,2026-11-21T01:00:00Z,70,late-shop.example\n`,
        'tickets.csv': `ticket_id,account_id,opened_at,body\nti_late,${mule},2026-11-21T05:00:00Z,I was cheated by late-shop.example\n`,
      }),
    );
    const kept = derive(layout.records, store);
    const anew = derive(layout.records, path.join(folder, 'anew.db'));
    expect(kept.rings).toEqual(anew.rings);
    expect(kept.lines).toEqual(anew.lines);
    expect(kept.lines.map((line) => line.seller_id)).toContain('late-shop.example');
    // Somebody who wrote to us about a seller is a victim, whatever else was seen of them.
    const roles = kept.rings.flatMap((one) => one.members).find((one) => one.account_id === mule);
    expect(roles?.role).toBe('victim');
  });

  it('make a ring of buyers whose seller is suspect only now, and take it back, as from nothing', async () => {
    const world = makeWorld(4);
    priceList(world);
    const at = world.end - 20 * day;
    const shared = { device: 'dv_shared', card: 'pi_shared', ip: '10.9.9.9' };
    for (let who = 0; who < 4; who += 1)
      buy(world, person(world, { country: 'US', made: at - day }), at + who * hour, {
        ...shared,
        seller: 'fair-shop.example',
      });
    world.emit('offers', {
      offer_id: 'of_first',
      seller_id: 'fair-shop.example',
      seen_at: world.end - 30 * day,
      storefront: 'US',
      currency: 'USD',
      price_minor: 1510,
      coins: 1400,
    });
    const { layout, folder, drop, run } = await copyOf(world);
    const store = path.join(folder, 'kept.db');
    expect(derive(layout.records, store).rings).toEqual([]);
    const offers = (share: number) =>
      `offer_id,seller_id,seen_at,storefront,currency,price_minor,coins\n${[1, 2, 3]
        .map(
          (one) =>
            `of_${one},fair-shop.example,${new Date(world.end - one * day).toISOString()},US,USD,${10 * share},1400\n`,
        )
        .join('')}`;
    // Fair, then far below, then fair again: only the offers change, no account is touched.
    for (const [share, rings] of [
      [150, 0],
      [60, 1],
      [151, 0],
    ] as const) {
      await run(drop({ 'offers.csv': offers(share) }));
      const kept = derive(layout.records, store);
      const anew = derive(layout.records, path.join(folder, `anew-${share}.db`));
      expect(anew.rings.filter((one) => one.kind === 'ring')).toHaveLength(rings);
      expect(kept.rings).toEqual(anew.rings);
      expect(kept.lines).toEqual(anew.lines);
    }
    // The same by a rate that is typed in: what was asked in euros is far below by it.
    await run(
      drop({
        'offers.csv':
          'offer_id,seller_id,seen_at,storefront,currency,price_minor,coins\nof_1,fair-shop.example,2026-11-20T00:00:00Z,US,AUD,1600,1400\nof_2,fair-shop.example,2026-11-21T00:00:00Z,US,AUD,1600,1400\n',
      }),
    );
    expect(derive(layout.records, store).rings).toEqual([]);
    const rate = { from: 'AUD', to: 'USD', day: '2026-11-20', rate: '0.3', source: 'x', by: 'r' };
    const typed = { rates: [rate], version: '1' };
    const kept = derive(layout.records, store, typed);
    expect(kept.rings.filter((one) => one.kind === 'ring')).toHaveLength(1);
    const anew = derive(layout.records, path.join(folder, 'anew-rate.db'), typed);
    expect(kept.rings).toEqual(anew.rings);
    expect(kept.lines).toEqual(anew.lines);
    expect(derive(layout.records, store, { rates: [], version: '2' }).rings).toEqual([]);
  });

  it('give every point its record, and no point to official sellers', async () => {
    const { layout, folder } = await copyOf(simulate(6, { everyday: 100, scams: 12 }));
    const { lines, rings } = derive(layout.records, path.join(folder, 's.db'));
    for (const line of lines) {
      expect(line.score).toBe(
        Math.min(
          100,
          line.signals.reduce((sum, one) => sum + one.points, 0),
        ),
      );
      for (const signal of line.signals) {
        expect(signal.evidence.length).toBeGreaterThan(0);
        for (const one of signal.evidence) expect(one.line).toBeGreaterThan(1);
        expect(signal.innocent_cause).not.toBe('');
      }
      if (line.status === 'official' || line.status === 'authorised') expect(line.score).toBe(0);
    }
    const accounts = rings.flatMap((ring) => Object.values(ring.roles).flat());
    expect(new Set(accounts).size).toBe(accounts.length);
    for (const ring of rings) {
      if (ring.kind === 'ring') expect(ring.links.length).toBeGreaterThanOrEqual(2);
      for (const member of ring.members) expect(member.reason).not.toBe('');
    }
  });

  it('can be thrown away and come again', async () => {
    const { layout, folder } = await copyOf(simulate(7, { everyday: 20, scams: 4 }));
    const store = path.join(folder, 's.db');
    const first = derive(layout.records, store);
    for (const end of ['', '-wal', '-shm']) rmSync(`${store}${end}`, { force: true });
    expect(derive(layout.records, store)).toEqual(first);
  });
});

describe('the graph of links', () => {
  it('shows two links around anything, and the way between two things', async () => {
    const { layout, folder } = await copyOf(simulate(8, { everyday: 100, scams: 4 }));
    const store = path.join(folder, 's.db');
    const { rings } = derive(layout.records, store);
    const ring = rings.find((one) => one.roles.mule.length > 2);
    const [a = '', b = ''] = ring?.roles.mule ?? [];
    const db = openDerived(store);
    try {
      const graph = createGraph(() => db);
      const near = graph.around({ kind: 'account', id: a }, 2, 600);
      const keys = new Set(near.nodes.map((node) => node.key));
      expect(keys.has(`account:${b}`)).toBe(true);
      expect(near.nodes.find((node) => node.key === `account:${a}`)?.role).toBe('mule');
      for (const edge of near.edges) expect(keys.has(edge.from) && keys.has(edge.to)).toBe(true);
      expect(graph.around({ kind: 'account', id: a }, 2, 10).nodes.length).toBeLessThanOrEqual(10);
      const way = graph.path({ kind: 'account', id: a }, { kind: 'account', id: b });
      expect(way.nodes.map((node) => node.key)).toEqual([
        `account:${a}`,
        way.nodes[1]?.key,
        `account:${b}`,
      ]);
      expect(
        graph.path({ kind: 'account', id: a }, { kind: 'account', id: 'nobody' }).nodes,
      ).toEqual([]);
    } finally {
      db.close();
    }
  });
});
