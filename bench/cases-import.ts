import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { inWorker } from '../main/desk/cases/cases.ts';
import { openDesk } from '../tests/cases/desks.ts';

/**
 * One desk that imports one bundle and nothing else, in a process of its own, as `bench/cases.ts`
 * starts it: FILE IDENTITY-FILE. Prints one line of JSON: what came of it, the most memory that
 * the process ever held, the longest time that its desk thread stood still, and how long it stands
 * still when the case is opened afterwards.
 */
const [file = '', identityFile = ''] = process.argv.slice(2);
const identity = readFileSync(identityFile, 'utf8');
const desk = openDesk('bench-import', inWorker);
const upload = desk.uploadFile(file);

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const begun = performance.now();
let outcome: string;
let joinedCase: string | null = null;
try {
  const { joined } = await desk.cases.bundles.import(desk.me, { upload, identity });
  joinedCase = joined.case;
  outcome = `joined ${joined.added} entries and ${joined.attachments} attachments`;
} catch (error) {
  outcome = error instanceof Error ? error.message : String(error);
}
const seconds = (performance.now() - begun) / 1000;
// The last standstill is seen only by a timer that comes after it.
await setTimeout(50);
delay.disable();
const opening = performance.now();
if (joinedCase !== null) desk.cases.show({ id: joinedCase });
const showMs = performance.now() - opening;
desk.close();
/** MiB. What `resourceUsage` says begins with what the parent held: the kernel's own mark does not. */
function mostMemory(): number {
  const told = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(told) / 1024;
}

console.log(
  JSON.stringify({
    outcome,
    seconds,
    mib: mostMemory(),
    standstillMs: delay.max / 1e6,
    showMs,
  }),
);
