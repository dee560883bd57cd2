import path from 'node:path';
import { expect, test } from 'vitest';
import { writeDemoDrop } from '../../main/desk/records/records.ts';
import { asOf, openDesk } from './builder.ts';

/**
 * The demo is written by a generator that knows nothing of these rules; only the exchange format
 * and the checklist are common to both. It says of every failure what it was made to be.
 */
test('finds in the demo records what each of them was made to be', async () => {
  const desk = openDesk({ asOf: null, tables: [], packages: false });
  const drop = path.join(desk.folder, 'staging', 'demo');
  const truth = await writeDemoDrop(drop, { asOf, accounts: 800, recharges: 3000 });
  await desk.records.importDrop({ drop, by: 'ada', commit: true });
  const wrong: string[] = [];
  const owed = new Set<string>();
  let seen = 0;
  for (const verdict of await desk.everything()) {
    const { recharge_id, payment, ticket_id, root_cause, coins_owed } = verdict;
    const label = recharge_id
      ? (truth.labels.get(recharge_id) ?? 'healthy')
      : payment
        ? truth.payments.get(payment)
        : truth.tickets.get(ticket_id ?? '');
    if (coins_owed !== null && coins_owed !== '0') owed.add(root_cause);
    if (label === undefined) continue;
    seen += 1;
    if (label !== root_cause)
      wrong.push(`${recharge_id ?? payment ?? ticket_id}: ${label}, not ${root_cause}`);
  }
  expect(wrong).toEqual([]);
  expect(seen).toBeGreaterThan(3000);
  // Coins are owed only where something of ours went wrong after the money came.
  for (const cause of owed)
    expect(['paid_not_granted', 'wrong_quantity', 'refund_reversed', 'incident']).toContain(cause);
}, 120_000);
