import { domainToASCII, domainToUnicode } from 'node:url';
import { parse } from 'tldts';

/** A site's name, taken apart by the public suffix list. */
export interface SiteName {
  /** Registered domain in its ASCII form: what somebody pays a registrar for. */
  readonly domain: string;
  /** Its first label as people read it, as in `lumolive` of `lumolive.co.uk`. */
  readonly label: string;
  readonly suffix: string;
  readonly subdomain: string;
}

/** Names that registries keep back for examples and tests (RFC 2606): never looked up by anyone. */
const reserved = /\.(?:example|test|invalid|localhost)$/;

/**
 * Takes the registered domain out of an address, a host or a bare domain; null where the text is
 * no site. Private suffixes count (two shops of one shop host are two sites). A suffix that the
 * public list does not have is taken only from the reserved names, so that `receipt.txt` is no site.
 */
export function siteOf(text: string): SiteName | null {
  const host = domainToASCII(hostOf(text));
  if (host === '' || host.length > 253) return null;
  const parsed = parse(host, { allowPrivateDomains: true });
  const { domain, publicSuffix } = parsed;
  if (domain === null || publicSuffix === null || parsed.isIp === true) return null;
  if (parsed.isIcann !== true && parsed.isPrivate !== true && !reserved.test(host)) return null;
  return {
    domain,
    label: domainToUnicode(domain.slice(0, -publicSuffix.length - 1)),
    suffix: publicSuffix,
    subdomain: parsed.subdomain ?? '',
  };
}

/** A site as people read it, an encoded name in its own letters; null where the text is no site. */
export function siteAsRead(text: string): string | null {
  const site = siteOf(text);
  if (site === null) return null;
  return /(?:^|\.)xn--/i.test(text) ? domainToUnicode(site.domain) : text;
}

/** The host of an address: without scheme, user, port, path and the dot at its end. */
function hostOf(text: string): string {
  return text
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/^[^/@]*@/, '')
    .replace(/[/?#:].*$/s, '')
    .replace(/\.$/, '');
}

/** Words that look like a site in running text; mail addresses are left out. */
const siteLike =
  /(?<![\p{L}\p{N}@._%+-])(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}(?![\p{L}\p{N}@-])/gu;

/** Suffixes that are more often the ending of a file than of a site. */
const fileEndings = new Set(['zip', 'mov', 'app', 'sh', 'py', 'rs', 'md', 'so', 'pl', 'ps']);

/** Registered domains named in a text, each once, in order of mention. At most `most` of them. */
export function sitesIn(text: string, most = 20): string[] {
  const found = new Set<string>();
  for (const [word] of text.slice(0, 20_000).matchAll(siteLike)) {
    const site = siteOf(word);
    if (site === null) continue;
    if (fileEndings.has(site.suffix) && !/^https?:/i.test(word)) continue;
    found.add(site.domain);
    if (found.size === most) break;
  }
  return [...found];
}
