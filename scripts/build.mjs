import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, runNode, toolScript } from './ground.mjs';
import { asProgram, isMain, root, step } from './running.mjs';

const stamp = path.join(root, 'out', 'built.json');
const sources = ['contract', 'main', 'preload', 'renderer'];
const settings = ['electron.vite.config.ts', 'package-lock.json', 'tsconfig.base.json'];

/** Builds the page and the desktop door, unless out/ was made from these very sources. */
export async function ensureBuilt() {
  const digest = digestOfSources();
  if (digest === readStamp()) return;
  await step('Building', () =>
    runNode([toolScript('electron-vite'), 'build', '--logLevel', 'warn'], { keep: 'all' }),
  );
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, JSON.stringify({ digest }));
}

/** By content, not by time: a checkout or a copy of the folder builds nothing anew. */
function digestOfSources() {
  const hash = createHash('sha256');
  const inside = sources.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
  const files = [...inside, ...settings.map((file) => path.join(root, file))].sort();
  for (const file of files) {
    const body = readFileSync(file);
    hash.update(`${path.relative(root, file)}\0${body.length}\0`).update(body);
  }
  return hash.digest('hex');
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stamp, 'utf8')).digest;
  } catch {
    return null;
  }
}

if (isMain(import.meta.url))
  await asProgram(async () => {
    await ensureInstalled();
    await ensureBuilt();
    return 0;
  });
