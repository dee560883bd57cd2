import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { RecordKind } from '../../../contract/records.ts';
import type { Collection } from '../../../contract/sellers.ts';
import { counted, sayCoins, sayTime } from '../../../contract/say.ts';
import type { Caller } from '../audit/audit.ts';
import type { CaseDeps } from './cases.ts';
import type { Links } from './links.ts';
import type { Work } from './work.ts';

/** Records that are copied between two looks at what else waits for the desk. */
const atOnce = 100;
/** Most characters of one note. */
const noteLength = 4000;

interface Named {
  readonly kind: RecordKind;
  readonly id: string;
}

/**
 * Makes a case of a seller's whole history in one action: the seller, every buyer, recharge and
 * ticket as records, and what went back, offers, flags and points as notes. What a record names
 * but this copy does not hold is counted and said. Refuses NOT_FOUND for a seller nobody knows.
 */
export function createOfSeller(deps: CaseDeps, work: Work, links: Pick<Links, 'link' | 'isHere'>) {
  return async (caller: Caller, input: { seller: string }) => {
    const all = await deps.collectSeller(caller, input.seller);
    const opened = work.create(caller, {
      title: `Seller ${all.seller_id}`.slice(0, 200),
      kind: 'seller_ring',
    });
    const named = recordsOf(all);
    const missing: Named[] = [];
    let records = 0;
    for (let from = 0; from < named.length; from += atOnce) {
      const part = named.slice(from, from + atOnce);
      const here = part.filter(links.isHere);
      missing.push(...part.filter((one) => !here.includes(one)));
      if (here.length > 0) links.link(caller, { case: opened.id, records: here });
      records += here.length;
      await yieldToOthers();
    }
    for (const text of notesOf(all, missing))
      work.add(caller, { case: opened.id, what: { kind: 'note', text } });
    return { case: opened.id, records, missing: missing.length };
  };
}

function recordsOf(all: Collection): Named[] {
  const of = (kind: RecordKind, ids: readonly string[]) => ids.map((id) => ({ kind, id }));
  const buyers = all.buyers.map((buyer) => buyer.account_id);
  return [
    ...of('seller', [all.seller_id]),
    ...of('account', buyers),
    ...of('recharge', all.recharges),
    ...of('ticket', all.tickets),
  ];
}

/** What is no record of its own, in as many notes as it takes. */
function notesOf(all: Collection, missing: readonly Named[]): string[] {
  const { line } = all;
  const lines = [
    `Seller ${all.seller_id} as of ${sayTime(Date.parse(all.collected_at))}: ${counted(line.score, 'point')}, ${counted(all.buyers.length, 'account')}, ${sayCoins(BigInt(all.coins))}, ${counted(all.recharges.length, 'recharge')}, money went back ${counted(all.refunds.length, 'time')}, ${counted(all.tickets.length, 'ticket')}, ${counted(all.offers.length, 'offer')}.`,
    ...line.signals.map((one) => `${one.points} ${one.name}: ${one.text}`),
    ...told(
      'Parts',
      all.buyers.filter((one) => one.role !== null),
      (one) => `${one.account_id} ${one.role}`,
    ),
    ...told(
      'Went back',
      all.refunds,
      (one) =>
        `${one.recharge_id} ${one.what}${one.at === null ? '' : ` ${sayTime(Date.parse(one.at))}`}`,
    ),
    ...told('Flags', all.flags, (one) => `${one.flag} ${one.state} by ${one.maker}: ${one.reason}`),
    ...told('Offers', all.offers, (one) => one),
    ...told('Named, but not in this copy', missing, (one) => `${one.kind} ${one.id}`),
  ];
  const notes: string[] = [];
  let note = '';
  for (const next of lines.map((one) => one.slice(0, noteLength))) {
    if (note !== '' && note.length + 1 + next.length > noteLength) {
      notes.push(note);
      note = '';
    }
    note = note === '' ? next : `${note}\n${next}`;
  }
  return [...notes, note];
}

function told<T>(head: string, list: readonly T[], say: (one: T) => string): string[] {
  return list.length === 0 ? [] : [`${head}:`, ...list.map(say)];
}
