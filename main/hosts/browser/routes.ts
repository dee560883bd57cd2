import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PageFiles } from '../page-files.ts';
import { newNonce } from '../page-headers.ts';
import { answer, turnAway } from './answers.ts';
import { checkHost, checkOrigin, cookieValues, type Site, type Turned } from './guards.ts';
import type { BrowserSession, Secrets } from './secrets.ts';

/** What the routes of one door share. */
export interface Door {
  readonly site: Site;
  readonly secrets: Secrets;
  readonly page: PageFiles;
  /** Named by the port, because browsers show a cookie to every port of this machine. */
  readonly cookie: string;
}

/** The secret part of a printed address. */
const addressPattern = /^\/\?k=(?<secret>[\w-]{43})$/;

/** Answers a plain request: the printed address, the shell, a page token, a file of the page. */
export function route(door: Door, request: IncomingMessage, response: ServerResponse): void {
  const turned = checkHost(request, door.site) ?? checkBody(request);
  if (turned) return turnAway(response, turned);
  const { method, url = '' } = request;
  if (url === '/token' && method === 'POST') return giveToken(door, request, response);
  if (method !== 'GET' && method !== 'HEAD')
    return turnAway(response, { status: 405, why: 'That is not done here.' });
  const secret = addressPattern.exec(url)?.groups?.secret;
  if (secret) return openAddress(door, secret, request, response);
  if (url === '/') return giveShell(door, request, response);
  const file = door.page.file(url);
  if (!file) return turnAway(response, { status: 404, why: 'There is nothing here.' });
  answer(response, 200, file);
}

/** The session of the browser that asks, by the cookie it was given. */
export function sessionOf(door: Door, request: IncomingMessage): BrowserSession | null {
  return door.secrets.session(cookieValues(request, door.cookie));
}

/** Nothing here takes a body, so none is read. */
function checkBody(request: IncomingMessage): Turned | null {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if ((length === undefined || length === '0') && encoding === undefined) return null;
  return { status: 413, why: 'Nothing can be sent here.' };
}

/**
 * Trades a printed address for the cookie. A browser that only looks ahead, or asks with HEAD,
 * does not use it up; one that has a cookie already is simply led on.
 */
function openAddress(
  door: Door,
  secret: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const ahead = request.headers['sec-purpose'] !== undefined || request.headers.purpose;
  if (request.method !== 'GET' || ahead)
    return turnAway(response, { status: 403, why: 'Open this address in a browser.' });
  const cookie = door.secrets.redeem(secret);
  if (!cookie && !sessionOf(door, request))
    return turnAway(response, {
      status: 403,
      why: 'This address was used already, or is older than ten minutes. Press Enter in the terminal where the desk was started for a new one.',
    });
  answer(response, 303, {
    headers: {
      Location: '/',
      ...(cookie
        ? { 'Set-Cookie': `${door.cookie}=${cookie}; HttpOnly; SameSite=Strict; Path=/` }
        : {}),
    },
  });
}

function giveShell(door: Door, request: IncomingMessage, response: ServerResponse): void {
  if (!sessionOf(door, request))
    return turnAway(response, {
      status: 401,
      why: 'Open the address that the desk printed when it was started. Press Enter in that terminal for a new one.',
    });
  const nonce = newNonce();
  const body = door.page.shell(nonce);
  answer(response, 200, { type: 'text/html; charset=utf-8', body, nonce });
}

/** A page's own token, which it shows as its first message and keeps nowhere. */
function giveToken(door: Door, request: IncomingMessage, response: ServerResponse): void {
  const turned = checkOrigin(request, door.site);
  if (turned) return turnAway(response, turned);
  const session = sessionOf(door, request);
  if (!session) return turnAway(response, { status: 401, why: 'This browser was not let in.' });
  const body = JSON.stringify({ token: door.secrets.newPage(session) });
  answer(response, 200, { type: 'application/json; charset=utf-8', body });
}
