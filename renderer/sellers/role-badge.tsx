import type { RingRole } from '../../contract/seller-rings.ts';
import classes from './sellers.module.css';
import { roleWords } from './words.ts';

/** The part somebody played: a ring with its word. A victim is never red. */
export function RoleBadge({ role }: { role: RingRole }) {
  return (
    <span className={classes.role} data-role={role}>
      <span className={classes.roleRing} aria-hidden="true" />
      {roleWords[role]}
    </span>
  );
}
