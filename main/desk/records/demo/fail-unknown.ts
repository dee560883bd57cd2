import { refuseCard } from './fail-card.ts';
import { grant, openPayment } from './purchase.ts';
import { attempt, type Scenario, type Story } from './story.ts';
import { minuteMs } from './time.ts';

/** Attempts of which these records cannot say why they failed. */

/** Coins without any money: the processor never got a card, the ledger has the grant. */
function grantedForNothing(story: Story): void {
  const { world } = story;
  const order = attempt(story, { channel: 'web', provider: 'stripe' });
  openPayment(world, order).status = 'requires_payment_method';
  grant(world, order, { after: minuteMs });
}

function notPaid(story: Story, provider: 'adyen' | 'stripe', code: string, message: string): void {
  refuseCard(story.world, attempt(story, { channel: 'web', provider }), {
    cause: 'bank_block',
    provider,
    code,
    message,
    ...(provider === 'stripe' ? { stripeCode: code } : {}),
    payment: { outcome_type: null },
  });
}

export const unknownScenarios: readonly Scenario[] = [
  {
    cause: 'unknown',
    name: 'granted without money',
    says: null,
    alone: true,
    tell: grantedForNothing,
  },
  {
    cause: 'unknown',
    name: 'abandoned at the card form',
    says: null,
    alone: true,
    tell(story) {
      const order = attempt(story, { channel: 'web', provider: 'stripe' });
      openPayment(story.world, order).status = 'requires_payment_method';
    },
  },
  {
    cause: 'unknown',
    name: 'abandoned in the store',
    says: null,
    alone: true,
    platform: 'ios',
    tell: (story) => void attempt(story, { channel: 'app_store' }),
  },
  {
    cause: 'unknown',
    name: 'code nobody mapped',
    says: 'declined',
    alone: true,
    tell: (story) => notPaid(story, 'adyen', '99', 'PX-77'),
  },
  {
    cause: 'unknown',
    name: 'temporary, no outage known',
    says: 'cannot',
    alone: true,
    tell: (story) => notPaid(story, 'stripe', 'processing_error', 'Try again later.'),
  },
];
