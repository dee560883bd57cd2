import { unsold } from './markets.ts';
import { happen, soon } from './order.ts';
import { newPlace } from './people.ts';
import { deliver } from './purchase.ts';
import { session } from './session.ts';
import {
  atBothStores,
  type ClientError,
  clientFails,
  clientScenario,
  playError,
  skError,
  storeKitError,
} from './store-client.ts';
import { attempt, type Scenario, type Story } from './story.ts';
import { minuteMs } from './time.ts';

/** Where somebody is, where the store thinks they are, and what is sold there. */

/** Store, account and address name three countries, and nothing else explains the error. */
function threeCountries(story: Story, error: ClientError): void {
  const { random } = story.world;
  const elsewhere = story.person.market.country === 'TR' ? 'BR' : 'TR';
  const store = story.person.market.country === 'DE' ? 'GB' : 'DE';
  const place = newPlace(random, elsewhere, 'residential');
  clientFails(story, error, { place, fields: { storefront: store } });
}

function behindVpn(story: Story, error: ClientError, kind: 'vpn' | 'hosting'): void {
  const place = newPlace(story.world.random, story.person.market.country, kind);
  clientFails(story, error, { place });
}

/** Two countries within half an hour: nobody travels that fast. */
function impossibleJourney(story: Story, error: ClientError): void {
  const { world, person } = story;
  const far = person.market.country === 'JP' ? 'BR' : 'JP';
  const elsewhere = newPlace(world.random, far, 'residential');
  const before = { person, device: person.device, place: elsewhere };
  session(world, before, story.at - 50 * minuteMs, { minutes: 14 });
  clientFails(story, error);
}

const vague = [skError('0', 'unknown'), playError('6', 'ERROR')] as const;

function askPrice(story: Story): void {
  deliver(story.world, attempt(story, { channel: 'app_store', quantity: 1 }));
}

function notOffered(story: Story): void {
  if (story.scenario.country === undefined) story.person.kind = 'government';
  const order = attempt(story, { quantity: 1 });
  happen(order, 'declined', soon(story.world, 1, 3), {
    provider: 'platform',
    code: 'NOT_AVAILABLE',
    message: 'Coins are not offered here.',
  });
}

export const regionScenarios: readonly Scenario[] = [
  clientScenario('not_in_storefront', 'cannot', skError('5', 'storeProductNotAvailable')),
  clientScenario(
    'not_in_storefront',
    'cannot',
    storeKitError('notAvailableInStorefront', 'notAvailableInStorefront'),
  ),
  clientScenario('not_in_storefront', 'cannot', playError('4', 'ITEM_UNAVAILABLE')),
  clientScenario('not_in_storefront', 'cannot', playError('3', 'BILLING_UNAVAILABLE'), {
    name: 'play 3 where nothing is sold',
    alone: true,
    country: unsold,
  }),
  ...atBothStores('region_mismatch', 'three countries', vague, threeCountries),
  ...atBothStores('vpn_or_travel', 'behind a vpn', vague, (story, error) =>
    behindVpn(story, error, 'vpn'),
  ),
  ...atBothStores('vpn_or_travel', 'hosting address', vague, (story, error) =>
    behindVpn(story, error, 'hosting'),
  ),
  ...atBothStores('vpn_or_travel', 'impossible journey', vague, impossibleJourney),
  {
    cause: 'country_not_enabled',
    name: 'coins not sold in the country',
    says: 'limited',
    alone: true,
    country: unsold,
    tell: notOffered,
  },
  {
    cause: 'country_not_enabled',
    name: 'government account',
    says: 'limited',
    alone: true,
    tell: notOffered,
  },
  {
    cause: 'price_question',
    name: 'app dearer than web',
    says: 'price',
    insists: true,
    alone: true,
    platform: 'ios',
    tell: askPrice,
  },
];
