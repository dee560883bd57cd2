import type { DeskClient } from '../../contract/contract.ts';
import { refusalCodes } from '../../contract/errors.ts';
import type { Call, Reply } from './suite.ts';

/**
 * Makes a client answer to a path in the contract, as the suite asks. A stream is read to its
 * end and gives its last item; a refusal comes back in its three parts.
 */
export function callOf(client: DeskClient): Call {
  return async (path, input) => {
    try {
      const procedure = path
        .split('.')
        .reduce<unknown>((at, name) => Reflect.get(Object(at), name), client);
      if (typeof procedure !== 'function') throw new Error(`no ${path}`);
      const answer: unknown = await procedure(input);
      return { ok: isStream(answer) ? await lastOf(answer) : answer };
    } catch (error) {
      return { error: partsOf(error) };
    }
  };
}

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function lastOf(items: AsyncIterable<unknown>): Promise<unknown> {
  let last: unknown = null;
  for await (const item of items) last = item;
  return last;
}

function partsOf(error: unknown): Extract<Reply, { error: unknown }>['error'] {
  if (!(error instanceof Error)) return { code: 'NONE', message: String(error), next: '' };
  const { code, data } = error as Error & { code?: unknown; data?: { next?: unknown } };
  return {
    // An unknown path is answered by oRPC itself, before any procedure.
    code: refusalCodes.find((known) => known === code) ?? String(code),
    message: error.message,
    next: String(data?.next ?? 'none at all'),
  };
}
