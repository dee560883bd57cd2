import type { Matter } from './matter.ts';
import { type Root, root } from './root.ts';
import { paidRoot } from './root-paid.ts';
import { unpaidRoot } from './root-unpaid.ts';

/**
 * The earliest failed stage of an attempt. What was paid is judged by what came after the
 * payment; what was not, by what stopped it.
 */
export function rootOf(matter: Matter): Root {
  const { own, now } = matter;
  const found = judge(matter);
  const early = own.bundle.events.find((event) => event.at > now + 60_000);
  if (!early || found.confidence !== 'certain') return found;
  return {
    ...found,
    confidence: 'likely',
    says: `${found.says} One event (${early.stage}) is dated after this copy was made.`,
  };
}

function judge(matter: Matter): Root {
  switch (matter.own.money.state) {
    case 'test':
      return root(
        'test_purchase',
        'certain',
        matter.own.store
          ? `The store marks the order as ${matter.own.store.test_kind ?? 'a sandbox'} purchase: nobody paid for it.`
          : 'The processor marks the payment as one of its test mode: nobody paid for it.',
      );
    case 'captured':
    case 'returned':
    case 'part_returned':
    case 'contested':
      return paidRoot(matter);
    case 'held':
    case 'hold_over':
    case 'pending':
    case 'pending_over':
    case 'processing':
    case 'action':
    case 'claimed':
    case 'none':
      return unpaidRoot(matter);
  }
}
