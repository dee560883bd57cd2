import type { IncomingMessage } from 'node:http';

/** Why a request is turned away: the status and a sentence for who sees it. */
export interface Turned {
  readonly status: number;
  readonly why: string;
}

/** The one host and origin that this door answers to, as a browser spells them. */
export interface Site {
  readonly host: string;
  readonly origin: string;
}

export function siteOf(port: number): Site {
  const host = `127.0.0.1:${port}`;
  return { host, origin: `http://${host}` };
}

/**
 * Refuses a request that was not addressed to this door by its exact name and port: a rebound
 * name, another spelling of the address, a second Host header, a whole URL in the request line.
 */
export function checkHost(request: IncomingMessage, site: Site): Turned | null {
  if (only(request, 'host') !== site.host)
    return { status: 421, why: `This door answers to ${site.host} alone.` };
  if (!request.url?.startsWith('/')) return { status: 400, why: 'That is not a path.' };
  return null;
}

/** Refuses what does not come from this door's own page, as the browser itself says. */
export function checkOrigin(request: IncomingMessage, site: Site): Turned | null {
  const from = only(request, 'sec-fetch-site');
  if (only(request, 'origin') !== site.origin || (from !== undefined && from !== 'same-origin'))
    return { status: 403, why: 'Only the page of this desk may ask that.' };
  return null;
}

/** The values that a cookie of this name has; several where another program set one as well. */
export function cookieValues(request: IncomingMessage, name: string): string[] {
  return (request.headersDistinct.cookie ?? [])
    .flatMap((header) => header.split(';'))
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

/** The value of a header that was sent exactly once; '' where it was sent several times. */
function only(request: IncomingMessage, header: string): string | undefined {
  const sent = request.headersDistinct[header];
  return sent && sent.length > 1 ? '' : sent?.[0];
}
