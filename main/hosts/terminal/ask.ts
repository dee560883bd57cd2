import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { refuse } from '../../../contract/errors.ts';

/** Asks for one line on a terminal, the person at the keys. */
export type Ask = (question: string) => Promise<string>;

interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/**
 * Asks for what must not be seen: nothing that is typed is shown. Refuses BAD_INPUT where the
 * person broke it off.
 */
export function askHidden(
  question: string,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<string> {
  output.write(question);
  const nowhere = new Writable({ write: (_piece, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true });
  return new Promise((resolve, reject) => {
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('close', () => {
      output.write('\n');
      reject(refuse('BAD_INPUT', 'Nothing was given.', 'Run it again.'));
    });
  });
}

/** Asks the person at the keys; null where nobody is: in scripts, pipes and nightly runs. */
export function personAtKeys(): Ask | null {
  return process.stdin.isTTY && process.stderr.isTTY ? askHidden : null;
}
