import { setFlagsFromString } from 'node:v8';

/** Calls of WebAssembly before V8 compiles a wrapper for them: more than there ever are. */
export const steadyFlag = '--wasm-wrapper-tiering-budget=1000000000';

/**
 * For a process before it starts threads of its own. Node's loader is WebAssembly in each thread. V8
 * compiles wrappers for what it calls often and throws those away that it has twice; where several
 * threads do so, that aborts the process now and then (Node 24.21: `Check failed:
 * jit_page.has_value()`, in `FreeDeadCode` under `Runtime_TierUpWasmToJSWrapper`; reports of its
 * kind: github.com/nodejs/node/issues/64500). What is never compiled is never thrown away.
 */
export function keepThreadsSteady(): void {
  setFlagsFromString(steadyFlag);
}
