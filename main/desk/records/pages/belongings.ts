import type { Fields } from '../../../../contract/records.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Db } from '../../storage/storage.ts';
import type { RowReader } from '../rows.ts';
import { fieldsOf } from './wire.ts';

/** Most devices, instruments or places of one account on its page. */
const mostThings = 100;

/** Most other accounts counted for one thing: beyond that it is shared by everybody. */
const mostSharers = 100;

type Cell = string | bigint | null;

/**
 * What an account was used with: devices, instruments and places. Each says in
 * `shared_accounts` how many other accounts used it too (100 stands for 100 or more).
 */
export function createBelongings(db: Db, rows: RowReader) {
  const ids = (sql: string) => db.prepare<[string, string], string>(sql).pluck();
  const devicesOf = ids(
    `select device_id from recharges where account_id = ? and device_id is not null
     union select device_id from sessions where account_id = ? and device_id is not null
     limit ${mostThings}`,
  );
  const instrumentsOf = ids(
    `select instrument_id from recharges where account_id = ? and instrument_id is not null
     union select p.instrument_id from recharges r join payments p on p.recharge_id = r.recharge_id
       where r.account_id = ? and p.instrument_id is not null
     limit ${mostThings}`,
  );
  const sharers = (sources: string) =>
    db
      .prepare<{ thing: string; own: string }, bigint>(
        `select count(*) from (select distinct account_id from (${sources})
         where account_id <> @own limit ${mostSharers})`,
      )
      .pluck();
  const deviceSharers = sharers(
    `select account_id from recharges where device_id = @thing
     union all select account_id from sessions where device_id = @thing
     union all select account_id from devices where device_id = @thing and account_id is not null`,
  );
  const instrumentSharers = sharers(
    'select account_id from recharges where instrument_id = @thing',
  );
  const addressSharers = sharers(
    `select account_id from recharges where ip = @thing
     union all select account_id from sessions where ip = @thing`,
  );
  const placesOf = db.prepare<[string, string], Readonly<Record<string, Cell>>>(
    `select ip, ip_country, max(ip_kind) as ip_kind, min(at) as first_seen, max(at) as last_seen,
       sum(session) as sessions, sum(1 - session) as recharges
     from (
       select ip, ip_country, ip_kind, started_at as at, 1 as session from sessions where account_id = ?
       union all
       select ip, ip_country, ip_kind, created_at, 0 from recharges where account_id = ?
     ) where ip is not null or ip_country is not null
     group by ip, ip_country order by last_seen desc limit ${mostThings}`,
  );

  function shared(count: typeof deviceSharers, thing: string, own: string): Fields {
    return { shared_accounts: String(count.get({ thing, own }) ?? 0n) };
  }

  return {
    devices(account: string): Fields[] {
      const own = rows.all('devices', `where account_id = ? limit ${mostThings}`, account);
      const known = new Set(own.map((row) => row.device_id));
      const used = devicesOf.all(account, account).filter((id) => !known.has(id));
      const others = used.map((id) => {
        const row = rows.get('devices', 'where device_id = ?', id);
        return row ? fieldsOf('devices', row) : { device_id: id };
      });
      return [...own.map((row) => fieldsOf('devices', row)), ...others].map((device) => ({
        ...device,
        ...shared(deviceSharers, device.device_id ?? '', account),
      }));
    },
    instruments(account: string): Fields[] {
      return instrumentsOf.all(account, account).map((id) => {
        const row = rows.get('instruments', 'where instrument_id = ?', id);
        return {
          ...(row ? fieldsOf('instruments', row) : { instrument_id: id }),
          ...shared(instrumentSharers, id, account),
        };
      });
    },
    places(account: string): Fields[] {
      return placesOf.all(account, account).map((place) => ({
        ip: text(place.ip),
        ip_country: text(place.ip_country),
        ip_kind: text(place.ip_kind),
        first_seen: time(place.first_seen),
        last_seen: time(place.last_seen),
        sessions: text(place.sessions),
        recharges: text(place.recharges),
        ...(typeof place.ip === 'string' ? shared(addressSharers, place.ip, account) : {}),
      }));
    },
  };
}

export type Belongings = ReturnType<typeof createBelongings>;

function text(value: Cell | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

function time(value: Cell | undefined): string | null {
  return typeof value === 'bigint' ? wireTime(Number(value)) : null;
}
