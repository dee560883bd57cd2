import { tooOldVersion } from './backdrop.ts';
import {
  atBothStores,
  type ClientError,
  clientFails,
  clientScenario,
  playError,
  skError,
  storeKitError,
} from './store-client.ts';
import { deliver } from './purchase.ts';
import { session } from './session.ts';
import { attempt, type Scenario, type Story } from './story.ts';
import { minuteMs } from './time.ts';

/** The phone, its connection, its app, its clock, its cache. */

function poorConnection(story: Story, error: ClientError): void {
  const { world, person } = story;
  story.ownSessions = true;
  const place = { ...person.place, network: '3g' } as const;
  const order = clientFails(story, error, { place });
  session(world, order, story.at - 4 * minuteMs, {
    rtt: world.random.int(1_200, 4_000),
    loss: world.random.int(22, 60),
    timeouts: world.random.int(3, 9),
  });
}

function oldApp(story: Story, error: ClientError): void {
  story.person.device.appVersion = tooOldVersion;
  clientFails(story, error);
}

function wrongClock(story: Story, error: ClientError): void {
  const { random } = story.world;
  const skew = (random.chance(0.5) ? 1 : -1) * random.int(20, 26 * 60) * minuteMs;
  clientFails(story, error, { fields: { client_clock_skew_ms: skew } });
}

/** Delivered; the phone went on showing the balance of before, and nothing was spent. */
function staleBalance(story: Story): void {
  const { world } = story;
  story.ownSessions = true;
  const order = attempt(story);
  const from = order.at - 6 * minuteMs;
  deliver(world, order);
  const synced = order.at - world.random.int(1, 4) * minuteMs;
  session(world, order, from, { synced, minutes: 18 });
  const later = order.clock + world.random.int(25, 80) * minuteMs;
  session(world, order, later, { synced, minutes: 9 });
}

const vague = [skError('0', 'unknown'), playError('6', 'ERROR')] as const;
const tooEarly = [
  storeKitError('unknown', 'The certificate is not yet valid.'),
  playError('6', 'Trust anchor for certification path not yet valid'),
] as const;

export const clientScenarios: readonly Scenario[] = [
  clientScenario('connectivity', 'cannot', playError('12', 'NETWORK_ERROR'), { retries: 0.5 }),
  clientScenario('connectivity', 'cannot', playError('2', 'SERVICE_UNAVAILABLE')),
  clientScenario('connectivity', 'cannot', storeKitError('networkError', 'networkError'), {
    retries: 0.5,
  }),
  ...atBothStores('connectivity', 'poor connection', vague, poorConnection),
  ...atBothStores('app_outdated', 'app below the minimum', vague, oldApp),
  ...atBothStores('clock_wrong', 'clock off', tooEarly, wrongClock),
  {
    cause: 'stale_balance',
    name: 'old balance shown',
    says: 'missing',
    alone: true,
    tell: staleBalance,
  },
];
