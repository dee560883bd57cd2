import { z } from 'zod';
import { evidence } from './diagnosis.ts';
import { coins, time } from './values.ts';

export const ringRoles = ['seller', 'mule', 'victim', 'card_holder', 'bystander'] as const;
export const ringRole = z.enum(ringRoles);
export type RingRole = z.infer<typeof ringRole>;

export const ringMember = z.object({
  account_id: z.string(),
  role: ringRole,
  reason: z.string(),
  evidence: z.array(evidence),
});
export type RingMember = z.infer<typeof ringMember>;

export const ring = z.object({
  ring: z.string(),
  /**
   * `ring`: held together by two independent kinds of link or more. `buyers`: the people around one
   * suggested seller who share nothing else.
   */
  kind: z.enum(['ring', 'buyers']),
  sellers: z.array(z.string()),
  roles: z.record(ringRole, z.array(z.string())),
  /** Independent kinds of link that hold it together, with how many nodes of each. */
  links: z.array(z.object({ kind: z.string(), nodes: z.number() })),
  reasons: z.array(z.string()),
  coins,
  disputed: z.number(),
  from: time.nullable(),
  to: time.nullable(),
});

export type Ring = z.infer<typeof ring>;

export const ringDetail = ring.extend({ members: z.array(ringMember) });
export type RingDetail = z.infer<typeof ringDetail>;
