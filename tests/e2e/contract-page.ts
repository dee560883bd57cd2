import { createORPCClient } from '@orpc/client';
import type { DeskClient } from '../../contract/contract.ts';
import { openPipe } from '../../renderer/app/pipe.ts';
import { callOf } from '../contract/calls.ts';
import type { Reply } from '../contract/suite.ts';

/**
 * Runs in the page, before its own scripts: opens the page's own kind of pipe, and lets the test
 * make calls through it. The page itself is kept from taking the one port there is.
 */
declare global {
  interface Window {
    contractCall(path: string, input: unknown): Promise<Reply>;
  }
}

window.addEventListener('message', (event) => {
  if (event.data === 'desk-port') event.stopImmediatePropagation();
});

let client: Promise<DeskClient> | null = null;

window.contractCall = async (path, input) => {
  client ??= openPipe().then((pipe) => createORPCClient<DeskClient>(pipe.link));
  return callOf(await client)(path, input);
};
