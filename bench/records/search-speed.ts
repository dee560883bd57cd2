import { createRecords } from '../../main/desk/records/records.ts';
import { recordsMigrations } from '../../main/desk/records/schema.ts';
import { openWorkspace } from '../../main/desk/storage/storage.ts';
import { accountId, displayName, externalId, rechargeId, sizesOf, userName } from './big-drop.ts';

/** What agents look up, for some of the records of the big drop. */
export interface LookUp {
  readonly sort: 'exact' | 'prefix' | 'last digits' | 'middle of a name';
  readonly text: string;
}

export function lookUps(recharges: number, count: number): LookUp[] {
  const { accounts } = sizesOf(recharges);
  return Array.from({ length: count }, (_, n): LookUp => {
    const recharge = (n * 7919) % recharges;
    const account = (n * 104_729) % accounts;
    switch (n % 7) {
      case 0:
        return { sort: 'exact', text: rechargeId(recharge) };
      case 1:
        return { sort: 'exact', text: externalId(recharge) };
      case 2:
        return { sort: 'prefix', text: externalId(recharge).slice(0, 9) };
      case 3:
        return { sort: 'prefix', text: displayName(account).slice(0, 6) };
      case 4:
        return { sort: 'last digits', text: externalId(recharge).slice(-5) };
      case 5:
        return { sort: 'last digits', text: accountId(account).slice(-4) };
      default:
        return { sort: 'middle of a name', text: userName(account).slice(2, 7) };
    }
  });
}

export function quantile(list: readonly number[], share: number): number {
  const sorted = list.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Times the look-ups in this process, hits described, the first page of fifty. */
export function measureSearch(asked: {
  readonly workspace: string;
  readonly recharges: number;
}): void {
  const workspace = openWorkspace(asked.workspace, { desk: [], records: recordsMigrations }, false);
  try {
    const { search } = createRecords({ workspace });
    const looks = lookUps(asked.recharges, 700);
    for (const { text } of looks.slice(0, 50)) search({ text, limit: 50 });
    const times = looks.map(({ sort, text }) => {
      const begun = performance.now();
      const { hits } = search({ text, limit: 50 });
      return { sort, ms: performance.now() - begun, found: hits.length > 0 };
    });
    const lost = times.filter(({ found }) => !found);
    if (lost.length > 0) throw new Error(`${lost.length} look-ups found nothing`);
    console.log('Search in process, first page of hits, ms:');
    for (const [sort, own] of Map.groupBy(times, (each) => each.sort)) {
      const ms = own.map((each) => each.ms);
      console.log(
        `  ${sort.padEnd(18)} median ${quantile(ms, 0.5).toFixed(2)}, p95 ${quantile(ms, 0.95).toFixed(2)}, most ${Math.max(...ms).toFixed(1)}`,
      );
    }
    const all = times.map(({ ms }) => ms);
    console.log(
      `  all                median ${quantile(all, 0.5).toFixed(2)}, p95 ${quantile(all, 0.95).toFixed(2)}`,
    );
  } finally {
    workspace.close();
  }
}
