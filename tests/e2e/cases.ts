import type { DeskClient } from '../../contract/contract.ts';
import type { Verdict } from '../../contract/diagnosis.ts';
import { openDoor } from '../../main/hosts/terminal/door.ts';
import type { DemoDesk } from './browser-door.ts';

/** Does something at the terminal door as that person of the demo. */
export async function asPerson<T>(
  desk: DemoDesk,
  user: string,
  work: (client: DeskClient) => Promise<T>,
): Promise<T> {
  const { client, close } = await openDoor(desk.workspace);
  try {
    await client.staff.signIn({ user, password: desk.passwords[user] ?? '' });
    return await work(client);
  } finally {
    close();
  }
}

/** A verdict about an attempt that is in the copy. */
export type Case = Verdict & { recharge_id: string; account_id: string };

/** The first verdict of the demo that fits, in the desk's own order; the same in every run. */
export async function findCase(
  client: DeskClient,
  fits: (verdict: Verdict) => boolean,
): Promise<Case> {
  for await (const batch of await client.diagnosis.all()) {
    const verdicts = batch.map((line) => JSON.parse(line) as Verdict);
    const found = verdicts.find((each) => each.recharge_id !== null && fits(each));
    if (found?.recharge_id && found.account_id)
      return { ...found, recharge_id: found.recharge_id, account_id: found.account_id };
  }
  throw new Error('the demo has no such case');
}

/** Paid, never granted, and more coins than an agent gives alone. */
export function owedAboveOwnLimit(verdict: Verdict): boolean {
  const owed = BigInt(verdict.coins_owed ?? '0');
  return verdict.root_cause === 'paid_not_granted' && owed > 350n && owed <= 7000n;
}
