/** A span of the axis, UTC ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const leastMs = 1000;
const minute = 60_000;
const day = 86_400_000;
const hour = 60 * minute;
const steps = [
  ...[1000, 10_000, minute, 10 * minute, hour, 6 * hour, 12 * hour],
  ...[1, 2, 7, 14, 30, 60, 90, 180, 365, 730, 3650].map((days) => days * day),
];

/** The span that holds all of the times, with a little room at both ends; a minute where they are one. */
export function whole(times: readonly number[]): Span {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    if (time < from) from = time;
    if (time > to) to = time;
  }
  if (from > to) return { from: 0, to: minute };
  const room = Math.max(minute / 2, (to - from) * 0.03);
  return { from: from - room, to: to + room };
}

/** Zooms about a place between 0 (left) and 1 (right); a factor below one comes closer. */
export function zoomed(span: Span, factor: number, about: number, all: Span): Span {
  const length = Math.min(all.to - all.from, Math.max(leastMs, (span.to - span.from) * factor));
  const fixed = span.from + (span.to - span.from) * about;
  return within({ from: fixed - length * about, to: fixed + length * (1 - about) }, all);
}

/** Moves by a share of its own length. */
export function moved(span: Span, share: number, all: Span): Span {
  const by = (span.to - span.from) * share;
  return within({ from: span.from + by, to: span.to + by }, all);
}

function within(span: Span, all: Span): Span {
  const length = span.to - span.from;
  if (span.from < all.from) return { from: all.from, to: Math.min(all.to, all.from + length) };
  if (span.to > all.to) return { from: Math.max(all.from, all.to - length), to: all.to };
  return span;
}

/** Where a time stands, between 0 and 1; beyond that it is not in sight. */
export function place(time: number, span: Span): number {
  return (time - span.from) / (span.to - span.from);
}

/** At most eight round times of a span, each with a label as short as it can be. */
export function ticks(span: Span): { readonly at: number; readonly label: string }[] {
  const length = span.to - span.from;
  const step = steps.find((one) => length / one <= 8) ?? steps.at(-1) ?? day;
  const found: { at: number; label: string }[] = [];
  for (let at = Math.ceil(span.from / step) * step; at <= span.to; at += step)
    found.push({ at, label: labelOf(at, step) });
  return found.slice(0, 24);
}

function labelOf(at: number, step: number): string {
  const iso = new Date(at).toISOString();
  if (step >= day) return iso.slice(0, 10);
  return step >= minute ? iso.slice(5, 16).replace('T', ' ') : iso.slice(11, 19);
}
