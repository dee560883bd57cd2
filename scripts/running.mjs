import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that the project lies in. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Something that the person at the terminal has to put right; its message is all they see. */
export class Stop extends Error {}

/**
 * Runs a program to its end, with this terminal unless told otherwise.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, keep?: 'none' | 'stdout' | 'all', timeoutMs?: number }} [options]
 *   what to keep of what it says, instead of showing it
 * @returns {Promise<{ code: number, output: string }>} code 1 also for one that was killed or is not there
 */
export function run(command, args, { env = process.env, keep = 'none', timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      stdio: [
        keep === 'all' ? 'ignore' : 'inherit',
        keep === 'none' ? 'inherit' : 'pipe',
        keep === 'all' ? 'pipe' : 'inherit',
      ],
      ...(timeoutMs ? { timeout: timeoutMs } : {}),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (piece) => {
        output += piece;
      });
    child.once('error', (error) => resolve({ code: 1, output: output + error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Runs a program in this one's place until it ends. Ctrl-C reaches it by itself, and it ends in
 * order; a request to end is passed on.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} its exit code; 1 for one that was killed or is not there
 */
export function stay(command, args, env) {
  const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' });
  process.on('SIGINT', () => {});
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  // npm that is told to end takes its shell along and forgets what runs in it.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event && process.ppid !== parent) child.kill('SIGTERM');
  }, 500);
  return new Promise((resolve) => {
    const end = (/** @type {number} */ code) => {
      clearInterval(watch);
      resolve(code);
    };
    child.once('error', (error) => {
      console.error(error.message);
      end(1);
    });
    child.once('close', (code) => end(code ?? 1));
  });
}

/**
 * Names a long step on standard error, counts its seconds, and stops with what it said where it fails.
 * @param {string} title
 * @param {() => Promise<{ code: number, output: string }>} work
 */
export async function step(title, work) {
  const since = performance.now();
  const seconds = () => (performance.now() - since) / 1000;
  const alive = process.stderr.isTTY
    ? setInterval(() => process.stderr.write(`\r${title} … ${seconds().toFixed(0)} s `), 500)
    : undefined;
  if (process.stderr.isTTY) process.stderr.write(`${title} …`);
  else process.stderr.write(`${title} …\n`);
  const result = await work();
  clearInterval(alive);
  const end = result.code === 0 ? 'done' : 'failed';
  const back = process.stderr.isTTY ? '\r' : '';
  process.stderr.write(`${back}${title} … ${end} in ${seconds().toFixed(1)} s\n`);
  if (result.code !== 0) throw new Stop(`${beginning(result.output)}\n${title} failed.`.trim());
  return result;
}

/**
 * Tools say first what is wrong, and then much else.
 * @param {string} output
 */
function beginning(output) {
  const lines = output.trim().split('\n');
  return lines.length > 20 ? [...lines.slice(0, 20), '…'].join('\n') : lines.join('\n');
}

/**
 * Runs a script's main function and exits with its code. A Stop is told in its own words.
 * @param {() => Promise<number>} main
 */
export async function asProgram(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof Stop) console.error(error.message);
    else if (process.env.RECHARGE_DESK_DEBUG) console.error(error);
    else console.error(`This went wrong: ${error instanceof Error ? error.message : error}`);
  }
}

/**
 * True where the module is the script that was started, not one that was imported.
 * @param {string} url
 */
export function isMain(url) {
  return process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(url);
}
