import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDerived } from '../../main/desk/sellers/derive/store.ts';
import { createGraph } from '../../main/desk/sellers/graph/graph.ts';

const buyers = 900;
const folder = mkdtempSync(path.join(tmpdir(), 'desk-graph-'));
const derived = openDerived(path.join(folder, 'sellers.db'));
const graph = createGraph(() => derived);

beforeAll(() => {
  const insert = derived.prepare('insert into uses values (?, ?, ?, ?, ?, 1, 700)');
  const at = Date.UTC(2026, 10, 1);
  for (let who = 0; who < buyers; who += 1) {
    insert.run(`ac_${who}`, 'seller', 'shop.example', at, at);
    insert.run(`ac_${who}`, 'ip', `203.0.113.${who % 200}`, at, at);
  }
});
afterAll(() => {
  derived.close();
  rmSync(folder, { recursive: true, force: true });
});

const around = (most: number) => graph.around({ kind: 'seller', id: 'shop.example' }, 2, most);

describe('a seller with more buyers than a picture shows at first', () => {
  it('is cut at what was asked for, and says how many links are missing', () => {
    const cut = around(400);
    expect(cut.nodes).toHaveLength(400);
    expect(cut.left_out).toBeGreaterThanOrEqual(buyers - 399);
  });

  it('is shown whole where more is asked for', () => {
    const whole = around(2000);
    expect(whole.nodes).toHaveLength(1 + buyers + 200);
    expect(whole.edges).toHaveLength(2 * buyers);
    expect(whole.left_out).toBe(0);
    expect(whole.nodes.find(({ key }) => key === 'seller:shop.example')).toMatchObject({
      degree: buyers,
      coins: String(700 * buyers),
    });
  });

  it('names addresses by tokens that lead back to them and give nothing away', () => {
    const address = around(2000).nodes.find(({ kind }) => kind === 'ip');
    expect(address?.id).toMatch(/^~[0-9a-f]{16}$/);
    expect(address?.key).toBe(`ip:${address?.id}`);
    const back = graph.around({ kind: 'ip', id: address?.id ?? '' }, 1, 50);
    expect(back.nodes.find(({ hops }) => hops === 0)?.value).toBe(address?.value);
  });
});
