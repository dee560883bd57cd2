import type {
  ExplainedBalance,
  KeptVerdict,
  Replayed,
  ReplyLanguage,
  Similar,
  Verdict,
} from '../../../contract/diagnosis.ts';
import { refuse } from '../../../contract/errors.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Audit, Caller } from '../audit/audit.ts';
import { otherKind } from '../records/records.ts';
import type { Db } from '../storage/storage.ts';
import { createAnswers } from './answers.ts';
import { explainBalance } from './explain-balance.ts';
import { sellerOf } from './findings.ts';
import { type CopyToJudge, createJudging } from './judging.ts';
import { createKept } from './kept.ts';
import { bareFacts } from './no-order.ts';
import { createOwnCodes } from './own-codes.ts';
import { flaggedNames, type OwnFacts, type OwnFactsThen } from './own-facts.ts';
import { createOwnIncidents } from './own-incidents.ts';
import { checkAnswer, openQuestions, questions } from './questions.ts';
import { customerText, languages } from './texts/customer.ts';
import { createFound } from './whole/found.ts';
import { createNights } from './whole/nights.ts';
import { overEverything } from './whole/pool.ts';
import { similarTo } from './whole/similar.ts';
import { createVerdictStore, type VerdictStore } from './whole/store.ts';
import { createSweeps } from './whole/sweeps.ts';

export { cite } from './cite.ts';
export { claimOf, namesThirdParty } from './claims.ts';
export { diagnosisMigrations } from './schema.ts';
export { figuresIn } from './texts/customer.ts';

export interface DiagnosisDeps extends CopyToJudge {
  readonly desk: Db;
  /** UTC ms; dates answers and kept verdicts, and never decides one. */
  readonly clock: () => number;
  readonly audit: Audit;
  /** The file of the copy, for workers, and the one that keeps what sweeps found. */
  readonly files: { readonly records: string; readonly verdicts: string };
  /**
   * Net coins that the desk itself decided, by recharge: approved, sent, or confirmed and not yet in
   * the ledger of the copy. What stands there already is counted there.
   */
  readonly deskCoinsFor: (recharge: string) => bigint;
  readonly deskCoins: () => ReadonlyMap<string, bigint>;
  /** Coins decided here for an account and not yet confirmed. */
  readonly unconfirmed: (account: string) => bigint;
  /** Has the desk flagged this seller, by whatever name (domain or handle) a record gives it? */
  readonly flaggedSeller?: (seller: string) => boolean;
}

