/** How fast one page may send: so many messages at once, then so many a second. */
export interface Pace {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * Far above what a person at a page brings about, uploads and scrolling through long lists included;
 * a page that has gone wild, or a script in it, waits for itself and not the other doors for it.
 */
export const usualPace: Pace = { burst: 2_000, perSecond: 500 };

/** Counts what one page sends. */
export interface Allowance {
  /** True where one more may pass now; it counts as passed then. */
  take(): boolean;
  /** Milliseconds until the next one may. */
  waitMs(): number;
}

/** `monotonicMs` never goes back. */
export function createAllowance(pace: Pace, monotonicMs: () => number): Allowance {
  let left = pace.burst;
  let at = monotonicMs();
  const refill = () => {
    const now = monotonicMs();
    left = Math.min(pace.burst, left + ((now - at) / 1000) * pace.perSecond);
    at = now;
  };
  return {
    take() {
      refill();
      if (left < 1) return false;
      left -= 1;
      return true;
    },
    waitMs() {
      refill();
      return left >= 1 ? 0 : Math.ceil(((1 - left) / pace.perSecond) * 1000);
    },
  };
}
