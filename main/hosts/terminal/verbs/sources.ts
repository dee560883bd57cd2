import type { KeptAccounts } from '../../../../contract/source-accounts.ts';
import { many, type Verb } from '../verb.ts';

function saySaid(answer: unknown): string {
  const { accounts, by } = answer as KeptAccounts;
  const { apple_bundles: apps, adyen_manual: manual } = accounts;
  return [
    `Our apps at Apple: ${apps.join(', ') || 'not said, any counts'}`,
    `Accounts at Adyen that we capture: ${manual.join(', ') || 'none'}`,
    ...(by === null ? [] : [`Said by ${by}.`]),
  ].join('\n');
}

const list: Verb = {
  words: 'sources',
  does: 'what was said of our accounts at stores and processors',
  async run({ client }) {
    return { one: await client.records.sourceAccounts() };
  },
  say: saySaid,
};

const set: Verb = {
  words: 'sources set',
  does: 'says it anew, for what is imported from now on; what is not given is none',
  options: {
    'apple-bundle': { value: 'ID', does: 'the bundle id of an app of ours', many: true },
    'adyen-manual': {
      value: 'ACCOUNT',
      does: 'a merchant account where an authorisation only holds the money',
      many: true,
    },
  },
  async run({ client, args }) {
    const said = {
      apple_bundles: many(args, 'apple_bundle'),
      adyen_manual: many(args, 'adyen_manual'),
    };
    return { one: await client.records.setSourceAccounts(said) };
  },
  say: saySaid,
};

export const sourceVerbs: readonly Verb[] = [list, set];
