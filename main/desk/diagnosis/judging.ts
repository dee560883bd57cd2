import type { Verdict } from '../../../contract/diagnosis.ts';
import type { CopyAge } from '../../../contract/records.ts';
import type { Row, RowReader, TableName } from '../records/records.ts';
import { standing } from './codes/own.ts';
import type { CopyReach } from './evidence.ts';
import { type Frame, gather } from './gather.ts';
import { readMarket } from './market.ts';
import { type Matter, matterOf } from './matter.ts';
import { missingOrder, orphanNamed } from './missing-order.ts';
import { namedOrders } from './named-orders.ts';
import {
  bareVerdict,
  moneyNamedIn,
  notFound,
  otherWords,
  orderNamedIn,
  reachInWords,
  ticketVerdict,
} from './no-order.ts';
import { orphans, orphansOf } from './orphans.ts';
import type { OwnFacts } from './own-facts.ts';
import { readAhead } from './prefetch.ts';
import { settingsAt } from './settings.ts';
import { type Judged, judge } from './verdict.ts';
import { checklistVersion } from './version.ts';

/** The copy, as far as judging needs it. */
export interface CopyToJudge {
  readonly rows: RowReader;
  readonly copy: () => CopyAge;
  /** Does one run that had the table cover this moment (UTC ms)? */
  readonly covers: (at: number, table: TableName) => boolean;
  /** How many imports the copy has had: the small tables are read again when it grows. */
  readonly imports: () => number;
}

const page = 200;

/** Keys from `after` (not itself) to `upTo` (itself); null is the end of the table. */
export interface KeyRange {
  readonly after: string;
  readonly upTo: string | null;
}

