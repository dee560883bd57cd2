import type { RingRole } from '../../../contract/sellers.ts';
import { offer, openShop } from './shops.ts';
import { asOf, day, hour, type Person, type Town } from './town.ts';

const minute = 60_000;

/** Complaints, as people write them who were cheated. */
const complaints: readonly ((shop: string) => string)[] = [
  (shop) => `I paid ${shop} for 3,500 coins and nothing came. They do not answer any more.`,
  (shop) => `bought coins on https://${shop}/buy and now somebody else is logged in to my account`,
  (shop) => `Compré monedas en ${shop} y me quitaron el acceso. ¿Es una estafa?`,
  (shop) => `${shop} took my password to "deliver" the coins. Please help me`,
  (shop) => `Ich habe bei ${shop} bezahlt und die Münzen wurden wieder abgezogen.`,
];

export function crimes(town: Town, everybody: readonly Person[]) {
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

  return {
    /** Stolen cards, new accounts on two phones, a creator who takes the coins. */
    cardFarm(shop: string, big: boolean) {
      const phone = `+90${random.between(5_300_000_000, 5_399_999_999)}`;
      openShop(town, { id: shop, kind: 'site', contact: `WhatsApp ${phone}`, scam: true });
      advertise(shop, random.between(420, 640), { text: 'Cheap coins, instant, WhatsApp only' });
      const lead = boss({ phone, country: 'TR' });
      const cards = [
        ...holders(big ? 3 : 1).map((one) => one.card),
        town.card('US'),
        town.card('GB'),
      ];
      const second = town.device(null, asOf - 80 * day);
      const sink = call(town.person({ made: asOf - 200 * day, country: 'TR' }), 'seller');
      const start = within(50);
      const crew = mules(big ? random.between(7, 11) : 4, start, { country: 'US' });
      for (const [at, one] of crew.entries()) {
        const phoneOf = at % 2 === 0 ? lead.device : second;
        for (let n = 0; n < 2; n += 1) {
          const when = one.made + (n + 1) * random.between(40, 300) * minute;
          if (random.odds(40))
            town.buy(one, {
              at: when - 3 * minute,
              pack: 4,
              card: random.one(cards),
              device: phoneOf,
              ip: lead.ip,
              end: 'declined',
            });
          town.buy(one, {
            at: when,
            pack: random.between(3, 5),
            card: random.one(cards),
            device: phoneOf,
            ip: lead.ip,
            ipCountry: 'TR',
            end: random.odds(55) ? 'disputed' : 'paid',
          });
          town.gift(one, sink, when + random.between(3, 30) * minute, 1200);
        }
      }
      for (const one of victims(big ? 6 : 2)) {
        const when = start + random.between(1, 12) * day;
        deliver(one, Math.min(when, asOf - day), {
          device: lead.device,
          ip: lead.ip,
          card: random.one(cards),
          site: shop,
          end: random.odds(40) ? 'disputed' : 'paid',
        });
        if (random.odds(50)) complain(one, shop, when + 5 * day);
      }
      const fan = bystander(random.one(everybody.slice(0, 200)));
      town.gift(fan, sink, within(30), 20);
    },

    /** A cheap country's gift cards, put on accounts from elsewhere. */
    cheapRegion(shop: string, many: number) {
      openShop(town, { id: shop, notes: 'Login needed for delivery', scam: true });
      advertise(shop, random.between(520, 690), {
        storefront: 'DE',
        text: 'Turkey top up, we log in for you',
      });
      const lead = boss({ country: 'TR' });
      const balance = town.card('TR', 'gift_card', 'prepaid');
      for (const one of victims(many)) {
        const when = within(70);
        deliver(one, when, {
          device: lead.device,
          ip: lead.ip,
          card: balance,
          site: shop,
          storefront: 'TR',
        });
        if (random.odds(25)) complain(one, shop, when + 2 * day);
      }
    },

    /** Passwords handed over; the phone that comes and goes; some find it out, most never do. */
    handOver(shop: string, many: number, months = 2) {
      openShop(town, {
        id: shop,
        listed: random.odds(60),
        scam: true,
        contact: `@${shop.split('.')[0]}_help`,
      });
      advertise(shop, random.between(480, 700), {
        text: 'Send login and password, coins in 5 minutes',
        days: months * 30,
      });
      const lead = boss({ country: 'BR' });
      const cards = [town.card('US'), town.card('DE'), town.card('GB')];
      for (const [at, one] of victims(many).entries()) {
        const when = asOf - day - Math.floor(((at + 1) * months * 29 * day) / (many + 1));
        deliver(one, when, {
          device: lead.device,
          ip: lead.ip,
          card: random.one(cards),
          site: shop,
          end: random.odds(35) ? 'disputed' : 'paid',
          from: 'BR',
        });
        if (random.odds(40)) complain(one, shop, when + 3 * day);
      }
      const flatmate = bystander(town.person({ country: 'BR', ip: lead.ip }));
      town.buy(flatmate, { at: within(60), pack: 1 });
      town.session(flatmate, within(50));
    },

    /** Bought in the store, given away, taken back: over and over. */
    refundRing(shop: string) {
      const mail = `deals.${shop.split('.')[0]}@post.example`;
      openShop(town, { id: shop, kind: 'market', contact: mail, scam: true });
      advertise(shop, random.between(450, 660));
      const lead = boss({ email: mail });
      const phones = [lead.device, town.device(null, asOf - 60 * day)];
      const card = town.card(lead.country);
      for (const one of mules(random.between(5, 8), within(60))) {
        const phone = random.one(phones);
        for (let n = 0; n < 3; n += 1) {
          const when = Math.min(one.made + (n * 4 + 1) * day, asOf - 7 * day);
          town.buy(one, {
            at: when,
            pack: 3,
            channel: 'google_play',
            card,
            device: phone,
            ip: lead.ip,
            end: random.odds(85) ? 'voided' : 'paid',
          });
          town.gift(one, lead, when + random.between(5, 45) * minute, 1300);
        }
      }
      for (const one of victims(3)) complain(one, shop, within(40));
    },

    /** A look-alike page that only takes money and passwords: nobody recharges anything. */
    lookAlike(shop: string, many: number) {
      openShop(town, { id: shop, listed: random.odds(40), scam: true });
      if (random.odds(50)) advertise(shop, random.between(500, 700), { times: 2 });
      for (const one of victims(many)) complain(one, shop, within(60));
    },

    /** The same words and the same telephone under two names. */
    twins(first: string, second: string) {
      const phone = `+55${random.between(11_900_000_000, 11_999_999_999)}`;
      const text =
        'Best price for your live coins, trusted by thousands of streamers worldwide since 2019';
      for (const shop of [first, second]) {
        openShop(town, { id: shop, contact: phone, scam: true });
        advertise(shop, random.between(560, 720), { text: `${text} ${random.between(1, 9)} $` });
        for (const one of victims(random.between(2, 4))) {
          const when = within(80);
          town.buy(one, { at: when, pack: 3, site: shop });
          if (random.odds(60)) complain(one, shop, when + day);
        }
      }
    },

    /** A handle in a chat: few buyers, slowly, over months. */
    chat(handle: string, many: number, months: number) {
      openShop(town, {
        id: handle,
        name: 'Coin dealer',
        kind: 'chat',
        contact: handle,
        scam: true,
      });
      advertise(handle, random.between(500, 720), {
        text: 'DM me, crypto or gift card',
        days: months * 30,
      });
      const lead = boss();
      for (const [at, one] of victims(many).entries()) {
        const when = asOf - 2 * day - at * Math.floor((months * 29 * day) / many);
        deliver(one, when, {
          device: lead.device,
          ip: lead.ip,
          card: town.card('US'),
          from: lead.country,
          end: at === 0 ? 'disputed' : 'paid',
        });
        if (random.odds(50) || at === 0) complain(one, handle, when + 4 * day);
      }
    },

    /** "Free coins": a generator that wants the password. */
    generator(shop: string) {
      openShop(town, {
        id: shop,
        listed: random.odds(50),
        scam: true,
        notes: 'Unlimited free coins generator, password needed',
      });
      offer(town, shop, {
        at: within(30),
        share: 1,
        text: 'FREE COINS GENERATOR no survey, enter password',
      });
      for (const one of victims(random.between(2, 4))) complain(one, shop, within(50));
    },

    /** New accounts that are emptied into two creators, paid with cards taken elsewhere; no shop is known. */
    funnels(shop: string) {
      openShop(town, { id: shop, kind: 'stream', scam: true });
      advertise(shop, random.between(450, 650), { text: 'Gifts for half the price, DM us' });
      const sinks = [1, 2].map(() =>
        call(town.person({ made: asOf - 90 * day, country: 'BR' }), 'seller'),
      );
      const phone = town.device(null, asOf - 60 * day);
      const ip = town.address();
      const cards = [...holders(2).map((one) => one.card), town.card('US')];
      for (const one of mules(9, within(40))) {
        const when = one.made + random.between(1, 20) * hour;
        town.buy(one, {
          at: when,
          pack: 4,
          card: random.one(cards),
          device: phone,
          ip,
          end: random.odds(50) ? 'disputed' : 'paid',
          site: shop,
        });
        town.gift(one, random.one(sinks), when + random.between(2, 20) * minute, 3000);
      }
      for (const sink of sinks)
        for (let i = 0; i < 3; i += 1)
          town.gift(
            bystander(everybody[200 + random.between(0, 140)] as Person),
            sink,
            within(50),
            5,
          );
    },

    /** Honest buyers of a cheap shop who paid it with their own cards; one of them many times. */
    plain(shop: string, many: number) {
      openShop(town, { id: shop, scam: true });
      advertise(shop, random.between(550, 730));
      for (const [at, one] of victims(many).entries()) {
        for (let n = 0; n < (at === 0 ? 7 : 1); n += 1)
          town.buy(one, { at: within(110), pack: random.between(1, 4), site: shop });
        if (random.odds(45)) complain(one, shop, within(60));
      }
    },
  };
}
