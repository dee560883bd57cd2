import type { RowReader } from '../records/records.ts';

/**
 * A person's own accounts and those of the same household: accounts that share an instrument or
 * a device with one of them. A shared address alone says nothing.
 */
export function householdOf(rows: RowReader, ownAccounts: readonly string[]): ReadonlySet<string> {
  const household = new Set(ownAccounts);
  for (const account of ownAccounts) {
    for (const instrument of instrumentsOf(rows, account))
      for (const other of accountsOfInstrument(rows, instrument)) household.add(other);
    for (const device of devicesOf(rows, account))
      for (const other of accountsOfDevice(rows, device)) household.add(other);
  }
  return household;
}

function instrumentsOf(rows: RowReader, account: string): Set<string> {
  const recharges = rows.all('recharges', 'where account_id = ?', account);
  const payments = recharges.flatMap((row) =>
    rows.all('payments', 'where recharge_id = ?', row.recharge_id),
  );
  return known([...recharges, ...payments].map((row) => row.instrument_id));
}

function accountsOfInstrument(rows: RowReader, instrument: string): Set<string> {
  const direct = rows.all('recharges', 'where instrument_id = ?', instrument);
  const paid = rows
    .all('payments', 'where instrument_id = ?', instrument)
    .map((row) => rows.get('recharges', 'where recharge_id = ?', row.recharge_id));
  return known([...direct, ...paid].map((row) => row?.account_id ?? null));
}

function devicesOf(rows: RowReader, account: string): Set<string> {
  return known(
    (['recharges', 'devices', 'sessions'] as const).flatMap((table) =>
      rows.all(table, 'where account_id = ?', account).map((row) => row.device_id),
    ),
  );
}

function accountsOfDevice(rows: RowReader, device: string): Set<string> {
  return known(
    (['recharges', 'devices', 'sessions'] as const).flatMap((table) =>
      rows.all(table, 'where device_id = ?', device).map((row) => row.account_id),
    ),
  );
}

function known(ids: readonly (string | null)[]): Set<string> {
  return new Set(ids.filter((id) => id !== null));
}
