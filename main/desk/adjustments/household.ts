import type { RowReader } from '../records/records.ts';

/**
 * A person's own accounts and those of the same household: accounts that share an instrument or
 * a device with one of them. A shared address alone says nothing.
 */
export function householdOf(rows: RowReader, ownAccounts: readonly string[]): ReadonlySet<string> {
  const household = new Set(ownAccounts);
  for (const account of ownAccounts) {
    const recharges = rows.all('recharges', 'where account_id = ?', account);
    for (const instrument of new Set(recharges.map((row) => row.instrument_id)))
      if (instrument !== null)
        for (const row of rows.all('recharges', 'where instrument_id = ?', instrument))
          household.add(row.account_id);
    const devices = new Set([
      ...recharges.map((row) => row.device_id),
      ...rows.all('devices', 'where account_id = ?', account).map((row) => row.device_id),
      ...rows.all('sessions', 'where account_id = ?', account).map((row) => row.device_id),
    ]);
    for (const device of devices)
      if (device !== null) {
        for (const row of rows.all('recharges', 'where device_id = ?', device))
          household.add(row.account_id);
        for (const row of rows.all('sessions', 'where device_id = ?', device))
          household.add(row.account_id);
      }
  }
  return household;
}
