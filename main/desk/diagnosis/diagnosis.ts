import type { ReplyLanguage, Verdict } from '../../../contract/diagnosis.ts';
import { refuse } from '../../../contract/errors.ts';
import type { CopyAge } from '../../../contract/records.ts';
import type { Audit, Caller } from '../audit/audit.ts';
import type { Row, RowReader, TableName } from '../records/records.ts';
import type { Db } from '../storage/storage.ts';
import { createAnswers } from './answers.ts';
import type { CopyReach } from './evidence.ts';
import { type Frame, gather, type GatherDeps } from './gather.ts';
import { namedOrders } from './named-orders.ts';
import { readMarket } from './market.ts';
import {
  notFound,
  orderNamedIn,
  ticketVerdict,
  bareFacts,
  bareVerdict,
  reachInWords,
} from './no-order.ts';
import { orphans, orphansOf } from './orphans.ts';
import { readAhead } from './prefetch.ts';
import { checkAnswer } from './questions.ts';
import { settingsAt } from './settings.ts';
import { customerText, languages } from './texts/customer.ts';
import { type Judged, judge } from './verdict.ts';

export { cite } from './cite.ts';
export { claimOf, namesThirdParty } from './claims.ts';
export { diagnosisMigrations } from './schema.ts';

export interface DiagnosisDeps {
  readonly rows: RowReader;
  readonly desk: Db;
  /** UTC ms; dates answers and kept verdicts, and never decides one. */
  readonly clock: () => number;
  readonly copy: () => CopyAge;
  /** Does one run that had the table cover this moment (UTC ms)? */
  readonly covers: (at: number, table: TableName) => boolean;
  /** How many imports the copy has had: the small tables are read again when it grows. */
  readonly imports: () => number;
  readonly audit: Audit;
  /** Net coins that the desk itself decided for a recharge. */
  readonly deskCoinsFor: (recharge: string) => bigint;
  /** Has the desk flagged this seller (domain or handle)? */
  readonly flaggedSeller?: (seller: string) => boolean;
}

const page = 500;

