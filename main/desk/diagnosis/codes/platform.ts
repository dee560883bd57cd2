import { codeTable, type CodeTable } from './code-table.ts';

/** Our own refusals: `declined` by provider `platform`. Exchange format, recharge_events. */
export const platformCodes: CodeTable = codeTable('exchange-format.md', '2026-11-23', [
  ['AGE_RESTRICTED', 'age', 'too young for coins'],
  ['NOT_AVAILABLE', 'country_not_enabled', 'coins are not offered here'],
  ['LIMIT_REACHED', 'recharge_cap', 'day, week or month limit reached'],
  ['ACCOUNT_RESTRICTED', 'account_restricted', 'account restricted'],
]);
