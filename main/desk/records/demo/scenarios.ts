import { accountScenarios } from './fail-account.ts';
import { cardScenarios } from './fail-card.ts';
import { clientScenarios } from './fail-client.ts';
import { paymentScenarios } from './fail-payment.ts';
import { platformScenarios } from './fail-platform.ts';
import { regionScenarios } from './fail-region.ts';
import { sellerScenarios } from './fail-seller.ts';
import { storeScenarios } from './fail-store.ts';
import type { Scenario } from './story.ts';

/** Every way to fail that the demo knows, one entry a variant. */
export const scenarios: readonly Scenario[] = [
  ...cardScenarios,
  ...paymentScenarios,
  ...storeScenarios,
  ...regionScenarios,
  ...clientScenarios,
  ...platformScenarios,
  ...accountScenarios,
  ...sellerScenarios,
];
