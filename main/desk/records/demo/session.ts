import { token } from './ids.ts';
import type { Order } from './order.ts';
import { hourMs, iso, minuteMs } from './time.ts';
import type { World } from './world.ts';

export interface SessionWish {
  readonly rtt?: number;
  readonly loss?: number;
  readonly timeouts?: number;
  /** The last time the client asked for its balance; else shortly before the session ended. */
  readonly synced?: number;
  readonly cleared?: number;
  readonly minutes?: number;
}

/** The session in which an order was made, or any other one of the person. */
export function session(
  world: World,
  who: Pick<Order, 'person' | 'device' | 'place'>,
  from: number,
  wish: SessionWish = {},
): void {
  const { random } = world;
  const length = wish.minutes === undefined ? random.int(12, 90) : wish.minutes;
  const end = from + length * minuteMs;
  const ended = Math.min(end, world.asOf);
  const synced = wish.synced ?? ended - Math.min(30_000, Math.floor((ended - from) / 2));
  world.sessions.push({
    person: who.person.id,
    synced,
    row: {
      session_id: `se_${token(random, 12)}`,
      account_id: who.person.id,
      device_id: who.device.id,
      started_at: iso(from),
      ended_at: end > world.asOf ? null : iso(end),
      ip: who.place.ip,
      ip_country: who.place.country,
      ip_kind: who.place.kind,
      network: who.place.network,
      rtt_ms: wish.rtt ?? random.int(25, 320),
      loss_pct: wish.loss ?? random.int(0, 3),
      timeouts: wish.timeouts ?? 0,
      balance_synced_at: iso(synced),
      cache_cleared_at:
        wish.cleared !== undefined
          ? iso(wish.cleared)
          : random.chance(0.01)
            ? iso(from - hourMs)
            : null,
    },
  });
}
