import type { RingDetail, RingRole } from '../../../contract/seller-rings.ts';
import type { SellerLine } from '../../../contract/sellers.ts';
import type { Truth } from './world.ts';

/** How well lines and rings agree with the truth. */
export interface Grade {
  readonly precision: number;
  readonly recall: number;
  readonly roles: number;
  readonly victimsCalledSellers: number;
  /** People who have nothing to do with any ring, and were given a part other than bystander. */
  readonly innocentsAccused: number;
  readonly misses: readonly string[];
}

export function grade(
  truth: Truth,
  lines: readonly SellerLine[],
  rings: readonly Pick<RingDetail, 'roles'>[],
): Grade {
  const called = new Set(lines.filter((line) => line.suggested).map((line) => line.seller_id));
  const right = [...called].filter((seller) => truth.scams.has(seller)).length;
  const given = new Map<string, RingRole>();
  for (const { roles } of rings)
    for (const [role, accounts] of Object.entries(roles))
      for (const account of accounts) given.set(account, role as RingRole);
  const misses: string[] = [];
  for (const seller of called) if (!truth.scams.has(seller)) misses.push(`called: ${seller}`);
  for (const seller of truth.scams) if (!called.has(seller)) misses.push(`missed: ${seller}`);
  let fitting = 0;
  let victimsCalledSellers = 0;
  for (const [account, role] of truth.roles) {
    const got = given.get(account);
    if (got === role) fitting += 1;
    else misses.push(`${account} is ${role}, called ${got ?? 'nothing'}`);
    if (role !== 'seller' && role !== 'mule' && got === 'seller') victimsCalledSellers += 1;
  }
  let innocentsAccused = 0;
  for (const [account, role] of given)
    if (!truth.roles.has(account) && role !== 'bystander' && role !== 'victim') {
      innocentsAccused += 1;
      misses.push(`${account} is nobody, called ${role}`);
    }
  return {
    precision: called.size === 0 ? 1 : right / called.size,
    recall: truth.scams.size === 0 ? 1 : right / truth.scams.size,
    roles: truth.roles.size === 0 ? 1 : fitting / truth.roles.size,
    victimsCalledSellers,
    innocentsAccused,
    misses,
  };
}
