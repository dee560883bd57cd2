import { implement, type ImplementerInternalWithMiddlewares, ORPCError } from '@orpc/server';
import { contract } from '../../contract/contract.ts';
import { type RefusalCode, refusalCodes } from '../../contract/errors.ts';
import type { Caller } from './audit/audit.ts';
import type { Areas, CallContext, Connection } from './desk.ts';
import { objectionTo, policyAt, type Standing, toWireError } from './guard.ts';
import type { Leaving } from './leaving.ts';
import { seen, shows } from './shown.ts';
import type { Watching } from './watched-folder.ts';

export interface AnsweringDeps {
  readonly areas: Areas;
  readonly callerOf: (connection: Connection) => { caller: Caller; standing: Standing };
  readonly watching: Watching;
  readonly leaving: Leaving;
}

/** What the guard found out of a call, for whoever answers it. */
export interface Guarded {
  readonly caller: Caller;
  readonly token: string;
}

export interface Answering extends Pick<AnsweringDeps, 'areas' | 'watching'> {
  /** The contract with the guard before each procedure. */
  readonly os: ImplementerInternalWithMiddlewares<
    typeof contract,
    CallContext & Record<never, never>,
    CallContext & Guarded
  >;
  /** Counts long work and turns what it throws on its way into refusals that cross the door. */
  streamed<T>(items: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T>;
  /**
   * A post, made durable together with those that wait beside it. Between the asking and its turn
   * somebody may have been disabled, locked or given another role: the guard looks once more.
   */
  posted<I, T>(
    path: readonly [string, string],
    post: (caller: Caller, input: I) => T,
  ): (call: { input: I; context: CallContext }) => Promise<T>;
  /** How much long work is under way. */
  running(): number;
}

/**
 * What stands in front of every answer: who is asking and may they, refusals written down, answers
 * masked for their reader. `os` carries it to each procedure of the contract.
 */
export function createAnswering(deps: AnsweringDeps): Answering {
  const { areas, callerOf, watching, leaving } = deps;
  let running = 0;
  const report = (error: unknown) => console.error(error);

  async function* streamed<T>(items: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
    running += 1;
    try {
      yield* items;
    } catch (error) {
      throw toWireError(error, report);
    } finally {
      running -= 1;
    }
  }

  const posted = <I, T>(
    path: readonly [string, string],
    post: (caller: Caller, input: I) => T,
  ): ((call: { input: I; context: CallContext }) => Promise<T>) => {
    return ({ input, context }) =>
      areas.commits.together(() => {
        const { caller, standing } = callerOf(context.connection);
        const objection = objectionTo(path, caller, standing);
        if (objection) throw objection;
        return post(caller, input);
      });
  };

  const os = implement(contract)
    .$context<CallContext>()
    .use(async ({ context, path, next }) => {
      const { caller, standing } = callerOf(context.connection);
      const refused = (code: RefusalCode) => areas.staff.auditRefusal(caller, path.join('.'), code);
      const objection = objectionTo(path, caller, standing);
      if (objection) {
        // Before a command could begin: it wrote nothing, not even one that writes its own rows.
        if (policyAt(path)?.audited !== false || objection.code === 'FORBIDDEN')
          refused(objection.code);
        throw toWireError(objection, report);
      }
      try {
        const own = { caller, token: context.connection.token ?? '' };
        const result = await leaving.during(async () => next({ context: own }));
        return shows.has(path[0] ?? '') && !policyAt(path)?.whole
          ? { ...result, output: seen(result.output, caller) }
          : result;
      } catch (error) {
        const told = toWireError(error, report);
        const code = refusalCodes.find((known) => told instanceof ORPCError && told.code === known);
        if (code && policyAt(path)?.audited === true) refused(code);
        throw told;
      }
    });

  return { os, areas, watching, streamed, posted, running: () => running };
}
