import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runNode } from '../../scripts/ground.mjs';

const buyers = 400;
const day = 86_400_000;
const end = Date.UTC(2026, 10, 22);
/** The seller whom they all bought from. */
export const crowded = 'coinbarn.example';

/** A workspace of the bench: where it is, and how its owner signs in. */
export interface CrowdWorkspace {
  readonly folder: string;
  readonly password: string;
  discard(): void;
}

/**
 * A workspace whose copy, imported as any other, has a seller with exactly 2,000 things and 6,000
 * links within two steps: 400 buyers, and what they share, 200 cards, 400 devices and 999
 * addresses. Neighbours share most, as people of one ring do.
 */
export async function crowdWorkspace(): Promise<CrowdWorkspace> {
  const root = mkdtempSync(path.join(tmpdir(), 'desk-bench-crowd-'));
  const folder = path.join(root, 'workspace');
  const init = ['scripts/desk.mjs', 'init', '--owner', 'bench', '--json', '--workspace', folder];
  const { output } = await runNode(init, { keep: 'stdout' });
  const { password } = JSON.parse(output) as { password: string };
  const drop = path.join(root, 'drop');
  mkdirSync(drop);
  writeDrop(drop);
  const kept = path.join(root, 'password');
  writeFileSync(kept, password);
  const as = ['--as', 'bench', '--password-file', kept, '--workspace', folder, '--json'];
  await runNode(['scripts/desk.mjs', 'import', drop, ...as], { keep: 'stdout' });
  return {
    folder,
    password,
    discard: () => rmSync(root, { recursive: true, force: true }),
  };
}

function writeDrop(drop: string): void {
  const accounts = ['account_id,username,country,created_at'];
  const recharges = [
    'recharge_id,account_id,channel,coins,currency,amount_minor,storefront,instrument_id,device_id,ip,seller_domain,created_at',
  ];
  for (let who = 0; who < buyers; who += 1) {
    accounts.push(`ac_${who},buyer${who},US,${at(400)}`);
    for (let one = 0; one < 8; one += 1)
      recharges.push(
        [
          `rc_${who}_${one}`,
          `ac_${who}`,
          'web',
          '1400',
          'USD',
          '899',
          'US',
          `pi_${(Math.floor(who / 2) + (one % 2)) % 200}`,
          `dv_${(who + (one % 4)) % 400}`,
          addressOf((Math.floor(who * 2.5) + one) % 999),
          crowded,
          at(1 + ((who * 8 + one) % 150)),
        ].join(','),
      );
  }
  writeFileSync(path.join(drop, 'accounts.csv'), `${accounts.join('\n')}\n`);
  writeFileSync(path.join(drop, 'recharges.csv'), `${recharges.join('\n')}\n`);
}

function at(daysBefore: number): string {
  return new Date(end - daysBefore * day).toISOString();
}

/** An address kept back for examples. */
function addressOf(number: number): string {
  return `198.51.${100 + Math.floor(number / 250)}.${number % 250}`;
}
