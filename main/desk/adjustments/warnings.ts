import type { Verdict } from '../../../contract/diagnosis.ts';
import { sayCoins, sayDelta } from '../../../contract/say.ts';
import { causeName } from '../../../contract/verdict-words.ts';
import type { RowReader } from '../records/records.ts';
import type { AdjustmentDeps } from './adjustments.ts';
import type { Body } from './payload.ts';
import { looksSplit, type SmallBesides } from './rules.ts';
import type { Brief } from './beside.ts';
import type { Store } from './store.ts';
import type { Subject } from './subject.ts';
import type { Elsewhere } from './twice.ts';

/** How the audit and the report recognise the warning that a larger sum may have been cut up. */
export const splitting = 'looks like splitting';

interface Considered {
  readonly deps: AdjustmentDeps;
  readonly user: string;
  readonly body: Body;
  readonly subject: Subject;
  /** Living ones for the same recharge, ticket and account, newest first. */
  readonly earlier: ReturnType<Store['briefly']>;
  readonly small: SmallBesides;
  readonly foreign: readonly Elsewhere[];
  readonly verdict: Verdict | null;
  readonly unproven: string | null;
  readonly ownLimit: bigint;
}

/** What a maker and a checker should know before they go on; none of it refuses. */
export function warningsOf(c: Considered): string[] {
  const { body, earlier, verdict, unproven } = c;
  const warnings: string[] = [];
  if (earlier.recharge.length > 0)
    warnings.push(`Earlier for this recharge: ${told(earlier.recharge)}.`);
  if (earlier.ticket.length > 0) warnings.push(`Earlier for this ticket: ${told(earlier.ticket)}.`);
  if (earlier.account.length > 0)
    warnings.push(`Earlier for this account in 30 days: ${told(earlier.account)}.`);
  if (looksSplit(BigInt(body.coins), c.ownLimit, c.small))
    warnings.push(
      `Several small adjustments for one account: together they pass the own limit of ${sayCoins(c.ownLimit)}, or stay just under it; this ${splitting}.`,
    );
  if (unproven) warnings.push(unproven);
  for (const one of c.foreign)
    warnings.push(`${one.where} has adjustment ${one.id} (${sayDelta(one.coins)}) for the same.`);
  warnings.push(...fromRecords(c), ...ofFlags(c));
  if (verdict && BigInt(body.coins) > 0n && verdict.coins_owed === '0')
    warnings.push(`The verdict, “${causeName(verdict.root_cause)}”, says that no coins are owed.`);
  return warnings;
}

/** A flagged seller near it: the coins may have been paid for by somebody else's card. */
function ofFlags({ deps, body }: Considered): string[] {
  return deps
    .flagsNear({
      account: body.account,
      recharge: body.recharge ?? undefined,
      ticket: body.ticket ?? undefined,
    })
    .map(
      (flag) =>
        `The seller ${flag.seller_id.replaceAll('.', '[.]')} is ${flag.state === 'confirmed' ? 'flagged' : 'proposed for a flag'}: ${flag.reason}`,
    );
}

function told(rows: readonly Brief[]): string {
  return rows.map((row) => `${row.id} (${sayDelta(row.coins)}, ${row.state})`).join(', ');
}

/** What the copy of the records shows besides. */
function fromRecords({ deps, user, body, subject }: Considered): string[] {
  const { rows } = deps;
  const warnings: string[] = [];
  const byHand = [...subject.recharges].flatMap((recharge) =>
    rows.all('ledger', "where recharge_id = ? and kind = 'adjustment'", recharge),
  );
  if (byHand.length > 0 && !body.coins.startsWith('-'))
    warnings.push(
      `The platform's ledger has adjustments for this recharge already: ${byHand
        .map((entry) => `${entry.entry_id} (${sayDelta(entry.delta)})`)
        .join(', ')}.`,
    );
  const ticket =
    body.ticket === null ? null : rows.get('tickets', 'where ticket_id = ?', body.ticket);
  if (ticket?.account_id && ticket.account_id !== body.account)
    warnings.push(`Ticket ${body.ticket} is of another account, ${ticket.account_id}.`);
  if (sharesAddress(rows, deps.standing(user)?.ownAccounts ?? [], body.account))
    warnings.push('This account was used from an address that one of your own accounts used, too.');
  return warnings;
}

/** A shared address alone bars nobody, for offices and homes share them; it is said. */
function sharesAddress(rows: RowReader, own: readonly string[], account: string): boolean {
  if (own.length === 0) return false;
  const addresses = (one: string) =>
    new Set(
      [
        ...rows.all('recharges', 'where account_id = ?', one),
        ...rows.all('sessions', 'where account_id = ?', one),
      ]
        .map((row) => row.ip)
        .filter((ip) => ip !== null),
    );
  const theirs = addresses(account);
  return own.some((one) => one !== account && !addresses(one).isDisjointFrom(theirs));
}
