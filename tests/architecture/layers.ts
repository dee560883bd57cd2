import { builtinModules } from 'node:module';
import path from 'node:path';
import { type Import, importsOf } from './imports.ts';

/** Areas of the desk, the earlier first: a later one is never imported by an earlier one. */
export const areas = [
  'storage',
  'audit',
  'staff',
  'records',
  'diagnosis',
  'adjustments',
  'sellers',
  'cases',
] as const;

const hosts = ['local', 'browser', 'desktop', 'terminal'];
const screens = ['app', 'ui', 'workspace', ...areas];
const suites = [
  ...areas,
  'architecture',
  'contract',
  'e2e',
  'fakes',
  'faults',
  'fixtures',
  'hosts',
  'renderer',
  'scripts',
];

const network = ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns'];
const addressReaders = ['isIP', 'isIPv4', 'isIPv6'];

/** Where a file stands: its layer, and the area, host or screen within it. */
interface Place {
  readonly layer: 'contract' | 'desk' | 'hosts' | 'preload' | 'renderer' | 'verifier' | 'outside';
  readonly part?: string;
}

/** The place of a file, or null for one in a folder that the house does not know. */
export function placeOf(file: string): Place | null {
  const [top = '', second = '', third = '', ...more] = file.split('/');
  const deep = more.length > 0;
  if (second === '') return top.endsWith('.config.ts') ? { layer: 'outside' } : null;
  if (top === 'contract' || top === 'preload' || top === 'verifier')
    return third === '' ? { layer: top } : null;
  if (top === 'scripts' || top === 'bench') return { layer: 'outside' };
  if (top === 'tests') return part({ layer: 'outside' }, suites, second, third !== '');
  if (top === 'renderer') return part({ layer: 'renderer' }, screens, second, third !== '');
  if (top !== 'main') return null;
  if (second === 'desk') return part({ layer: 'desk' }, areas, third, deep);
  if (second === 'hosts') return part({ layer: 'hosts' }, hosts, third, deep);
  return null;
}

/** A file that stands directly in a layer's folder has no part; one in a folder must be known. */
function part(
  layer: Place,
  known: readonly string[],
  folder: string,
  inside: boolean,
): Place | null {
  if (!inside) return layer;
  return known.includes(folder) ? { ...layer, part: folder } : null;
}

/** Every import that goes the wrong way, and every file in an unknown folder, as a sentence. */
export function faultsOf(files: ReadonlyMap<string, string>): string[] {
  const faults: string[] = [];
  for (const [file, source] of files) {
    const place = placeOf(file);
    if (!place) {
      faults.push(`${file} stands in a folder that the house does not know`);
      continue;
    }
    for (const taken of importsOf(file, source)) {
      const why = wrong(file, place, taken);
      if (why) faults.push(`${file} imports ${taken.from}: ${why}`);
    }
  }
  return faults;
}

function wrong(file: string, place: Place, taken: Import): string | null {
  if (place.layer === 'outside') return null;
  if (taken.from === '?') return 'what is imported cannot be told';
  if (!taken.from.startsWith('.')) return wrongPackage(place, taken);
  const target = path.posix.join(path.posix.dirname(file), taken.from);
  const there = placeOf(target);
  if (!there) return 'that is in no folder that the house knows';
  return wrongFile(place, there, target);
}

function wrongPackage({ layer, part: own }: Place, { from, names }: Import): string | null {
  const name = from.replace(/^node:/, '');
  const builtin = builtinModules.includes(name.split('/')[0] ?? '');
  switch (layer) {
    case 'verifier':
      return from.startsWith('node:') ? null : 'the verifier stands on Node alone';
    case 'contract':
      return ['zod', '@orpc/contract'].includes(from) ? null : 'the contract knows zod alone';
    case 'preload':
      return from === 'electron' ? null : 'the preload hands one port over and knows nothing else';
    case 'renderer':
      return builtin || /^(?:electron|ws|better-sqlite3|@orpc\/server)(?:$|\/)/.test(from)
        ? 'the page is a page'
        : null;
    case 'desk':
      if (name === 'net' && names.length > 0 && names.every((one) => addressReaders.includes(one)))
        return null;
      return network.includes(name) || /^(?:electron|ws)(?:$|\/)/.test(from)
        ? 'the desk knows no window and no network'
        : null;
    case 'hosts':
      if (/^electron(?:$|\/)/.test(from) && own !== 'desktop')
        return 'only the desktop host imports electron';
      return network.includes(name) && own !== 'browser' && own !== 'local'
        ? 'only the browser host and the local socket listen'
        : null;
    case 'outside':
      return null;
  }
}

function wrongFile(here: Place, there: Place, target: string): string | null {
  if (here.layer === 'verifier')
    return there.layer === 'verifier' ? null : 'the verifier shares no code with what it judges';
  if (there.layer === 'contract') return here.layer === 'preload' ? 'the preload is alone' : null;
  if (here.layer === 'hosts') {
    if (there.layer === 'hosts') return wrongHost(here, there);
    const root = target === 'main/desk/desk.ts' && here.part === 'local';
    return root ? null : 'a host is a pipe; only the desk process starts a desk';
  }
  if (here.layer !== there.layer) return `${here.layer} does not see ${there.layer}`;
  if (here.layer === 'desk') return wrongArea(here, there, target);
  if (here.layer === 'renderer' && here.part === 'ui' && there.part !== 'ui')
    return 'plain widgets know no area';
  return null;
}

/** Doors see the local socket and what stands beside them; the terminal may open the browser door. */
function wrongHost(here: Place, there: Place): string | null {
  if (there.part === undefined || there.part === here.part) return null;
  if (here.part === undefined) return 'what all hosts share knows none of them';
  if (there.part === 'local' || (here.part === 'terminal' && there.part === 'browser')) return null;
  return `${here.part} does not see ${there.part}`;
}

function wrongArea(here: Place, there: Place, target: string): string | null {
  if (here.part === there.part) return null;
  if (there.part === undefined) return 'an area knows nothing of who puts it together';
  if (target !== `main/desk/${there.part}/${there.part}.ts`)
    return `others see ${there.part} through ${there.part}.ts alone`;
  const order: readonly string[] = areas;
  const later = here.part !== undefined && order.indexOf(here.part) < order.indexOf(there.part);
  return later ? `${here.part} comes before ${there.part}` : null;
}
