import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { electronPath, fetchElectron, noWindow } from './electron.mjs';
import { deskEnv, deskNode, ensureInstalled } from './ground.mjs';
import { asProgram, isMain, root, run, Stop, stay } from './running.mjs';

const usage = `npm start -- [options]
  --workspace DIR  the folder of the records; else RECHARGE_DESK_HOME, else your data folder
  --browser        the browser door, also where a window could be opened
  --port N         the port of the browser door; else a free one
  --no-open        the browser door, without opening a browser`;

const terminal = path.join(root, 'scripts', 'desk.mjs');

async function main() {
  const options = readOptions();
  if (options.help) {
    console.log(usage);
    return 0;
  }
  await ensureInstalled();
  await ensureBuilt();
  const workspace = await workspaceFolder(options.workspace);
  await ensureWorkspace(workspace);
  return openDoor(workspace, options);
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        workspace: { type: 'string' },
        browser: { type: 'boolean', default: false },
        port: { type: 'string' },
        'no-open': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new Stop(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

/**
 * The folder that the terminal door would take too.
 * @param {string | undefined} named
 */
async function workspaceFolder(named = process.env.RECHARGE_DESK_HOME) {
  if (named) return path.resolve(named.replace(/^~(?=$|[/\\])/, homedir()));
  const module = createRequire(import.meta.url).resolve('env-paths');
  const { default: envPaths } = await import(pathToFileURL(module).href);
  return envPaths('recharge-desk', { suffix: '' }).data;
}

/**
 * Makes the demo workspace on first use, and prints who can sign in. The mark, beside the folder,
 * tells of a start that was broken off in the middle.
 * @param {string} workspace
 */
async function ensureWorkspace(workspace) {
  const mark = `${workspace}.not-finished`;
  if (existsSync(path.join(workspace, 'desk.db')) && !existsSync(mark)) return;
  console.error(`Making the demo workspace in ${workspace}`);
  mkdirSync(path.dirname(mark), { recursive: true });
  writeFileSync(mark, '');
  const asked = ['init', '--demo', '--json', '--workspace', workspace];
  const { output } = await run(deskNode(), [terminal, ...asked], {
    env: deskEnv(),
    keep: 'stdout',
  });
  const made = readAnswer(output);
  if (made.error)
    throw new Stop(
      `${made.error.message} ${made.error.next}\nThe demo workspace was not made. If an earlier start was broken off, delete ${workspace} and run npm start again.`,
    );
  rmSync(mark, { force: true });
  console.log(firstSignIn(made));
}

/**
 * @typedef {{ user: string, role: string, password: string }} SignIn
 * @param {string} output
 * @returns {{ staff?: SignIn[], recovery_code?: string, error?: { message: string, next: string } }}
 */
function readAnswer(output) {
  try {
    return JSON.parse(output);
  } catch {
    return { error: { message: 'The terminal door gave no answer.', next: 'See above.' } };
  }
}

/** @param {{ staff?: SignIn[], recovery_code?: string }} made */
function firstSignIn({ staff = [], recovery_code }) {
  const wide = (/** @type {keyof SignIn} */ key) =>
    Math.max(...staff.map((one) => one[key].length));
  const [user, role] = [wide('user'), wide('role')];
  const lines = staff.map(
    (one) => `  ${one.user.padEnd(user)}  ${one.role.padEnd(role)}  ${one.password}`,
  );
  return [
    'Sign in as one of these people of the demo:',
    ...lines,
    ...(recovery_code ? [`Recovery code, kept nowhere else: ${recovery_code}`] : []),
  ].join('\n');
}

/**
 * Opens the desktop window where that can be, else the browser door after saying why not.
 * @param {string} workspace
 * @param {ReturnType<typeof readOptions>} options
 */
async function openDoor(workspace, options) {
  const env = deskEnv();
  if (!options.browser && !options['no-open']) {
    const no = noWindow({ platform: process.platform, env, uid: process.getuid?.() });
    const electron = no ? null : (electronPath() ?? (await fetchElectron()));
    if (electron) return stay(electron, [root, '--workspace', workspace], env);
    console.error(
      `The browser door opens instead of a desktop window: ${no ?? 'the Electron runtime is not here and could not be fetched'}.`,
    );
  }
  const port = options.port ? ['--port', options.port] : [];
  const quiet = options['no-open'] ? ['--no-open'] : [];
  return stay(deskNode(), [terminal, 'serve', '--workspace', workspace, ...port, ...quiet], env);
}

if (isMain(import.meta.url)) await asProgram(main);