/** What the desk can say of a failed recharge. Reads are synchronous and change nothing. */
export function createDiagnosis(deps: DiagnosisDeps) {
  const { rows, desk, clock } = deps;
  const answers = createAnswers(desk);
  const frameNow = createFrame(deps);
  const keep = desk.prepare(
    'insert into verdicts (recharge_id, checklist_version, copy_as_of, at, verdict) values (?, ?, ?, ?, ?)',
  );
  const gatherDeps = (): GatherDeps => {
    const some = answers.any();
    return {
      rows,
      answersTo: (recharge) => (some ? answers.to(recharge) : []),
      deskCoinsFor: deps.deskCoinsFor,
      flaggedSeller: deps.flaggedSeller ?? (() => false),
    };
  };
  const judged = (frame: Frame, sources: GatherDeps, recharge: Row<'recharges'>): Judged =>
    judge(gather(sources, frame, recharge), frame.settings);
  const find = (recharge: string) => rows.get('recharges', 'where recharge_id = ?', recharge);

  function ofRecharge(id: string): Verdict {
    const frame = frameNow();
    const recharge = find(id);
    return recharge ? judged(frame, gatherDeps(), recharge).verdict : notFound(id, frame.copy);
  }

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
          says: `No ticket ${id} in this copy. ${reachInWords(frame.copy)}`,
        },
        frame.copy,
      );
    if (ticket.recharge_id === null) {
      const named = orderNamedIn(rows, ticket);
      if (!named) return ticketVerdict(rows, ticket, frame);
      return { ...judged(frame, gatherDeps(), named).verdict, ticket_id: ticket.ticket_id };
    }
    return {
      ...ofRecharge(ticket.recharge_id),
      ticket_id: ticket.ticket_id,
    };
  }

  function ofAccount(id: string): Verdict[] {
    const frame = frameNow();
    const sources = gatherDeps();
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
      ...attempts.map((recharge) => judged(frame, sources, recharge).verdict),
      ...orphansOf(rows, frame, id),
      ...tickets.map((ticket) => ticketVerdict(rows, ticket, frame)),
    ];
    if (found.length > 0) return found;
    return [
      bareVerdict(
        {
          account: id,
          cause: 'not_found',
          confidence: 'likely',
          owed: 0n,
          says: `No attempt, payment or ticket of account ${id} in this copy. ${reachInWords(frame.copy)}`,
        },
        frame.copy,
      ),
    ];
  }

  return {
    /**
     * Verdicts on one recharge, on every attempt of an account, or on what a ticket is about.
     * Refuses BAD_INPUT unless exactly one of the three is named; what the copy does not have
     * is a `not_found` verdict.
     */
    diagnose(input: {
      recharge?: string | undefined;
      account?: string | undefined;
      ticket?: string | undefined;
    }): Verdict[] {
      const named = [input.recharge, input.account, input.ticket].filter((id) => id !== undefined);
      if (named.length !== 1)
        throw refuse(
          'BAD_INPUT',
          'A diagnosis is of one recharge, one account or one ticket.',
          'Name exactly one of them.',
        );
      if (input.recharge !== undefined) return [ofRecharge(input.recharge)];
      if (input.ticket !== undefined) return [ofTicket(input.ticket)];
      return ofAccount(input.account ?? '');
    },

    /** Every attempt in key order, then money without an order, then tickets without one. */
    *all(): Generator<Verdict> {
      const frame = frameNow();
      const sources = gatherDeps();
      let last = '';
      for (;;) {
        const attempts = rows.all(
          'recharges',
          'where recharge_id > ? order by recharge_id limit ?',
          last,
          page,
        );
        const ahead = { ...sources, rows: readAhead(rows, attempts, frame.settings.storyGapMs) };
        for (const recharge of attempts) yield judged(frame, ahead, recharge).verdict;
        const end = attempts.at(-1);
        if (!end) break;
        last = end.recharge_id;
      }
      yield* orphans(rows, frame);
      last = '';
      for (;;) {
        const tickets = rows.all(
          'tickets',
          'where ticket_id > ? and recharge_id is null order by ticket_id limit ?',
          last,
          page,
        );
        for (const ticket of tickets) yield ticketVerdict(rows, ticket, frame);
        const end = tickets.at(-1);
        if (!end) return;
        last = end.ticket_id;
      }
    },

    /**
     * Notes the customer's answer with who noted it and when, and gives the verdict anew.
     * Refuses NOT_FOUND for a recharge that the copy does not have, BAD_INPUT for a question or
     * an answer that is not in the list.
     */
    answer(caller: Caller, input: { recharge: string; question: string; value: string }): Verdict {
      if (!find(input.recharge))
        throw refuse(
          'NOT_FOUND',
          `There is no recharge ${input.recharge} in this copy.`,
          'Check the id, or import a newer drop.',
        );
      const { question, value } = checkAnswer(input.question, input.value);
      desk
        .transaction(() => {
          answers.add({ recharge: input.recharge, question, value, by: caller.user, at: clock() });
          deps.audit.append(caller, {
            command: 'diagnosis.answer',
            object: input.recharge,
            outcome: 'done',
            sentence: `${caller.user} noted the answer to ${question} for ${input.recharge}.`,
            details: { question, value },
          });
        })
        .immediate();
      return ofRecharge(input.recharge);
    },

    /** The customer text of a verdict in a language, ready to copy. */
    reply(input: { recharge: string; language: ReplyLanguage }): {
      language: ReplyLanguage;
      direction: 'ltr' | 'rtl';
      text: string;
    } {
      const recharge = find(input.recharge);
      const facts = recharge
        ? judged(frameNow(), gatherDeps(), recharge).facts
        : bareFacts('not_found', 'customer', 0n);
      return {
        language: input.language,
        direction: languages[input.language].direction,
        text: customerText(facts, input.language),
      };
    },

    /** Stores a verdict that something rests on. Called inside that thing's transaction. */
    keep(verdict: Verdict): void {
      keep.run(
        verdict.recharge_id,
        verdict.checklist_version,
        verdict.copy_as_of,
        clock(),
        JSON.stringify(verdict),
      );
    },
  };
}

/** The copy's age, its small tables and the thresholds; read again when an import was added. */
function createFrame(deps: DiagnosisDeps): () => Frame {
  let known: { readonly imports: number; readonly frame: Frame } | null = null;
  return () => {
    const imports = deps.imports();
    if (known?.imports === imports) return known.frame;
    const age = deps.copy();
    const copy: CopyReach = {
      asOf: toMs(age.as_of),
      guessed: age.as_of_guessed,
      from: toMs(age.covers_from),
      to: toMs(age.covers_to),
      covers: deps.covers,
    };
    const settings = settingsAt(copy.asOf ?? 0);
    known = {
      imports,
      frame: { copy, market: readMarket(deps.rows), settings, namedOrders: namedOrders(deps.rows) },
    };
    return known.frame;
  };
}

function toMs(time: string | null): number | null {
  return time === null ? null : Date.parse(time);
}
