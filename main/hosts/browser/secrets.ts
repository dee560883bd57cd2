import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long an address that was printed may be opened. */
export const addressLifeMs = 10 * 60 * 1000;

const mostSessions = 16;
const mostPages = 64;

/** A browser that opened a printed address; it may ask for page tokens. It is no person. */
export interface BrowserSession {
  readonly cookie: Buffer;
  readonly pages: Buffer[];
}

/**
 * The secrets of one run of the door, in memory only and as digests only: the address that was
 * printed last, the browsers that opened one, and the pages of each.
 */
export class Secrets {
  readonly #now: () => number;
  #address: { digest: Buffer; until: number } | null = null;
  readonly #sessions: BrowserSession[] = [];

  /** @param now UTC ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** A new secret for an address; the one before is void. */
  newAddress(): string {
    const secret = newSecret();
    this.#address = { digest: digest(secret), until: this.#now() + addressLifeMs };
    return secret;
  }

  /** Trades the secret of an address, once and in time, for the cookie of a new session. */
  redeem(secret: string): string | null {
    const address = this.#address;
    if (!address || !same(address.digest, secret) || this.#now() >= address.until) return null;
    this.#address = null;
    const cookie = newSecret();
    this.#sessions.push({ cookie: digest(cookie), pages: [] });
    if (this.#sessions.length > mostSessions) this.#sessions.shift();
    return cookie;
  }

  /** The session that one of these cookie values belongs to. */
  session(cookies: readonly string[]): BrowserSession | null {
    return (
      this.#sessions.find((session) => cookies.some((value) => same(session.cookie, value))) ?? null
    );
  }

  /** A token for one page of that browser, which keeps it in memory. */
  newPage(session: BrowserSession): string {
    const token = newSecret();
    session.pages.push(digest(token));
    if (session.pages.length > mostPages) session.pages.shift();
    return token;
  }

  /** True where the token was given to a page of that very browser. */
  isPage(session: BrowserSession, token: string): boolean {
    return session.pages.some((page) => same(page, token));
  }
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Compares over digests: neither length nor content shows in the time it takes. */
function same(known: Buffer, secret: string): boolean {
  return timingSafeEqual(known, digest(secret));
}
