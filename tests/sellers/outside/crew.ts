import type { RingRole } from '../../../contract/seller-rings.ts';
import { offer } from './shops.ts';
import { asOf, day, hour } from './numbers.ts';
import type { Person, Town } from './town.ts';

export const minute = 60_000;

/** Complaints, as people write them who were cheated. */
const complaints: readonly ((shop: string) => string)[] = [
  (shop) => `I paid ${shop} for 3,500 coins and nothing came. They do not answer any more.`,
  (shop) => `bought coins on https://${shop}/buy and now somebody else is logged in to my account`,
  (shop) => `Compré monedas en ${shop} y me quitaron el acceso. ¿Es una estafa?`,
  (shop) => `${shop} took my password to "deliver" the coins. Please help me`,
  (shop) => `Ich habe bei ${shop} bezahlt und die Münzen wurden wieder abgezogen.`,
];

/** The people of a scheme, each noted with the part that they truly play. */
export function createCrew(town: Town) {
  const { random } = town;
  const call = (who: Person, role: RingRole) => {
    town.roles.set(who.id, role);
    town.innocent.delete(who.id);
    return who;
  };
  const within = (days: number) =>
    asOf - random.between(2, days) * day - random.between(0, 23) * hour;

  const complain = (who: Person, shop: string, at: number) =>
    town.add('tickets', {
      ticket_id: town.id('t'),
      account_id: who.id,
      opened_at: town.time(Math.min(at, asOf - hour)),
      locale: 'en',
      subject: 'Coins',
      body: random.one(complaints)(shop),
      status: 'open',
    });

  const advertise = (
    shop: string,
    share: number,
    one: { text?: string; storefront?: string; days?: number; times?: number } = {},
  ) => {
    for (let i = 0; i < (one.times ?? random.between(3, 7)); i += 1)
      offer(town, shop, {
        at: within(one.days ?? 90),
        share: share + random.between(-40, 40),
        ...(one.text === undefined ? {} : { text: one.text }),
        storefront: one.storefront ?? 'US',
      });
  };

  /** The one behind it: an account of its own on the phone that the work is done from. */
  const boss = (more: { phone?: string; email?: string; country?: string } = {}) => {
    const who = call(
      town.person({ made: asOf - random.between(120, 500) * day, ...more }),
      'seller',
    );
    for (let i = 0; i < 5; i += 1) town.session(who, within(100));
    return who;
  };
  const mules = (many: number, born: number, more: Partial<Person> = {}) =>
    Array.from({ length: many }, (_, at) =>
      call(
        town.person({
          made: born + at * random.between(20, 200) * minute,
          name: `gold${String(born).slice(4, 8)}${10 + at}`,
          ...more,
        }),
        'mule',
      ),
    );
  const victims = (many: number) =>
    Array.from({ length: many }, () => call(town.person({}), 'victim'));
  /** Honest people whose cards were taken: they had paid with them, at home. */
  const holders = (many: number) =>
    Array.from({ length: many }, () => {
      const who = call(town.person({ country: random.one(['US', 'GB', 'DE']) }), 'card_holder');
      town.buy(who, { at: asOf - random.between(120, 170) * day, pack: 1 });
      town.buy(who, { at: asOf - random.between(100, 119) * day, pack: 0 });
      return who;
    });
  const bystander = (who: Person) => call(who, 'bystander');

  /** Logs in as the victim from the boss's phone, pays, and is gone. */
  const deliver = (
    who: Person,
    at: number,
    by: {
      device: string;
      ip: string;
      card: string;
      site?: string;
      end?: 'disputed' | 'paid';
      storefront?: string;
      from?: string;
    },
  ) => {
    town.session(who, at - 5 * minute, {
      device: by.device,
      ip: by.ip,
      country: by.from ?? 'TR',
      kind: 'vpn',
    });
    town.buy(who, {
      at,
      pack: random.between(2, 4),
      card: by.card,
      device: by.device,
      ip: by.ip,
      ipCountry: by.from ?? 'TR',
      ipKind: 'vpn',
      end: by.end ?? 'paid',
      ...(by.site === undefined ? {} : { site: by.site }),
      ...(by.storefront === undefined ? {} : { storefront: by.storefront }),
    });
  };

  return { call, within, complain, advertise, boss, mules, victims, holders, bystander, deliver };
}

export type Crew = ReturnType<typeof createCrew>;
