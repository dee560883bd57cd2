import { domainToASCII } from 'node:url';
import type { RingDetail, RingRole } from '../../../contract/seller-rings.ts';
import type { SellerLine } from '../../../contract/sellers.ts';
import { createCrew } from './crew.ts';
import { farms } from './farms.ts';
import { everydayLetters, neighbours } from './neighbours.ts';
import { sales } from './sales.ts';
import { honestShops, priceList } from './shops.ts';
import { createTown, type Town, type Without } from './town.ts';

const roots =
  'zapcoin rushgold pixelpay novatop hypecoin lunadeal swiftup kingrecharge dropcoins megabuck tapgold vibecoin streamcash coinfox luxtop orbitpay heroes4coins jetcoin'.split(
    ' ',
  );

/**
 * A second author's world, written from the facts and from nothing of the first one: scam sellers
 * of ten shapes, honest shops, and people who only look like a ring.
 */
export function outsideWorld(seed: number, without: Without = {}): Town {
  const town = createTown(seed, without);
  const { random } = town;
  priceList(town);
  const people = neighbours(town);
  const shops = honestShops(town);
  everydayLetters(town, people, shops);
  const crew = createCrew(town);
  const make = { ...farms(town, people, crew), ...sales(town, crew) };
  const ends = ['shop', 'store', 'net', 'com', 'xyz', 'top'];
  let used = 0;
  const site = () => {
    const root = roots[used % roots.length] ?? 'coin';
    used += 1;
    return `${root}${used > roots.length ? used : ''}.${random.one(ends)}`;
  };
  for (const big of [true, true, true, false, false]) make.cardFarm(site(), big);
  for (const many of [9, 5, 3]) make.cheapRegion(site(), many);
  for (const many of [10, 6, 4, 3]) make.handOver(site(), many);
  make.handOver(site(), 7, 7);
  make.handOver(site(), 5, 9);
  for (let i = 0; i < 3; i += 1) make.refundRing(site());
  for (const [name, many] of [
    ['glimstrearn.com', 3],
    ['gl1mstream.com', 2],
    ['glimstream-coins.shop', 4],
    ['glimsteram.com', 2],
    ['glìmstream.com', 2],
    ['glimstream.top', 3],
  ] as const)
    make.lookAlike(name, many);
  make.twins(site(), site());
  make.twins(site(), site());
  make.chat('@coin_king', 4, 3);
  make.chat('@sultan.gold', 5, 8);
  make.chat('t.me/cheapcoinz', 3, 2);
  make.generator('freecoinz-hack.xyz');
  make.generator(site());
  make.funnels(site());
  make.funnels(site());
  make.quiet('zz-payflow.top', 6);
  make.quiet('m0neyrun.xyz', 4);
  make.agedFarm(site());
  make.agedFarm(site());
  for (const many of [8, 4]) make.mild(site(), many);
  for (const many of [8, 5, 4, 3]) make.plain(site(), many);
  return town;
}

/** How well sellers and parts were told apart. */
export function gradeOutside(
  town: Town,
  lines: readonly SellerLine[],
  rings: readonly RingDetail[],
) {
  // A name in another alphabet may be told in either of its spellings.
  const ascii = (id: string) => (/^[^/@]+$/.test(id) ? domainToASCII(id) : '') || id;
  const truth = new Map([...town.scams].map(([id, scam]) => [ascii(id), scam]));
  const suggested = new Set(
    lines.filter((one) => one.suggested).map((one) => ascii(one.seller_id)),
  );
  const right = [...suggested].filter((id) => truth.get(id) === true).length;
  const scams = [...truth].filter(([, scam]) => scam);
  const parts = new Map<string, RingRole>();
  // As the terminal prints them: rings before the people around a seller, each in one place.
  for (const { roles } of rings.toSorted((a, b) => (a.kind < b.kind ? -1 : 1)))
    for (const [role, accounts] of Object.entries(roles))
      for (const account of accounts)
        if (!(role === 'bystander' && parts.has(account))) parts.set(account, role as RingRole);
  const wrong: string[] = [];
  for (const [account, role] of town.roles)
    if (parts.get(account) !== role)
      wrong.push(`${account} is ${role}, called ${parts.get(account) ?? 'nothing'}`);
  const accused = [...town.innocent].filter((one) => {
    const role = parts.get(one);
    return role !== undefined && role !== 'bystander';
  });
  return {
    precision: suggested.size === 0 ? 1 : right / suggested.size,
    recall: right / scams.length,
    roles: 1 - wrong.length / town.roles.size,
    victimsCalledSellers: [...town.roles].filter(
      ([one, role]) => role === 'victim' && parts.get(one) === 'seller',
    ).length,
    missed: scams.filter(([id]) => !suggested.has(id)).map(([id]) => id),
    wronglySuggested: [...suggested].filter((id) => truth.get(id) !== true),
    accused,
    wrong,
  };
}
