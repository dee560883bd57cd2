import type { CustomScheme, Session } from 'electron';
import type { PageFiles } from '../page-files.ts';
import { newNonce, pageHeaders } from '../page-headers.ts';

/** Where the page lives: an origin of its own, which no other program can serve. */
export const pageOrigin = 'desk://app';
export const pageUrl = `${pageOrigin}/`;

/** To be registered before the app is ready. Secure, but above no policy and without workers. */
export const deskScheme: CustomScheme = {
  scheme: 'desk',
  privileges: { standard: true, secure: true },
};

/** Serves the built page to the windows of a session, by exact paths; everything else is 404. */
export function servePage(session: Session, page: PageFiles): void {
  session.protocol.handle('desk', (request) => answer(page, request.method, request.url));
}

function answer(page: PageFiles, method: string, asked: string): Response {
  // Where the page stands within itself is no part of what is asked for.
  const [url = ''] = asked.split('#');
  const nonce = newNonce();
  const headers = pageHeaders(nonce);
  if (method !== 'GET') return new Response('', { status: 405, headers });
  if (url === pageUrl) {
    const type = 'text/html; charset=utf-8';
    return new Response(page.shell(nonce), { headers: { ...headers, 'Content-Type': type } });
  }
  const file = url.startsWith(`${pageOrigin}/`) && page.file(url.slice(pageOrigin.length));
  if (!file) return new Response('', { status: 404, headers });
  const body = new Uint8Array(file.body);
  return new Response(body, { headers: { ...headers, 'Content-Type': file.type } });
}
