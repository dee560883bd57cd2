import type { SweepKind } from '../../contract/diagnosis.ts';

/** What a sweep lists, as the screens call it. */
export const sweepNames: Readonly<Record<SweepKind, string>> = {
  owed: 'Owed',
  not_restored: 'Not restored',
  unpaid_grant: 'Granted without money',
  double_grant: 'Granted twice',
  not_clawed_back: 'Not clawed back',
  granted_after_make_good: 'Granted after make-good',
};
