import type { Crew } from './crew.ts';
import { offer, openShop } from './shops.ts';
import { asOf, day } from './numbers.ts';
import type { Town } from './town.ts';

/** Shops that sell to people, who hand over money and often their password. */
export function sales(town: Town, crew: Crew) {
  const { random } = town;
  const { within, complain, advertise, boss, victims, bystander, deliver } = crew;

  return {
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
