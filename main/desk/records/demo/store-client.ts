import { happen, type Order, soon, type Wish } from './order.ts';
import type { Platform } from './people.ts';
import { attempt, type Scenario, type Story, succeedLater } from './story.ts';

/** One pack by way of the App Store. */
export const apple: Wish = { channel: 'app_store', quantity: 1 };
/** One pack by way of Play. */
export const play: Wish = { channel: 'google_play', quantity: 1 };

/** The words the two stores use for what their client refused to do. */
export interface ClientError {
  readonly store: 'apple' | 'google';
  readonly code: string;
  readonly sub?: string;
  readonly message: string;
}

export function skError(code: string, message: string): ClientError {
  return { store: 'apple', code, sub: 'SKErrorDomain', message };
}
export function storeKitError(code: string, message: string): ClientError {
  return { store: 'apple', code, sub: 'StoreKitError', message };
}
export function playError(code: string, message: string): ClientError {
  return { store: 'google', code, message };
}

export function platformOf(error: ClientError): Platform {
  return error.store === 'apple' ? 'ios' : 'android';
}

/** An attempt that the store's client ended with an error. */
export function clientFails(story: Story, error: ClientError, wish: Wish = {}): Order {
  const order = attempt(story, { ...(error.store === 'apple' ? apple : play), ...wish });
  happen(order, 'client_error', soon(story.world), {
    code: error.code,
    sub_code: error.sub,
    message: error.message,
  });
  return order;
}

/** One scenario a store: the same story on an iPhone and on an Android phone. */
export function atBothStores(
  cause: Scenario['cause'],
  name: string,
  errors: readonly [ClientError, ClientError],
  tell: (story: Story, error: ClientError) => void,
): Scenario[] {
  return errors.map((error) => ({
    cause,
    name: `${name}, ${error.store}`,
    says: 'cannot',
    alone: true,
    platform: platformOf(error),
    tell: (story) => tell(story, error),
  }));
}

type Extra = Partial<Scenario>;

/** A scenario that is one client error and nothing else; some try again and get through. */
export function clientScenario(
  cause: Scenario['cause'],
  says: Scenario['says'],
  error: ClientError,
  extra: Extra & { readonly retries?: number } = {},
): Scenario {
  const { retries, ...rest } = extra;
  return {
    cause,
    name: `${error.store} ${error.code} ${error.message}`.toLowerCase(),
    says,
    platform: platformOf(error),
    tell(story) {
      const order = clientFails(story, error);
      if (retries && story.world.random.chance(retries)) succeedLater(story, order);
    },
    ...rest,
  };
}