/** What the desk can say of failed recharges. Reads are synchronous and change nothing. */
export function createDiagnosis(deps: DiagnosisDeps) {
  const { rows, desk, clock, audit } = deps;
  const answers = createAnswers(desk);
  const incidents = createOwnIncidents({ desk, audit, clock });
  const codes = createOwnCodes({ desk, audit, clock });
  const kept = createKept(desk, clock);
  const flaggedSeller = deps.flaggedSeller ?? (() => false);
  const version = () => `${incidents.version()}.${codes.version()}`;
  const own: OwnFacts = {
    answersTo: answers.to,
    deskCoinsFor: deps.deskCoinsFor,
    flaggedSeller,
    incidents: incidents.all,
    codes: codes.all,
    version,
  };
  const ownNow = async (): Promise<OwnFactsThen> => ({
    flagged: await flaggedNames(rows, flaggedSeller),
    answers: answers.all(),
    coins: deps.deskCoins(),
    incidents: incidents.all(),
    codes: codes.all(),
    version: version(),
  });
  const judging = createJudging(deps, own);
  const stateOf = () => `${deps.imports()}/${judging.frame().version}/${version()}`;
  let opened: VerdictStore | null = null;
  const store = () => (opened ??= createVerdictStore(deps.files.verdicts));
  const sweeps = createSweeps({
    desk,
    audit,
    clock,
    rows,
    recordsFile: deps.files.records,
    store,
    frame: judging.frame,
    ownNow,
    stateOf,
  });
  const found = createFound(store, sweeps.isFresh, deps.deskCoinsFor);
  const nights = createNights({ clock, sweeps, newest: () => store().newest() });

  function known(recharge: string) {
    const row = judging.find(recharge);
    if (row) return row;
    const other = otherKind(rows, recharge, 'recharge');
    if (other) throw refuse('NOT_FOUND', other.says, other.next);
    throw refuse(
      'NOT_FOUND',
      `There is no recharge ${recharge} in this copy.`,
      'Check the id, or import a newer drop.',
    );
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
      if (input.recharge !== undefined) return [judging.ofRecharge(input.recharge)];
      if (input.ticket !== undefined) return [judging.ofTicket(input.ticket)];
      return judging.ofAccount(input.account ?? '');
    },

    /**
     * Verdicts on everything as lines of JSON: attempts in key order, then money without an order,
     * then tickets without one. Made in workers, which end when the reader stops.
     */
    async *all(signal?: AbortSignal): AsyncGenerator<string[]> {
      const parts = overEverything({
        records: deps.files.records,
        rows,
        own: await ownNow(),
        makes: 'verdicts',
        signal,
      });
      for await (const part of parts) if (part.kind === 'lines') yield [...part.lines];
    },

    /**
     * Notes the customer's answer with who noted it and when, and gives the verdict anew.
     * Refuses NOT_FOUND for a recharge that the copy does not have, BAD_INPUT for a question or
     * an answer that is not in the list.
     */
    answer(caller: Caller, input: { recharge: string; question: string; value: string }): Verdict {
      known(input.recharge);
      const { question, value } = checkAnswer(input.question, input.value);
      return desk
        .transaction(() => {
          answers.add({ recharge: input.recharge, question, value, by: caller.user, at: clock() });
          audit.append(caller, {
            command: 'diagnosis.answer',
            object: input.recharge,
            outcome: 'done',
            sentence: `${caller.user} noted the answer to ${question} for ${input.recharge}.`,
            details: { question, value },
          });
          const verdict = judging.ofRecharge(input.recharge);
          kept.keep(verdict);
          return verdict;
        })
        .immediate();
    },

    /** The customer text of a verdict in a language, ready to copy. */
    reply(input: { recharge: string; language: ReplyLanguage }): {
      language: ReplyLanguage;
      direction: 'ltr' | 'rtl';
      text: string;
    } {
      const recharge = judging.find(input.recharge);
      const facts = recharge
        ? judging.judged(recharge).facts
        : bareFacts('not_found', 'customer', 0n);
      return {
        language: input.language,
        direction: languages[input.language].direction,
        text: customerText(facts, input.language),
      };
    },

    /** What is still worth asking the customer, ready to send, and what was answered. */
    questions(input: { recharge: string; language: ReplyLanguage }) {
      const answered = answers.to(input.recharge);
      const verdict = judging.ofRecharge(input.recharge);
      // What is certain is not asked about again.
      const open =
        verdict.confidence === 'certain'
          ? []
          : openQuestions(verdict.checks, new Set(answered.map((answer) => answer.question)));
      return {
        direction: languages[input.language].direction,
        questions: open.map((id) => ({
          question: id,
          text: questions[id].wording[input.language],
          values: [...questions[id].values],
        })),
        answered: answered.map(({ question, value, by, at }) => ({
          question,
          value,
          by,
          at: wireTime(at),
        })),
      };
    },

    /** Sweeps everything, or follows the sweep that runs; ends with the state that it left. */
    async *sweep(caller: Caller, signal?: AbortSignal) {
      yield* sweeps.sweep(caller, signal);
      const state = found.state();
      if (!state) throw refuse('INTERNAL', 'The sweep left nothing behind.', 'Sweep again.');
      yield { kind: 'done' as const, result: state };
    },
    swept: () => ({ state: found.state(), running: sweeps.running() }),
    findings: found.findings,
    deadlines: found.deadlines,
    overview: found.overview,
    failing: found.failing,

    /** How many others failed alike around an attempt. Refuses NOT_FOUND for an unknown one. */
    similar({ recharge }: { recharge: string }): Similar {
      const row = known(recharge);
      const { verdict } = judging.judged(row);
      const account = rows.get('accounts', 'where account_id = ?', row.account_id);
      return similarTo(
        store(),
        {
          recharge,
          at: row.created_at,
          cause: verdict.root_cause,
          provider: sellerOf(row) ?? '',
          country: row.storefront ?? account?.storefront ?? account?.country ?? '',
        },
        sweeps.isFresh,
      );
    },

    incidents: incidents.list,
    setIncident: incidents.set,
    codes: () => ({ version: judging.frame().version, rows: codes.list() }),
    setCode: codes.set,

    /** An account's balances explained, at a time (RFC 3339) or by all that the copy has. */
    balance({ account, at }: { account: string; at?: string | undefined }): ExplainedBalance[] {
      const until = at === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(at);
      const decided = at === undefined ? deps.unconfirmed(account) : 0n;
      return explainBalance(rows, account, until, decided);
    },

    /** Stores a verdict that something rests on. Called inside that thing's transaction. */
    keep: (verdict: Verdict): void => void kept.keep(verdict),

    /** Stores the verdict of now because somebody wants to come back to it. */
    keepNow(caller: Caller, { recharge }: { recharge: string }): KeptVerdict {
      known(recharge);
      return desk
        .transaction(() => {
          audit.append(caller, {
            command: 'diagnosis.keep',
            object: recharge,
            outcome: 'done',
            sentence: `${caller.user} kept the verdict on ${recharge} as it is now.`,
          });
          return kept.keep(judging.ofRecharge(recharge));
        })
        .immediate();
    },
    kept: ({ recharge }: { recharge: string }): KeptVerdict[] => kept.list(recharge),
    replay: ({ number }: { number: number }): Replayed => kept.replay(number, judging.ofRecharge),

    /** From here on a sweep runs every night while the desk does. */
    keepWatch: nights.begin,
    /** Ends what runs in the background, and closes the file of the sweeps. */
    async close(): Promise<void> {
      nights.end();
      await sweeps.stop();
      opened?.close();
      opened = null;
    },
  };
}
