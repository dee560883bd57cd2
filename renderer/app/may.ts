import type { Policy } from '../../contract/policy.ts';
import type { Role } from '../../contract/staff.ts';

/** True where the contract's policy lets this role make a call: what cannot be done is not shown. */
export function may(role: Role, { may: who }: Policy): boolean {
  return who === 'anyone' || who === 'staff' || who.includes(role);
}
