import type { Verdict } from '../../../contract/diagnosis.ts';
import { sayTime } from '../../../contract/say.ts';
import { wireTime } from '../../../contract/values.ts';
import { otherKind, type Row, type RowReader } from '../records/records.ts';
import { boughtElsewhere } from './claims.ts';
import type { CopyReach } from './evidence.ts';
import type { Frame } from './gather.ts';
import { agentTexts } from './texts/agent.ts';
import { byExternal, byPayment, byRecharge } from './reads.ts';
import { type CustomerFacts, customerText } from './texts/customer.ts';

/** What a verdict without an attempt says. */
export interface Bare {
  readonly recharge?: string;
  readonly account?: string | null;
  readonly ticket?: string;
  readonly payment?: string;
  readonly cause: Verdict['root_cause'];
  readonly confidence: Verdict['confidence'];
  readonly owner?: Verdict['owner'];
  readonly owed: bigint | null;
  readonly says: string;
}

export function bareVerdict(bare: Bare, frame: Pick<Frame, 'copy' | 'version'>): Verdict {
  const { owner: usual, next, ifWrong } = agentTexts[bare.cause];
  const owner = bare.owner ?? usual;
  return {
    recharge_id: bare.recharge ?? null,
    account_id: bare.account ?? null,
    ticket_id: bare.ticket ?? null,
    ...(bare.payment === undefined ? {} : { payment: bare.payment }),
    story: [],
    root_cause: bare.cause,
    confidence: bare.confidence,
    owner,
    coins_owed: bare.owed === null ? null : bare.owed.toString(),
    next_step: next,
    deadline: null,
    agent_text: bare.says,
    customer_text: customerText(bareFacts(bare.cause, owner, bare.owed), 'en'),
    if_wrong: ifWrong,
    checklist_version: frame.version,
    copy_as_of: wireTime(frame.copy.asOf),
    checks: [],
  };
}

export function bareFacts(
  cause: Verdict['root_cause'],
  owner: Verdict['owner'],
  owed: bigint | null,
): CustomerFacts {
  return {
    cause,
    owner,
    owed,
    coins: null,
    amountMinor: null,
    currency: null,
    at: null,
    until: null,
  };
}

/** What times the copy speaks for, in words. */
export function reachInWords(copy: CopyReach): string {
  if (copy.asOf === null) return 'Nothing was imported yet, so the copy covers no time.';
  const to = sayTime(copy.to ?? copy.asOf);
  return copy.from === null
    ? `The copy covers everything up to ${to}.`
    : `The copy covers ${sayTime(copy.from)} to ${to}; an order outside it would not be found.`;
}

/** That an id is of another kind than it was taken for, in words; null where it is none. */
export function otherWords(
  rows: RowReader,
  id: string,
  asked: 'recharge' | 'ticket' | 'account',
): string | null {
  const other = otherKind(rows, id, asked);
  return other && `${other.says} ${other.next}`;
}

/** An order that the copy does not have. */
export function notFound(rows: RowReader, recharge: string, frame: Frame): Verdict {
  const { copy } = frame;
  return bareVerdict(
    {
      recharge,
      cause: 'not_found',
      confidence: copy.asOf === null ? 'possible' : 'likely',
      owed: copy.asOf === null ? null : 0n,
      says:
        otherWords(rows, recharge, 'recharge') ??
        `No order ${recharge} in this copy. ${reachInWords(copy)}`,
    },
    frame,
  );
}

/**
 * A ticket that names no order of this copy: bought elsewhere, or not to be found. `money` is the
 * payment that it names and no order explains; then what is owed is not denied here.
 */
