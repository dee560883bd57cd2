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

/** Hosts where anybody has a page: what follows the host is who it is, as with a handle. */
const shared =
  /^(?:t\.me|telegram\.me|wa\.me|discord\.gg|discord\.com|instagram\.com|facebook\.com|fb\.com|x\.com|twitter\.com|tiktok\.com|youtube\.com|vk\.com|line\.me|ebay\.[a-z.]+|etsy\.com|linktr\.ee)$/;

/** `t.me/somebody` of an address on a shared host, however it was written; null for any other. */
export function pageOn(text: string): string | null {
  const found = /^(?:https?:\/\/)?(?:www\.)?([a-z0-9.-]+)\/@?([\p{L}\p{N}_.+-]{3,60})/iu.exec(text);
  const host = found?.[1]?.toLowerCase() ?? '';
  return found && shared.test(host) ? `${host}/${found[2]?.toLowerCase() ?? ''}` : null;
}

/**
 * Reads the sellers table once, and who else makes offers. Ids that name the same site stay apart
 * where both are in the table.
 */
export function readDirectory(rows: RowReader): Directory {
  const all = rows.all('sellers', 'order by seller_id');
  const byId = new Map(all.map((row) => [row.seller_id, row]));
  const exact = new Map(all.map((row) => [row.seller_id.toLowerCase(), row.seller_id]));
  const bySite = new Map<string, string>();
  const pages = new Map<string, string>();
  const handles = new Map<string, string>();
  const enter = (id: string) => {
    const page = pageOn(id);
    if (page !== null) {
      if (!pages.has(page)) pages.set(page, id);
      return;
    }
    const site = id.startsWith('@') ? null : siteOf(id);
    if (site) {
      if (!bySite.has(site.domain)) bySite.set(site.domain, id);
      return;
    }
    const handle = /@?([\p{L}\p{N}_.-]{4,})$/u.exec(id)?.[1]?.toLowerCase();
    if (handle !== undefined && !handles.has(handle)) handles.set(handle, id);
  };
  for (const { seller_id } of all) enter(seller_id);
  // Who is in no table but makes offers goes by the name that stands there.
  for (const { seller_id } of rows.all('offers', 'group by seller_id order by seller_id'))
    if (!exact.has(seller_id.toLowerCase())) enter(seller_id);
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
    const page = pageOn(folded);
    if (page !== null) return pages.get(page) ?? page;
    // `@sultan.gold` is somebody in a chat, though gold is a suffix as well.
    const site = folded.startsWith('@') ? null : siteOf(folded);
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
    trustedDomains: [...trusted].filter((id) => !id.startsWith('@') && siteOf(id) !== null),
    handles,
    rows: all,
  };
}
