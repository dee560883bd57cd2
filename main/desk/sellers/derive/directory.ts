import type { Row, RowReader } from '../../records/records.ts';
import { siteOf } from '../names/registered.ts';

/** Who is who among sellers: one name for each, however a record writes it. */
export interface Directory {
  /** The seller that a domain, address or handle means; null for an empty text. */
  keyOf(text: string | null): string | null;
  row(key: string): Row<'sellers'> | null;
  /** Official and authorised ones: not candidates, and what look-alikes imitate. */
  isTrusted(key: string): boolean;
  readonly trustedDomains: readonly string[];
  /** Handles of known sellers, as they are written after an @. */
  readonly handles: ReadonlyMap<string, string>;
  readonly rows: readonly Row<'sellers'>[];
}

/** Reads the sellers table once. Ids that name the same site stay apart where both are in the table. */
export function readDirectory(rows: RowReader): Directory {
  const all = rows.all('sellers', 'order by seller_id');
  const byId = new Map(all.map((row) => [row.seller_id, row]));
  const exact = new Map(all.map((row) => [row.seller_id.toLowerCase(), row.seller_id]));
  const bySite = new Map<string, string>();
  const handles = new Map<string, string>();
  for (const { seller_id } of all) {
    const site = siteOf(seller_id);
    if (site) {
      if (!bySite.has(site.domain)) bySite.set(site.domain, seller_id);
      continue;
    }
    const handle = /@?([\p{L}\p{N}_.-]{4,})$/u.exec(seller_id)?.[1];
    if (handle) handles.set(handle.toLowerCase(), seller_id);
  }
  const trusted = new Set(
    all
      .filter(({ status }) => status === 'official' || status === 'authorised')
      .map((row) => row.seller_id),
  );
  const known = new Map<string, string | null>();
  const find = (text: string): string | null => {
    const folded = text.trim().toLowerCase();
    if (folded === '') return null;
    const named = exact.get(folded);
    if (named !== undefined) return named;
    const site = siteOf(folded);
    if (site) return bySite.get(site.domain) ?? site.domain;
    return handles.get(folded.replace(/^@/, '')) ?? folded;
  };
  return {
    keyOf(text) {
      if (text === null) return null;
      let key = known.get(text);
      if (key === undefined) {
        key = find(text);
        known.set(text, key);
      }
      return key;
    },
    row: (key) => byId.get(key) ?? null,
    isTrusted: (key) => trusted.has(key),
    trustedDomains: [...trusted].filter((id) => siteOf(id) !== null),
    handles,
    rows: all,
  };
}
