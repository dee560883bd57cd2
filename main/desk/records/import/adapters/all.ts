import type { Adapter } from './adapter.ts';
import { adyenNotifications } from './adyen-notifications.ts';
import { appleLookup } from './apple-lookup.ts';
import { appleNotifications } from './apple-notifications.ts';
import { appleTransactions } from './apple-transactions.ts';
import { playEarnings } from './play-earnings.ts';
import { playNotifications } from './play-notifications.ts';
import { playOrders } from './play-orders.ts';
import { playPurchases } from './play-purchases.ts';
import { playPurchasesV2 } from './play-purchases-v2.ts';
import { playSales } from './play-sales.ts';
import { playVoided } from './play-voided.ts';
import { stripeBalance } from './stripe-balance.ts';
import { stripeObjects } from './stripe-objects.ts';

/** Every source that is read; the first that recognises a file reads it. */
export const adapters: readonly Adapter[] = [
  appleNotifications,
  appleLookup,
  appleTransactions,
  playPurchasesV2,
  playPurchases,
  playVoided,
  playOrders,
  playNotifications,
  playEarnings,
  playSales,
  stripeObjects,
  stripeBalance,
  adyenNotifications,
];
