import type { Person } from './people.ts';
import { minuteMs } from './time.ts';
import type { World } from './world.ts';

export interface Spending {
  readonly budget: bigint;
  readonly from: number;
  readonly within: number;
  readonly most: number;
  readonly creator?: Person;
}

/** Sends gifts worth at most the budget; creators get half in diamonds. Gives back what was left. */
export function spend(world: World, person: Person, plan: Spending): bigint {
  let left = plan.budget;
  for (let i = 0; i < plan.most && left > 0n; i += 1) {
    const at = plan.from + world.random.int(minuteMs, Math.max(minuteMs, plan.within));
    if (at > world.asOf) break;
    const choice = world.gifts.choose(world.random, at, left);
    if (choice === null) break;
    const creator = plan.creator ?? world.random.pick(world.creators);
    const worth = choice.gift.coins * BigInt(choice.quantity);
    const gift = { at, gift: choice.gift.id, quantity: choice.quantity } as const;
    world.ledger.add({
      ...gift,
      person: person.id,
      delta: -worth,
      kind: 'gift_sent',
      counterparty: creator.id,
    });
    left -= worth;
    if (worth < 2n) continue;
    world.ledger.add({
      ...gift,
      person: creator.id,
      asset: 'diamonds',
      delta: worth / 2n,
      kind: 'gift_received',
      counterparty: person.id,
    });
  }
  return left;
}
