import type { Caller } from '../../audit/audit.ts';
import type { StoredSweep } from './store.ts';
import type { Sweeps } from './sweeps.ts';

/** Three at night by the clock of this machine: few work then. */
const nightHour = 3;
const everyMs = 10 * 60_000;

const desk: Caller = { user: 'desk', role: 'desk', door: 'desk', session: '' };

/** The newest time at which a nightly sweep was due, in UTC ms. */
export function lastNight(now: number): number {
  const night = new Date(now);
  night.setHours(nightHour, 0, 0, 0);
  if (night.getTime() > now) night.setDate(night.getDate() - 1);
  return night.getTime();
}

/**
 * Sweeps once a night while a desk runs. A desk that slept or was off then makes up for it a while
 * after it came back; one that was swept since need not.
 */
export function createNights(deps: {
  clock: () => number;
  sweeps: Sweeps;
  newest: () => StoredSweep | null;
}) {
  let timer: NodeJS.Timeout | null = null;

  async function look(): Promise<void> {
    if (deps.sweeps.running()) return;
    const last = deps.newest();
    if (last && Number(last.started_at) >= lastNight(deps.clock())) return;
    for await (const _ of deps.sweeps.sweep(desk));
  }

  return {
    begin(): void {
      timer = setInterval(() => {
        look().catch((error: unknown) => {
          // Without records there is nothing to sweep; anything else is tried again in ten minutes.
          console.error(error instanceof Error ? error.message : error);
        });
      }, everyMs);
      // A desk that nobody uses may end.
      timer.unref();
    },
    end(): void {
      if (timer) clearInterval(timer);
      timer = null;
    },
  };
}
