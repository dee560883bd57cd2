import { createCrew, minute } from './crew.ts';
import { offer, openShop } from './shops.ts';
import { asOf, day, hour } from './numbers.ts';
import type { Person, Town } from './town.ts';

/** Ways to sell what is not one's own; each call is one seller at work. */
export function crimes(town: Town, everybody: readonly Person[]) {
  const { random } = town;
  const { call, within, complain, advertise, boss, mules, victims, holders, bystander, deliver } =
    createCrew(town);

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
      for (const [at, one] of mules(9, within(40)).entries()) {
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
        town.gift(one, sinks[at % 2] as Person, when + random.between(2, 20) * minute, 3000);
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

    /** A site that is in no table and on no ticket: only orders name it, and their cards were stolen. */
    quiet(site: string, many: number) {
      town.scams.set(site, true);
      const lead = boss({ country: 'TR' });
      for (const one of victims(many))
        deliver(one, within(45), {
          device: lead.device,
          ip: lead.ip,
          card: town.card('US'),
          site,
          end: random.odds(60) ? 'disputed' : 'paid',
        });
    },

    /** Old accounts that were bought up, each on a phone of its own, two cards and one tunnel for all. */
    agedFarm(shop: string) {
      openShop(town, { id: shop, scam: true });
      advertise(shop, random.between(520, 700));
      const tunnel = town.address();
      const cards = [holders(1)[0]?.card ?? '', town.card('GB')];
      const sink = call(town.person({ made: asOf - 150 * day, country: 'BR' }), 'seller');
      for (let i = 0; i < 6; i += 1) {
        const one = call(town.person({ made: asOf - random.between(150, 400) * day }), 'mule');
        const when = asOf - random.between(20, 26) * day;
        for (let n = 0; n < 2; n += 1) {
          town.buy(one, {
            at: when + n * hour,
            pack: 4,
            card: random.one(cards),
            ip: tunnel,
            ipKind: 'vpn',
            ipCountry: 'BR',
            end: random.odds(60) ? 'disputed' : 'paid',
          });
          town.gift(one, sink, when + n * hour + random.between(2, 30) * minute, 3400);
        }
      }
      for (const one of victims(2)) complain(one, shop, within(30));
    },

    /** Prices only a little below, put on the accounts of others with cards of others. */
    mild(shop: string, many: number) {
      openShop(town, { id: shop, scam: true, contact: `${shop.split('.')[0]}@post.example` });
      advertise(shop, random.between(790, 870), { text: 'Need your login for delivery' });
      const lead = boss();
      for (const one of victims(many)) {
        const when = within(60);
        deliver(one, when, {
          device: lead.device,
          ip: lead.ip,
          card: town.card('DE'),
          site: shop,
          from: lead.country,
          end: random.odds(45) ? 'disputed' : 'paid',
        });
        if (random.odds(40)) complain(one, shop, when + 2 * day);
      }
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
