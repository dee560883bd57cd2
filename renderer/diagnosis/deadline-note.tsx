import type { Verdict } from '../../contract/diagnosis.ts';
import { OutcomeBadge, type OutcomeName } from '../ui/outcome-badge.tsx';
import { formatAbsolute, formatSpan, useNow } from '../ui/time.tsx';

type Deadline = NonNullable<Verdict['deadline']>;

/** What the time is for. */
export const whatEnds: Readonly<Record<Deadline['kind'], string>> = {
  play_acknowledge: 'before Google Play refunds by itself',
  apple_consumption: 'to answer Apple about the refund',
  play_review: 'to answer the review of Google Play',
  ask_to_buy: 'for the guardian to answer',
  hold_expiry: 'before the hold ends and the money is let go',
  voided_list: 'while the store still lists it as voided',
};

const hour = 60 * 60_000;

function urgency(left: number): OutcomeName {
  if (left <= 0) return 'fail';
  return left < 24 * hour ? 'warn' : 'unknown';
}

/** How much time is left until a moment, or since when it is over. */
export function TimeLeft({ at }: { at: string }) {
  const left = Date.parse(at) - useNow();
  const word = left > 0 ? `${formatSpan(left)} left` : `over since ${formatSpan(left)}`;
  return <OutcomeBadge outcome={urgency(left)} word={word} />;
}

/** What runs out, and how much time is left of it; the moment itself in UTC. */
export function DeadlineNote({ deadline }: { deadline: Deadline }) {
  return (
    <span title={formatAbsolute(deadline.at)}>
      <TimeLeft at={deadline.at} /> {whatEnds[deadline.kind]} ·{' '}
      <time dateTime={deadline.at}>{formatAbsolute(deadline.at)}</time>
    </span>
  );
}
