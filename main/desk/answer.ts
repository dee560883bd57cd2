import { version } from '../../contract/version.ts';
import type { Restored } from '../../contract/workspace.ts';
import { answerAdjustments } from './answer-adjustments.ts';
import { answerCases } from './answer-cases.ts';
import { answerDiagnosis } from './answer-diagnosis.ts';
import { answerRecords } from './answer-records.ts';
import { answerSellers } from './answer-sellers.ts';
import { answerStaff } from './answer-staff.ts';
import { type AnsweringDeps, createAnswering } from './answering.ts';
import type { Caller } from './audit/audit.ts';
import { makeBackup, type RestoreInput } from './backups.ts';
import { begin } from './begin.ts';
import { explain } from './explain.ts';
import { watched } from './progress-stream.ts';
import { pieces } from './shown.ts';

/**
 * The one place that answers the contract: who is asking, may they, is the input well-formed,
 * then the area. Areas hold the rules; nothing here decides.
 */
export function answer(
  deps: AnsweringDeps,
  restore: (caller: Caller, input: RestoreInput) => Promise<Restored>,
) {
  const answering = createAnswering(deps);
  const { os, areas, streamed, running } = answering;
  const { staff, audit } = areas;
  const router = os.router({
    workspace: {
      status: os.workspace.status.handler(() => {
        const demo = staff.demoSignIns();
        return { version, ready: staff.begun(), demo: demo.length > 0 ? { staff: demo } : null };
      }),
      create: os.workspace.create.handler(({ input, context, signal }) =>
        streamed(begin(areas, context.caller, input, signal)),
      ),
      backup: os.workspace.backup.handler(({ input, context }) =>
        makeBackup(areas, context.caller, input),
      ),
      restore: os.workspace.restore.handler(({ input, context }) => restore(context.caller, input)),
    },
    staff: answerStaff(answering),
    audit: {
      list: os.audit.list.handler(({ input }) => audit.list(input)),
      verify: os.audit.verify.handler(({ input }) => audit.verify(input)),
      verifying: os.audit.verifying.handler(({ input }) =>
        streamed(
          watched((tell: (progress: { rows: number; of: number }) => void) =>
            audit.verify(input, (rows, of) => tell({ rows, of })),
          ),
        ),
      ),
      export: os.audit.export.handler(({ context }) =>
        streamed(pieces(audit.exportLines(context.caller))),
      ),
      explain: os.audit.explain.handler(({ input, context }) =>
        explain(areas, context.caller, input.object),
      ),
      anchor: os.audit.anchor.handler(({ context }) => audit.anchor(context.caller)),
      keyState: os.audit.keyState.handler(() => areas.guarding.state()),
      unlockKey: os.audit.unlockKey.handler(({ input, context }) =>
        areas.guarding.unlock(context.caller, input),
      ),
      protectKey: os.audit.protectKey.handler(({ input, context }) =>
        areas.guarding.protect(context.caller, input),
      ),
      releaseKey: os.audit.releaseKey.handler(({ input, context }) =>
        areas.guarding.release(context.caller, input),
      ),
      replaceKey: os.audit.replaceKey.handler(({ input, context }) =>
        areas.guarding.replace(context.caller, input),
      ),
      replaceLostKey: os.audit.replaceLostKey.handler(({ input, context }) =>
        areas.guarding.replaceLost(context.caller, input),
      ),
      declineLostKey: os.audit.declineLostKey.handler(({ context }) =>
        areas.guarding.declineLost(context.caller),
      ),
      keepKey: os.audit.keepKey.handler(({ input, context }) =>
        areas.guarding.keep(context.caller, input),
      ),
    },
    ...answerRecords(answering),
    diagnosis: answerDiagnosis(answering),
    ...answerAdjustments(answering),
    sellers: answerSellers(answering),
    ...answerCases(answering),
  });
  return { router, running };
}
