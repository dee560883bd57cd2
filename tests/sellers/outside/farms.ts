import { type Crew, minute } from './crew.ts';
import { openShop } from './shops.ts';
import { asOf, day, hour } from './numbers.ts';
import type { Person, Town } from './town.ts';

/** Accounts that are worked for somebody: made or bought, paid with what is not theirs, and emptied. */
export function farms(town: Town, everybody: readonly Person[], crew: Crew) {
  const { random } = town;
  const { call, within, complain, advertise, boss, mules, victims, holders, bystander, deliver } =
    crew;

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
  };
}
