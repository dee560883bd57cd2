import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { refuse } from '../../contract/errors.ts';

/** One file of the built page, as it is served. */
export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
}

/** The built page: its shell, and every other file by the path that it is asked for. */
export interface PageFiles {
  /** The shell for one answer, with that answer's nonce in it. */
  shell(nonce: string): string;
  /** Looks a path up as it came; nothing is decoded, joined or resolved. */
  file(urlPath: string): PageFile | undefined;
  readonly paths: readonly string[];
}

/** What stands in the built shell where each answer puts a fresh nonce. */
const noncePlace = '__CSP_NONCE__';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.pfb': 'application/octet-stream',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/**
 * Reads the built page once, so that afterwards no request can reach the file system. Files of
 * an unknown kind are left out. Refuses NOT_FOUND where the page is not built.
 */
export function readPageFiles(folder: string): PageFiles {
  const files = new Map<string, PageFile>();
  for (const entry of listFolder(folder)) {
    const type = types[path.extname(entry)];
    const body = type && readFileSync(path.join(folder, entry));
    if (type && body) files.set(`/${entry.split(path.sep).join('/')}`, { type, body });
  }
  const html = readShell(folder);
  return {
    shell: (nonce) => html.replaceAll(noncePlace, nonce),
    file: (urlPath) => files.get(urlPath),
    paths: [...files.keys()],
  };
}

function listFolder(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  } catch {
    throw notBuilt(folder);
  }
}

function readShell(folder: string): string {
  try {
    return readFileSync(path.join(folder, 'index.html'), 'utf8');
  } catch {
    throw notBuilt(folder);
  }
}

function notBuilt(folder: string) {
  return refuse('NOT_FOUND', `There is no built page in ${folder}.`, 'Run `npm run build`.');
}
