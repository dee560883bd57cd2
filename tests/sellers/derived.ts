import type { RingDetail } from '../../contract/seller-rings.ts';
import type { SellerLine } from '../../contract/sellers.ts';
import type { Rate } from '../../main/desk/sellers/price/rates.ts';
import { openFile } from '../../main/desk/storage/storage.ts';
import { refreshDerived } from '../../main/desk/sellers/derive/refresh.ts';
import { readRings } from '../../main/desk/sellers/derive/ring-store.ts';
import { openDerived } from '../../main/desk/sellers/derive/store.ts';

/** Works out links and scores of a copy, in this thread; `derivedFile` keeps them between calls. */
export function derive(
  recordsFile: string,
  derivedFile: string,
  typed: { readonly rates: readonly Rate[]; readonly version: string } = {
    rates: [],
    version: '0',
  },
): { lines: SellerLine[]; rings: RingDetail[]; worked: boolean } {
  const derived = openDerived(derivedFile);
  const records = openFile(recordsFile, 'copy', 'read');
  try {
    derived.prepare('attach ? as copy').run(recordsFile);
    const worked = refreshDerived({
      derived,
      records,
      typedRates: typed.rates,
      ratesVersion: typed.version,
    });
    const read = <T>(sql: string) =>
      (derived.prepare(sql).pluck().all() as string[]).map((text) => JSON.parse(text) as T);
    return {
      worked,
      lines: read<SellerLine>('select line from scores order by seller'),
      rings: readRings(derived),
    };
  } finally {
    records.close();
    derived.close();
  }
}