export function ticketVerdict(
  rows: RowReader,
  ticket: Row<'tickets'>,
  frame: Frame,
  money: string | null,
): Verdict {
  const text = `${ticket.subject ?? ''}\n${ticket.body ?? ''}`.slice(0, 10_000);
  const seller = sellerIn(rows, text);
  const outside = seller !== null && (seller.status === 'flagged' || seller.status === 'unlisted');
  const official = seller !== null && !outside;
  const bare = { ticket: ticket.ticket_id, account: ticket.account_id, owed: 0n };
  if (outside || (!official && boughtElsewhere(text)))
    return bareVerdict(
      {
        ...bare,
        cause: 'third_party_purchase',
        confidence: outside ? 'certain' : 'likely',
        says: outside
          ? `The ticket names ${seller.seller_id}, which is not an official channel on our list. There is no order with us.`
          : 'The ticket speaks of a purchase from somebody else. There is no order with us.',
      },
      frame,
    );
  const named = orderNamedIn(rows, ticket)?.recharge_id ?? money;
  return bareVerdict(
    {
      ...bare,
      cause: 'not_found',
      confidence: 'likely',
      owed: named === null ? bare.owed : null,
      says: named
        ? `The ticket is tied to no order; it names ${named}, which has a verdict of its own.`
        : ticket.recharge_id
          ? `The ticket names the order ${ticket.recharge_id}, which is not in this copy. ${reachInWords(frame.copy)}`
          : `The ticket names no order, and none can be told from it. ${reachInWords(frame.copy)}`,
    },
    frame,
  );
}

/** The order of ours that a ticket names in its words: by our id, or by the store's or processor's. */
export function orderNamedIn(rows: RowReader, ticket: Row<'tickets'>): Row<'recharges'> | null {
  for (const id of idsIn(ticket)) {
    const found =
      rows.get('recharges', 'where recharge_id = ?', id) ??
      rows.get('recharges', 'where external_id = ?', id);
    if (found && (ticket.account_id === null || found.account_id === ticket.account_id))
      return found;
  }
  return null;
}

/** The payment or store order that a ticket names in its words and no order of ours explains; its id. */
export function moneyNamedIn(rows: RowReader, ticket: Row<'tickets'>): string | null {
  for (const id of idsIn(ticket)) {
    const store = rows.get('store_records', byExternal, id);
    if (store && (ticket.account_id === null || store.account_token === ticket.account_id))
      return id;
    const payment = rows.get('payments', byPayment, id);
    if (payment?.status === 'succeeded' && !isOrdered(rows, payment)) return id;
  }
  return null;
}

/** An order of ours stands behind it, perhaps another customer's: its own verdict speaks of it. */
function isOrdered(rows: RowReader, payment: Row<'payments'>): boolean {
  const id = payment.payment_id;
  return (
    (payment.recharge_id !== null &&
      rows.get('recharges', byRecharge, payment.recharge_id) !== null) ||
    rows.get('recharges', byPayment, id) !== null ||
    rows.get('recharges', byExternal, id) !== null
  );
}

/** Words of a ticket that could be the id of an order or a payment. */
function* idsIn(ticket: Row<'tickets'>): Generator<string> {
  const text = `${ticket.subject ?? ''} ${ticket.body ?? ''}`.slice(0, 10_000);
  for (const word of text.split(/[\s,;()"']+/).slice(0, 400)) {
    const id = word.replaceAll(/^[^\p{L}\d]+|[^\p{L}\d]+$/gu, '');
    if (id.length >= 6 && /\d/.test(id)) yield id;
  }
}

/** The first seller that a text names by domain or handle; one that is not official first. */
function sellerIn(rows: RowReader, text: string): Row<'sellers'> | null {
  let found: Row<'sellers'> | null = null;
  for (const name of namesIn(text)) {
    const seller = rows.get('sellers', 'where seller_id = ?', name);
    if (seller?.status === 'flagged' || seller?.status === 'unlisted') return seller;
    found ??= seller;
  }
  return found;
}

/** Everything in a text that could be a seller's id: whole words, domains with their parents, handles. */
function namesIn(text: string): readonly string[] {
  const names = new Set<string>();
  const add = (name: string) => {
    names.add(name);
    names.add(name.toLowerCase());
  };
  for (const word of text.split(/\s+/).slice(0, 400)) {
    const bare = word.replaceAll(/^[^\p{L}\d@]+|[^\p{L}\d]+$/gu, '');
    if (/[.:@/_]/.test(bare)) add(bare);
  }
  for (const [domain] of text.toLowerCase().matchAll(/[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu)) {
    const labels = domain.split('.');
    for (let from = 0; from < labels.length - 1; from += 1) names.add(labels.slice(from).join('.'));
  }
  for (const [handle] of text.matchAll(/@[\w.-]{2,60}/g)) {
    add(handle);
    add(handle.slice(1));
  }
  return [...names].slice(0, 300);
}
