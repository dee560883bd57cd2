import type { ContractRouterClient } from '@orpc/contract';
import { adjustments } from './adjustments.ts';
import { audit } from './audit.ts';
import { bundles } from './case-bundles.ts';
import { cases } from './cases.ts';
import { diagnosis } from './diagnosis.ts';
import { drops } from './drops.ts';
import { outbox } from './outbox.ts';
import { records } from './records.ts';
import { sellers } from './sellers.ts';
import { staff } from './staff.ts';
import { tickets } from './ticket-work.ts';
import { workspace } from './workspace.ts';

/** All that a client may ask of a desk. Doors carry it; only the desk answers it. */
export const contract = {
  workspace,
  staff,
  audit,
  records,
  drops,
  diagnosis,
  adjustments,
  outbox,
  sellers,
  cases,
  bundles,
  tickets,
};

export type DeskClient = ContractRouterClient<typeof contract>;
