import { randomBytes } from 'node:crypto';

/** A fresh nonce for one answer. */
export function newNonce(): string {
  return randomBytes(18).toString('base64url');
}

/**
 * The headers of every answer, errors included. The page runs its own files and nothing else,
 * speaks to where it came from and nowhere else, and is framed by nobody. Style elements need the
 * nonce of this answer; style attributes are free, because the widgets set them. Text becomes
 * markup only through the page's one `default` policy, which lets no element through.
 */
export function pageHeaders(nonce: string): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      `style-src-elem 'self' 'nonce-${nonce}'`,
      "style-src-attr 'unsafe-inline'",
      "img-src 'self' blob:",
      "font-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types default',
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), usb=(), serial=(), hid=()',
    'Cache-Control': 'no-store',
  };
}
