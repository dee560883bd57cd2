import { coinState } from './match.ts';
import type { Matter } from './matter.ts';
import { type Root, root } from './root.ts';
import { deliveredRoot } from './root-delivered.ts';
import { accountRoot, missingRoot } from './root-missing.ts';
import { returnedRoot } from './root-returned.ts';
import { chargedTwice } from './twice.ts';

/** Money was taken: what went wrong after it, the earliest first. */
export function paidRoot(matter: Matter): Root {
  const { own } = matter;
  if (own.receipt.state === 'failed')
    return root(
      'receipt_invalid',
      own.store?.signature === 'failed' || own.store?.signature == null ? 'certain' : 'likely',
      'The receipt failed verification.',
    );
  if (own.money.consentWithdrawn && own.money.restoredAt === null)
    return root(
      'age',
      'certain',
      'A parent took consent back, and the store refunded it.',
      'guardian',
    );
  return own.money.state === 'captured' ? keptRoot(matter) : returnedRoot(matter);
}

/** The money is still ours. */
function keptRoot(matter: Matter): Root {
  const { own, promised } = matter;
  const short = promised.coins !== null && own.grant.net < promised.coins;
  if (own.money.restoredAt !== null && own.grant.taken > 0n && short)
    return root(
      'refund_reversed',
      'certain',
      'The refund was taken back, the coins that were clawed back for it were not restored.',
    );
  const account = accountRoot(matter);
  if (account) return account;
  const twice = chargedTwice(matter);
  if (twice)
    return root('double_charge', matter.claims.has('twice') ? 'certain' : 'likely', twice.says);
  if (coinState(matter) !== 'delivered' && own.grant.given === 0n) return missingRoot(matter);
  return deliveredRoot(matter);
}
