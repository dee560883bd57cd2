import {
  type Reason,
  type ReasonChange,
  type ReasonRuleOnWire,
  reasonNames,
  reasons,
} from '../../../contract/adjustments.ts';
import { refuse } from '../../../contract/errors.ts';
import { sayCoins } from '../../../contract/say.ts';
import { causeName } from '../../../contract/verdict-words.ts';
import type { Caller } from '../audit/audit.ts';
import type { AdjustmentDeps } from './adjustments.ts';
import { agreementOf, openSpan, saidOf } from './agree.ts';
import { firstRules, type ReasonRule, type ReasonTerms } from './reasons.ts';
import type { Store } from './store.ts';

/** A rule as it stands, and which change of the book it is; 0 is what the workspace began with. */
export interface StandingRule extends ReasonRule {
  readonly version: string;
}

interface Kept {
  readonly number: bigint;
  readonly code: Reason;
  readonly rule: string;
}

export type ReasonBook = ReturnType<typeof createReasonBook>;

/** The rules of reasons: what the workspace began with, and every change since, by two owners. */
export function createReasonBook(deps: AdjustmentDeps, store: Store) {
  const { desk, audit, clock } = deps;
  // `+?`: with a limit a bare parameter makes SQLite plan anew with every post.
  const newest = desk.prepare(
    `select number, code, rule from reasons where code = +? and stands_since is not null
     order by stands_since desc, number desc limit 1`,
  );
  const waiting = desk.prepare(
    `select number, asked_by from reasons
     where code = ? and rule = ? and stands_since is null and declined_at is null and asked_at between ? and ? and number = (select max(number) from reasons where code = ?)`,
  );
  const ask = desk.prepare(
    'insert into reasons (code, rule, asked_by, asked_at, stands_since) values (?, ?, ?, ?, ?)',
  );
  const agree = desk.prepare('update reasons set stands_since = ?, agreed_by = ? where number = ?');

  const rule = (code: Reason): StandingRule => {
    const kept = newest.get(code) as Kept | undefined;
    const first = firstRules[code];
    if (!kept) return { ...first, version: '0' };
    return { ...first, ...readTerms(kept.rule), version: kept.number.toString() };
  };

  const all = (): ReasonRuleOnWire[] =>
    reasons.map((code) => toWire(code, rule(code), store.limits()));

  return {
    rule,
    all,

    /**
     * Changes the terms of a reason; takes two owners as a limit does. Refuses BAD_INPUT where a
     * reason that only a reversal makes would change, the cap is below zero, or the terms are those
     * that stand.
     */
    set(
      caller: Caller,
      input: ReasonChange,
    ): { reasons: ReasonRuleOnWire[]; waits_for: string | null } {
      if (input.code === 'REVERSAL_OF_ADJUSTMENT')
        throw refuse(
          'BAD_INPUT',
          'What takes an adjustment back is never switched off or capped.',
          'Change another reason.',
        );
      if (typeof input.max === 'string' && BigInt(input.max) < 0n)
        throw refuse('BAD_INPUT', 'A cap is zero or more coins.', 'Give a number without a sign.');
      return desk
        .transaction(() => {
          const now = clock();
          const standing = rule(input.code);
          const text = termsText(changed(standing, input));
          if (text === termsText(standing))
            throw refuse(
              'BAD_INPUT',
              `${reasonNames[input.code]} has these terms already.`,
              'Nothing has to be done; a change to other terms that waits can be declined.',
            );
          const asked = waiting.get(input.code, text, ...openSpan(now), input.code) as
            | { number: bigint; asked_by: string }
            | undefined;
          const agreement = agreementOf(deps, caller, asked?.asked_by ?? null);
          if (agreement.agreed) agree.run(now, caller.user, asked?.number);
          else if (!asked)
            ask.run(input.code, text, caller.user, now, agreement.stands ? now : null);
          audit.append(caller, {
            command: 'adjustments.setReason',
            object: `reason/${input.code}`,
            outcome: 'done',
            sentence: agreement.agreed
              ? `${caller.user} agreed with ${asked?.asked_by} on the rule of ${input.code}: ${termsSaid(text)}.`
              : `${caller.user} ${agreement.stands ? 'changed' : 'asked to change'} the rule of ${input.code} to ${termsSaid(text)}${saidOf(agreement)}.`,
          });
          return { reasons: all(), waits_for: agreement.stands ? null : 'another owner' };
        })
        .immediate();
    },
  };
}

function changed(now: ReasonTerms, input: ReasonChange): ReasonTerms {
  return {
    enabled: input.enabled ?? now.enabled,
    link: input.link ?? now.link,
    causes: input.causes ?? now.causes,
    max: input.max === undefined ? now.max : input.max === null ? null : BigInt(input.max),
    may: input.may ?? now.may,
  };
}

/** One text for the same terms, whoever writes them and in whatever order. */
function termsText({ enabled, link, causes, max, may }: ReasonTerms): string {
  return JSON.stringify({
    enabled,
    link,
    causes: [...new Set(causes)].sort(),
    max: max?.toString() ?? null,
    may: [...new Set(may)].sort(),
  });
}

/** The same in words, for the audit. */
export function termsSaid(text: string): string {
  const { enabled, link, causes, max, may } = readTerms(text);
  return [
    enabled ? 'on' : 'off',
    max === null ? 'no cap' : `at most ${sayCoins(max)}`,
    `by ${may.join(', ') || 'nobody'}`,
    ...(link ? ['with the order or payment named'] : []),
    ...(causes.length > 0
      ? [`where the verdict is ${causes.map((one) => `“${causeName(one)}”`).join(' or ')}`]
      : []),
  ].join('; ');
}

function readTerms(text: string): ReasonTerms {
  const read = JSON.parse(text) as Omit<ReasonTerms, 'max'> & { max: string | null };
  return { ...read, max: read.max === null ? null : BigInt(read.max) };
}

function toWire(
  code: Reason,
  rule: ReasonRule,
  limits: Readonly<Record<string, bigint>>,
): ReasonRuleOnWire {
  const caps = [rule.max, rule.cap === null ? null : (limits[rule.cap] ?? null)].filter(
    (one) => one !== null,
  );
  return {
    code,
    sign: rule.sign,
    evidence: rule.owed ? 'owed' : rule.causes.length > 0 ? 'cause' : rule.link ? 'link' : 'none',
    causes: [...rule.causes],
    link: rule.link,
    may_go_negative: rule.mayGoNegative,
    max: caps.length === 0 ? null : caps.reduce((a, b) => (a < b ? a : b)).toString(),
    may: [...rule.may],
    enabled: rule.enabled,
  };
}
