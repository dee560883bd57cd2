import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openLog } from './log.ts';
import { type Anchor, verify } from './verify.ts';

const usage =
  'usage: verify-audit FILE [--anchor FILE] [--key FILE]\n' +
  'FILE is a desk.db or an exported audit; --key a file with the public key you trust (base64).\n';

/** Exit codes: the chain is whole, it is not, wrong use. */
const exit = { whole: 0, faulty: 1, misused: 2 } as const;

/** Checks one audit and prints the verdict as a line of JSON. Shares no code with the desk. */
function main(): number {
  let asked: ReturnType<typeof read>;
  try {
    asked = read();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return exit.misused;
  }
  const log = openLog(asked.file);
  try {
    const verdict = verify(log, asked);
    process.stdout.write(`${JSON.stringify(verdict)}\n`);
    return verdict.verdict === 'anchored' || verdict.verdict === 'unanchored'
      ? exit.whole
      : exit.faulty;
  } finally {
    log.close();
  }
}

function read() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { anchor: { type: 'string' }, key: { type: 'string' } },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Error('Name one file.');
  return {
    file,
    anchor:
      values.anchor === undefined
        ? null
        : (JSON.parse(readFileSync(values.anchor, 'utf8')) as Anchor),
    key: values.key === undefined ? null : readFileSync(values.key, 'utf8').trim(),
  };
}

process.exitCode = main();
