import * as innocents from './innocents.ts';
import { honestSellers, priceList, scamSeller } from './market.ts';
import { cardFarm, handover, plainSales, refundRing } from './rings.ts';
import { makeWorld, type World } from './world.ts';

/**
 * A labelled world: rings and scam sellers among people who only look like them. Written from the
 * facts on resellers and from nothing of the rules that are tried on it.
 */
export function simulate(seed: number, size: { everyday: number; scams: number }): World {
  const world = makeWorld(seed);
  priceList(world);
  innocents.everyday(world, size.everyday);
  innocents.families(world, Math.ceil(size.everyday / 60));
  innocents.schools(world, 2);
  innocents.repairShop(world);
  innocents.expatriates(world, 20);
  innocents.agency(world);
  innocents.lostCards(world, 20);
  innocents.carrier(world);
  const { named } = honestSellers(world);
  innocents.campaign(world, 'kioskone.example');
  innocents.outage(world, 'paypoint.example');
  innocents.askers(world, named);
  for (let i = 0; i < size.scams; i += 1) {
    const seller = scamSeller(world, i);
    const shape = i % 4;
    if (shape === 0) cardFarm(world, seller);
    else if (shape === 1) handover(world, seller);
    else if (shape === 2) refundRing(world, seller);
    else plainSales(world, seller);
  }
  return world;
}
