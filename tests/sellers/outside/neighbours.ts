import { asOf, day, hour } from './numbers.ts';
import type { Person, Purchase, Town } from './town.ts';

/** People who only look like a ring, each group by itself; none of them is to be accused. */
export function neighbours(town: Town): Person[] {
  const { random } = town;
  const all: Person[] = [];
  const keep = (list: readonly Person[]) => {
    all.push(...list);
    for (const one of list) town.innocent.add(one.id);
  };
  const past = (days: number) =>
    asOf - random.between(1, days) * day - random.between(1, 20) * hour;
  const shop = (who: Person, more: Partial<Purchase> = {}) =>
    town.buy(who, { at: past(150), pack: random.between(0, 4), ...more });

  // A family: one card, one flat, a tablet that all use; a child's purchase is taken back.
  for (let i = 0; i < 6; i += 1) {
    const ip = town.address();
    const card = town.card('GB');
    const tablet = town.device(null, asOf - 300 * day);
    const family = [1, 2, 3, 4].map(() => town.person({ country: 'GB', ip, card }));
    for (const one of family) {
      shop(one);
      shop(one, { device: tablet });
      town.session(one, past(100), { device: tablet });
    }
    if (family[3]) shop(family[3], { channel: 'google_play', end: 'voided' });
    keep(family);
  }
  // A school: one address, some of the same tablets, everybody's own card; two disputes.
  const school = Array.from({ length: 50 }, () => town.person({ country: 'US' }));
  const gate = town.address();
  const tablets = [1, 2, 3, 4, 5].map(() => town.device(null, asOf - 500 * day));
  for (const [at, one] of school.entries()) {
    town.session(one, past(90), { ip: gate, device: random.one(tablets) });
    shop(one, { ip: gate, ...(at < 2 ? { end: 'disputed' as const } : {}) });
  }
  keep(school);
  // A carrier's gateway.
  const carrier = town.address();
  const mobile = Array.from({ length: 220 }, () => town.person({ country: 'BR' }));
  for (const [at, one] of mobile.entries())
    shop(one, { ip: carrier, ipKind: 'mobile', ...(at % 40 === 0 ? { end: 'disputed' } : {}) });
  keep(mobile);
  // A popular creator and her fans, who give what they have just bought.
  const creator = town.person({ country: 'US' });
  const fans = Array.from({ length: 130 }, () => town.person({}));
  for (const [at, fan] of fans.entries()) {
    const when = past(30);
    town.buy(fan, {
      at: when,
      pack: 2,
      ...(at % 30 === 0 ? { end: 'disputed' } : at % 31 === 0 ? { end: 'refunded' } : {}),
    });
    town.gift(fan, creator, when + random.between(2, 40) * 60_000, 600);
  }
  keep([creator, ...fans]);
  // A repair shop's test phone, on which customers' accounts are tried.
  const bench = town.device(null, asOf - 400 * day);
  const bay = town.address();
  const customers = Array.from({ length: 14 }, () => town.person({ country: 'DE' }));
  for (const one of customers) {
    const when = past(120);
    town.session(one, when, { device: bench, ip: bay });
    if (random.odds(40)) town.buy(one, { at: when + 600_000, pack: 0, device: bench, ip: bay });
    shop(one);
  }
  keep(customers);
  // Somebody who lives abroad and pays with the card from home.
  for (let i = 0; i < 8; i += 1) {
    const abroad = town.person({ country: 'DE', card: town.card('US') });
    for (let n = 0; n < 4; n += 1) shop(abroad, { storefront: 'US', ipCountry: 'DE' });
    keep([abroad]);
  }
  // A grandparent whose card pays for two grandchildren elsewhere.
  for (let i = 0; i < 4; i += 1) {
    const gran = town.person({ country: 'JP' });
    const young = [1, 2].map(() => town.person({ country: 'JP', made: asOf - 40 * day }));
    for (const one of young) {
      shop(one, { card: gran.card, at: one.made + day });
      shop(one, { card: gran.card, at: asOf - 3 * day });
    }
    shop(gran);
    town.gift(gran, young[0] ?? gran, asOf - 20 * day, 60);
    keep([gran, ...young]);
  }
  // A team of players: one company card, one house, phones handed around, gifts to their own star.
  for (let i = 0; i < 2; i += 1) {
    const ip = town.address();
    const card = town.card('US', 'card', 'credit');
    const star = town.person({ country: 'US', ip, card, kind: 'business' });
    const team = Array.from({ length: 6 }, () => town.person({ country: 'US', ip, card }));
    const phones = [team[0]?.device ?? '', team[1]?.device ?? ''];
    for (const one of team) {
      const when = past(40);
      town.buy(one, { at: when, pack: 3 });
      town.gift(one, star, when + 1_500_000, 900);
      town.session(one, when - hour, { device: random.one(phones) });
      shop(one, { device: random.one(phones) });
    }
    keep([star, ...team]);
  }
  // A campaign that brought many new people in a day.
  const fresh = Array.from({ length: 40 }, (_, at) =>
    town.person({ made: asOf - 39 * day + at * 60_000, country: 'US' }),
  );
  for (const one of fresh) town.buy(one, { at: one.made + 2 * hour, pack: 1, site: 'paylane.com' });
  keep(fresh);
  // A company that pays for four accounts with one card.
  const company = town.card('DE', 'card', 'credit');
  const desks = [1, 2, 3, 4].map(() =>
    town.person({ country: 'DE', card: company, kind: 'business' }),
  );
  for (const one of desks) for (let n = 0; n < 3; n += 1) shop(one, { pack: 4 });
  keep(desks);
  // An internet café: few machines, many people, now and then a stolen card.
  const cafe = town.address();
  const machines = [1, 2, 3, 4].map(() => town.device(null, asOf - 600 * day));
  const guests = Array.from({ length: 36 }, () => town.person({ country: 'TR' }));
  for (const [at, one] of guests.entries())
    shop(one, {
      ip: cafe,
      device: random.one(machines),
      ...(at === 0 ? { end: 'disputed' } : at === 5 ? { end: 'declined' } : {}),
    });
  keep(guests);
  // Lost cards and mistyped numbers.
  for (let i = 0; i < 10; i += 1) {
    const one = town.person({});
    const when = past(60);
    for (let n = 0; n < 3; n += 1)
      town.buy(one, { at: when + n * 90_000, pack: 1, end: 'declined' });
    town.buy(one, { at: when + 600_000, pack: 1, card: town.card(one.country) });
    keep([one]);
  }
  // An agency that looks after creators: their accounts, its phone and its card, by agreement.
  const agency = { device: town.device(null, asOf - 300 * day), ip: town.address() };
  const fee = town.card('US', 'card', 'credit');
  const managed = Array.from({ length: 11 }, () => town.person({ country: 'US' }));
  for (const one of managed) {
    for (let n = 0; n < 3; n += 1) town.session(one, past(120), agency);
    shop(one, { ...agency, card: fee });
  }
  keep(managed);
  // Followers of a streamer whose page sends them to buy; a few are new, a few dispute.
  for (let i = 0; i < 70; i += 1) {
    const one = town.person(i % 14 === 0 ? { made: asOf - 20 * day } : {});
    const when = i % 14 === 0 ? one.made + 4 * hour : past(60);
    town.buy(one, {
      at: when,
      pack: random.between(0, 3),
      site: 'streamfans.club',
      ...(i % 30 === 7 ? { end: 'disputed' as const } : {}),
    });
    keep([one]);
  }
  // Customers of an honest shop, whose owner has an account like everybody.
  keep([town.person({ country: 'GB', email: 'shop@topupplaza.com' })]);
  for (let i = 0; i < 25; i += 1) {
    const one = town.person({ country: 'US' });
    shop(one, { site: 'topupplaza.com', ...(i === 3 ? { end: 'disputed' as const } : {}) });
    keep([one]);
  }
  // Everybody else.
  const others = Array.from({ length: 350 }, () => town.person({}));
  for (const [at, one] of others.entries()) {
    for (let n = 0; n < random.between(1, 4); n += 1)
      shop(one, {
        channel: random.one(['web', 'web', 'app_store', 'google_play']),
        ...(at % 70 === 0 ? { end: 'disputed' } : {}),
      });
    if (random.odds(35)) town.gift(one, random.one(others), past(50), random.between(1, 60));
  }
  keep(others);
  return others;
}

/** What honest customers write, of honest shops too. */
export function everydayLetters(
  town: Town,
  people: readonly Person[],
  shops: readonly string[],
): void {
  const letter = (who: Person, body: string) =>
    town.add('tickets', {
      ticket_id: town.id('t'),
      account_id: who.id,
      opened_at: town.time(asOf - town.random.between(1, 120) * day),
      locale: 'en',
      subject: 'Question',
      body,
      status: 'open',
    });
  for (const who of people.slice(0, 60))
    letter(who, 'My coins have not arrived, I paid an hour ago.');
  const words = [
    (shop: string) => `I read on ${shop} that the web page is cheaper than the app. Is that so?`,
    (shop: string) => `Is ${shop} one of your partners? I have not bought there.`,
  ];
  for (const [at, shop] of shops.entries())
    for (let n = 0; n < (at % 3) + 1; n += 1)
      letter(people[60 + at * 4 + n] as Person, town.random.one(words)(shop));
  letter(
    people[120] as Person,
    'I bought a code at giftkiosk.net and do not know where to type it in.',
  );
}