/** Judges attempts, money and tickets of one copy. Reads, and changes nothing. */
export function createJudging(copy: CopyToJudge, own: OwnFacts) {
  const { rows } = copy;
  const frameNow = createFrame(copy, own);
  const judged = (frame: Frame, recharge: Row<'recharges'>, from: RowReader = rows): Judged =>
    judge(gather({ rows: from, own }, frame, recharge), frame.settings);
  const find = (recharge: string) => rows.get('recharges', 'where recharge_id = ?', recharge);

  function ofTicket(id: string): Verdict {
    const frame = frameNow();
    const ticket = rows.get('tickets', 'where ticket_id = ?', id);
    if (!ticket)
      return bareVerdict(
        {
          ticket: id,
          cause: 'not_found',
          confidence: 'likely',
          owed: 0n,
          says:
            otherWords(rows, id, 'ticket') ??
            `No ticket ${id} in this copy. ${reachInWords(frame.copy)}`,
        },
        frame,
      );
    const named =
      ticket.recharge_id === null ? orderNamedIn(rows, ticket) : find(ticket.recharge_id);
    if (named) return { ...judged(frame, named).verdict, ticket_id: id };
    const money = moneyOf(frame, ticket);
    if (money) return { ...money, ticket_id: id };
    const loose = ticketVerdict(rows, ticket, frame, null);
    return ticket.recharge_id === null || loose.root_cause === 'third_party_purchase'
      ? { ...loose, recharge_id: ticket.recharge_id }
      : { ...notFound(rows, ticket.recharge_id, frame), ticket_id: id };
  }

  /** Money that a ticket names, where its order is not in this copy. */
  function moneyOf(frame: Frame, ticket: Row<'tickets'>): Verdict | null {
    if (ticket.recharge_id !== null) {
      const missing = missingOrder(rows, frame, ticket.recharge_id);
      if (missing) return missing;
    }
    const id = moneyNamedIn(rows, ticket);
    return id === null ? null : orphanNamed(rows, frame, id);
  }

  function looseTicket(frame: Frame, ticket: Row<'tickets'>): Verdict {
    const money = moneyOf(frame, ticket);
    return ticketVerdict(rows, ticket, frame, money && (money.payment ?? money.recharge_id));
  }

  function ofAccount(id: string): Verdict[] {
    const frame = frameNow();
    const attempts = rows.all(
      'recharges',
      'where account_id = ? order by created_at, recharge_id',
      id,
    );
    const tickets = rows.all(
      'tickets',
      'where account_id = ? and recharge_id is null order by opened_at, ticket_id',
      id,
    );
    const found = [
      ...attempts.map((recharge) => judged(frame, recharge).verdict),
      ...orphansOf(rows, frame, id),
      ...tickets.map((ticket) => looseTicket(frame, ticket)),
    ];
    if (found.length > 0) return found;
    return [
      bareVerdict(
        {
          account: id,
          cause: 'not_found',
          confidence: 'likely',
          owed: 0n,
          says:
            otherWords(rows, id, 'account') ??
            `No attempt, payment or ticket of account ${id} in this copy. ${reachInWords(frame.copy)}`,
        },
        frame,
      ),
    ];
  }

  /** Attempts of a range in key order, a page at a time, with a reader that has read ahead. */
  function* pages({
    after,
    upTo,
  }: KeyRange): Generator<{ attempts: Row<'recharges'>[]; from: RowReader }> {
    const { storyGapMs } = frameNow().settings;
    for (let last = after; ; ) {
      const attempts =
        upTo === null
          ? rows.all('recharges', `where recharge_id > ? order by recharge_id limit ${page}`, last)
          : rows.all(
              'recharges',
              `where recharge_id > ? and recharge_id <= ? order by recharge_id limit ${page}`,
              last,
              upTo,
            );
      const end = attempts.at(-1);
      if (!end) return;
      yield { attempts, from: readAhead(rows, attempts, storyGapMs) };
      last = end.recharge_id;
    }
  }

  return {
    frame: frameNow,
    find,
    judged: (recharge: Row<'recharges'>): Judged => judged(frameNow(), recharge),
    ofRecharge(id: string): Verdict {
      const recharge = find(id);
      if (recharge) return judged(frameNow(), recharge).verdict;
      return missingOrder(rows, frameNow(), id) ?? notFound(rows, id, frameNow());
    },
    ofTicket,
    ofAccount,

    /** Verdicts on the attempts of a range, in key order. */
    *attempts(range: KeyRange): Generator<Verdict> {
      const frame = frameNow();
      for (const { attempts, from } of pages(range))
        for (const recharge of attempts) yield judged(frame, recharge, from).verdict;
    },

    /** The same attempts without their checks: what a run over everything decides by. */
    *matters(range: KeyRange): Generator<Matter> {
      const frame = frameNow();
      for (const { attempts, from } of pages(range))
        for (const recharge of attempts)
          yield matterOf(gather({ rows: from, own }, frame, recharge), frame.settings);
    },

    /** Money that no order of ours explains. */
    orphans: (): Generator<Verdict> => orphans(rows, frameNow()),

    /** Tickets that name no order of this copy, in key order. */
    *looseTickets(): Generator<Verdict> {
      const frame = frameNow();
      for (let last = ''; ; ) {
        const tickets = rows.all(
          'tickets',
          `where ticket_id > ? and (recharge_id is null or not exists (
             select 1 from recharges r where r.recharge_id = tickets.recharge_id))
           order by ticket_id limit ${page}`,
          last,
        );
        for (const ticket of tickets) yield looseTicket(frame, ticket);
        const end = tickets.at(-1);
        if (!end) return;
        last = end.ticket_id;
      }
    },
  };
}

/** The copy's age, its small tables and the thresholds; read again when one of them has changed. */
function createFrame(copy: CopyToJudge, own: OwnFacts): () => Frame {
  let known: { readonly name: string; readonly frame: Frame } | null = null;
  return () => {
    const name = `${copy.imports()}/${own.version()}`;
    if (known?.name === name) return known.frame;
    const age = copy.copy();
    const reach: CopyReach = {
      asOf: toMs(age.as_of),
      guessed: age.as_of_guessed,
      from: toMs(age.covers_from),
      to: toMs(age.covers_to),
      covers: copy.covers,
    };
    const codes = own.codes();
    const frame: Frame = {
      copy: reach,
      market: readMarket(copy.rows, own.incidents()),
      settings: settingsAt(reach.asOf ?? 0),
      namedOrders: namedOrders(copy.rows),
      ownCodes: standing(codes),
      version: codes.length === 0 ? checklistVersion : `${checklistVersion}+codes.${codes.length}`,
    };
    known = { name, frame };
    return frame;
  };
}

function toMs(time: string | null): number | null {
  return time === null ? null : Date.parse(time);
}
