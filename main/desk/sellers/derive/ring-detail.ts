import { createHash } from 'node:crypto';
import type { Evidence } from '../../../../contract/diagnosis.ts';
import {
  type RingDetail,
  type RingMember,
  type RingRole,
  ringRoles,
} from '../../../../contract/seller-rings.ts';
import { wireTime } from '../../../../contract/values.ts';
import { cite } from '../../diagnosis/diagnosis.ts';
import type { RowReader } from '../../records/records.ts';
import type { AccountFacts } from '../rings/facts.ts';
import type { GroupMatter } from '../rings/matter.ts';
import { type Cite, rolesOf } from '../rings/roles.ts';

/** The same ring with other members, told by role. */
export function withMembers(detail: RingDetail, members: RingMember[]): RingDetail {
  const roles = Object.fromEntries(
    ringRoles.map((role) => [
      role,
      members.filter((one) => one.role === role).map((one) => one.account_id),
    ]),
  ) as Record<RingRole, string[]>;
  return { ...detail, roles, members };
}

/**
 * What is told of a group: who played which part, what holds it together, coins and disputes.
 * `others` are told of beside the members.
 */
export function ringOf(
  head: Pick<RingDetail, 'ring' | 'kind' | 'reasons' | 'sellers'>,
  matter: GroupMatter,
  others: readonly AccountFacts[],
  rows: RowReader,
): RingDetail {
  const members: RingMember[] = rolesOf(matter, others).map((found) => ({
    account_id: found.account,
    role: found.role,
    reason: found.reason,
    evidence: found.cites.flatMap((one) => evidenceAt(rows, one)),
  }));
  const recharges = matter.members.flatMap((member) => member.recharges);
  const times = recharges.map((one) => one.created_at).sort((a, b) => a - b);
  const bare: Omit<RingDetail, 'roles' | 'members'> = {
    ...head,
    links: [...matter.shared]
      .map(([kind, nodes]) => ({ kind, nodes: nodes.size }))
      .filter((one) => one.nodes > 0)
      .sort((a, b) => b.nodes - a.nodes || (a.kind < b.kind ? -1 : 1)),
    coins: recharges
      .reduce((sum, one) => sum + (one.coins ?? 0n) + (one.bonus_coins ?? 0n), 0n)
      .toString(),
    disputed: matter.members.reduce((sum, member) => sum + disputedOf(member), 0),
    from: wireTime(times[0] ?? null),
    to: wireTime(times.at(-1) ?? null),
  };
  return withMembers({ ...bare, roles: noRoles, members }, members);
}

function disputedOf({ harm }: AccountFacts): number {
  return new Set(harm.filter((one) => one.what === 'disputed').map((one) => one.recharge)).size;
}

const noRoles: Record<RingRole, string[]> = {
  seller: [],
  mule: [],
  victim: [],
  card_holder: [],
  bystander: [],
};

/** A ring is called after its oldest member, so that it keeps its name when others join. */
export function ringNameOf(members: readonly AccountFacts[]): string {
  const oldest = members.toSorted(
    (a, b) =>
      (a.recharges[0]?.created_at ?? Number.MAX_SAFE_INTEGER) -
        (b.recharges[0]?.created_at ?? Number.MAX_SAFE_INTEGER) || (a.id < b.id ? -1 : 1),
  )[0];
  return `ring_${createHash('sha256')
    .update(oldest?.id ?? '')
    .digest('hex')
    .slice(0, 10)}`;
}

function evidenceAt(rows: RowReader, one: Cite): Evidence[] {
  const found = (evidence: Evidence | null) => (evidence ? [evidence] : []);
  switch (one.table) {
    case 'accounts': {
      const row = rows.get('accounts', 'where account_id = ?', one.key);
      return found(row && cite('accounts', row, one.field));
    }
    case 'recharges': {
      const row = rows.get('recharges', 'where recharge_id = ?', one.key);
      return found(row && cite('recharges', row, one.field));
    }
    case 'sessions': {
      const row = rows.get('sessions', 'where session_id = ?', one.key);
      return found(row && cite('sessions', row, one.field));
    }
    case 'tickets': {
      const row = rows.get('tickets', 'where ticket_id = ?', one.key);
      return found(row && cite('tickets', row, one.field));
    }
    case 'devices': {
      const row = rows.get('devices', 'where device_id = ?', one.key);
      return found(row && cite('devices', row, one.field));
    }
  }
}
