import { accountScenarios } from './fail-account.ts';
import { cardScenarios } from './fail-card.ts';
import { clientScenarios } from './fail-client.ts';
import { deliveredScenarios } from './fail-delivered.ts';
import { grantScenarios } from './fail-grant.ts';
import { paymentScenarios } from './fail-payment.ts';
import { platformScenarios } from './fail-platform.ts';
import { refundScenarios } from './fail-refund.ts';
import { regionScenarios } from './fail-region.ts';
import { sellerScenarios } from './fail-seller.ts';
import { storeScenarios } from './fail-store.ts';
import { unknownScenarios } from './fail-unknown.ts';
import type { Scenario } from './story.ts';

/** Every way to fail that the demo knows, one entry a variant. */
export const scenarios: readonly Scenario[] = [
  ...cardScenarios,
  ...paymentScenarios,
  ...storeScenarios,
  ...deliveredScenarios,
  ...regionScenarios,
  ...clientScenarios,
  ...grantScenarios,
  ...platformScenarios,
  ...unknownScenarios,
  ...accountScenarios,
  ...refundScenarios,
  ...sellerScenarios,
];
