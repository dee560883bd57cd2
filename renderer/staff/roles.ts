import type { Role } from '../../contract/staff.ts';

/** What a role does, in a line, for who chooses one. */
export const roleWords: Readonly<Record<Role, string>> = {
  agent: 'searches, diagnoses, proposes adjustments, works tickets',
  senior: 'what an agent does, and approves proposals of others',
  reviewer: 'searches, proposes and confirms flags on sellers',
  investigator: 'searches, works cases and bundles',
  auditor: 'reads everything, verifies, changes nothing',
  owner: 'imports, staff, limits, approvals',
};
