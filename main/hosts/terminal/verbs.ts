import type { Verb } from './verb.ts';
import { adjustmentVerbs } from './verbs/adjustments.ts';
import { auditVerbs } from './verbs/audit.ts';
import { bundleVerbs } from './verbs/bundles.ts';
import { caseVerbs } from './verbs/cases.ts';
import { diagnosisVerbs } from './verbs/diagnosis.ts';
import { dropVerbs } from './verbs/drops.ts';
import { keyVerbs } from './verbs/key.ts';
import { listVerbs } from './verbs/lists.ts';
import { outboxVerbs } from './verbs/outbox.ts';
import { recordVerbs } from './verbs/records.ts';
import { sourceVerbs } from './verbs/sources.ts';
import { ruleVerbs } from './verbs/rules.ts';
import { sellerVerbs } from './verbs/sellers.ts';
import { staffVerbs } from './verbs/staff.ts';

/** Every verb that calls the contract, for the command line and `batch` alike. */
export const verbs: readonly Verb[] = [
  ...recordVerbs,
  ...dropVerbs,
  ...sourceVerbs,
  ...listVerbs,
  ...diagnosisVerbs,
  ...adjustmentVerbs,
  ...ruleVerbs,
  ...sellerVerbs,
  ...outboxVerbs,
  ...caseVerbs,
  ...bundleVerbs,
  ...staffVerbs,
  ...auditVerbs,
  ...keyVerbs,
];
