import { z } from 'zod';
import { ringRole } from './seller-rings.ts';
import { coins, time } from './values.ts';

/** Kinds of thing that an account can be linked by. */
export const linkKinds = [
  'account',
  'instrument',
  'device',
  'ip',
  'email',
  'phone',
  'seller',
  'receiver',
] as const;
export const linkKind = z.enum(linkKinds);
export type LinkKind = z.infer<typeof linkKind>;

export const graphNode = z.object({
  key: z.string(),
  kind: linkKind,
  /** By which it can be asked about again; for addresses and contacts a token, not the value. */
  id: z.string(),
  /** The column it stands in and what it says there, masked like any other record. */
  field: z.string(),
  value: z.string(),
  /** Accounts that use it (for an account: things it uses), in the whole copy. */
  degree: z.number(),
  coins,
  role: ringRole.nullable(),
  /** Links from the node that was asked about. */
  hops: z.number(),
});
export const graphEdge = z.object({
  from: z.string(),
  to: z.string(),
  kind: linkKind,
  count: z.number(),
  coins,
  first: time.nullable(),
  last: time.nullable(),
});
export const linkGraph = z.object({
  centre: z.string(),
  nodes: z.array(graphNode),
  edges: z.array(graphEdge),
  /** Links that were left out because there are too many to look at. */
  left_out: z.number(),
});
export type LinkGraph = z.infer<typeof linkGraph>;
export type GraphNode = z.infer<typeof graphNode>;
export type GraphEdge = z.infer<typeof graphEdge>;
