import { hash } from 'node:crypto';
import type { Proposal } from '../../../contract/adjustments.ts';
import type { Stored } from './store.ts';

/** The parts of a proposal that its key stands for, in the words of the contract. */
export interface Body {
  readonly account: string;
  readonly coins: string;
  readonly reason: string;
  readonly note: string;
  readonly recharge: string | null;
  readonly ticket: string | null;
  readonly case: string | null;
  readonly external_id: string | null;
}

export function bodyOf(input: Proposal, coins: string): Body {
  return {
    account: input.account,
    coins,
    reason: input.reason,
    note: input.note,
    recharge: input.recharge ?? null,
    ticket: input.ticket ?? null,
    case: input.case ?? null,
    external_id: input.external_id ?? null,
  };
}

export function bodyOfStored(row: Stored): Body {
  return {
    account: row.account_id,
    coins: row.coins.toString(),
    reason: row.reason,
    note: row.note,
    recharge: row.recharge_id,
    ticket: row.ticket_id,
    case: row.case_id,
    external_id: row.external_id,
  };
}

/** The first field in which a stored adjustment differs from a body; null where they are the same. */
export function differingField(row: Stored, body: Body): keyof Body | null {
  const stored = bodyOfStored(row);
  const names = Object.keys(body) as (keyof Body)[];
  return names.find((name) => stored[name] !== body[name]) ?? null;
}

/**
 * The key of a proposal that names none: case, external id (else recharge, else ticket) and
 * reason. Null where it has none of these: then every proposal is one of its own.
 */
export function madeKey(body: Body): string | null {
  const subject =
    body.external_id !== null
      ? ['external_id', body.external_id]
      : body.recharge !== null
        ? ['recharge', body.recharge]
        : body.ticket !== null
          ? ['ticket', body.ticket]
          : null;
  if (subject === null && body.case === null) return null;
  return JSON.stringify([body.case, subject, body.reason]);
}

/** What an approval is bound to: amount, account, reason and evidence, and all else that was asked. */
export function payloadHash(
  id: string,
  body: Body,
  reverses: string | null,
  evidence: string,
): string {
  const payload = JSON.stringify([
    'recharge-desk/adjustment/1',
    id,
    body.account,
    body.coins,
    body.reason,
    body.note,
    body.recharge,
    body.ticket,
    body.case,
    body.external_id,
    reverses,
    evidence,
  ]);
  return hash('sha256', payload, 'hex');
}
