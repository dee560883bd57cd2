import { parseArgs } from 'node:util';
import { Refusal } from '../../../contract/errors.ts';
import { connectDesk } from '../local/connect.ts';
import { runBrowserDoor } from './run.ts';

/** The browser door as a program of its own: `main.ts --workspace DIR [--port N] [--no-open]`. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      workspace: { type: 'string' },
      port: { type: 'string', default: '0' },
      'no-open': { type: 'boolean', default: false },
    },
  });
  await runBrowserDoor({
    workspace: values.workspace ?? '.',
    port: Number(values.port),
    connect: connectDesk,
    open: !values['no-open'],
    say: (url) =>
      console.log(
        `\nOpen ${url}\n(works once, within ten minutes; Enter gives a new one, Ctrl-C ends)`,
      ),
    log: (sentence) => console.error(sentence),
  });
}

try {
  await main();
} catch (error) {
  const known = error instanceof Refusal;
  console.error(known ? `${error.message} ${error.next}` : String(error));
  process.exitCode = 1;
}
