import type { Answering } from './answering.ts';

/** Answers what is asked of adjustments, their rules and the outbox. */
export function answerAdjustments({ os, posted, areas }: Answering) {
  const { adjustments } = areas;
  return {
    adjustments: {
      preview: os.adjustments.preview.handler(({ input, context }) =>
        adjustments.preview(context.caller, input),
      ),
      propose: os.adjustments.propose.handler(
        posted(['adjustments', 'propose'], adjustments.propose),
      ),
      approve: os.adjustments.approve.handler(
        posted(['adjustments', 'approve'], adjustments.approve),
      ),
      reject: os.adjustments.reject.handler(posted(['adjustments', 'reject'], adjustments.reject)),
      decideMany: os.adjustments.decideMany.handler(({ input, context }) =>
        adjustments.decideMany(context.caller, input),
      ),
      reverse: os.adjustments.reverse.handler(
        posted(['adjustments', 'reverse'], adjustments.reverse),
      ),
      list: os.adjustments.list.handler(({ input }) => adjustments.list(input)),
      show: os.adjustments.show.handler(({ input, context }) =>
        adjustments.show(context.caller, input),
      ),
      limits: os.adjustments.limits.handler(() => adjustments.limits()),
      setLimit: os.adjustments.setLimit.handler(({ input, context }) =>
        adjustments.setLimit(context.caller, input),
      ),
      overtaken: os.adjustments.overtaken.handler(() => adjustments.overtaken()),
      reasons: os.adjustments.reasons.handler(() => adjustments.reasons()),
      setReason: os.adjustments.setReason.handler(({ input, context }) =>
        adjustments.setReason(context.caller, input),
      ),
      changes: os.adjustments.changes.handler(() => adjustments.changes()),
      declineChange: os.adjustments.declineChange.handler(({ input, context }) =>
        adjustments.declineChange(context.caller, input),
      ),
      rehearse: os.adjustments.rehearse.handler(({ input }) => adjustments.rehearse(input)),
      shift: os.adjustments.shift.handler(({ input }) => adjustments.shift(input)),
    },
    outbox: {
      state: os.outbox.state.handler(() => adjustments.outbox.state()),
      export: os.outbox.export.handler(({ input, context }) =>
        adjustments.outbox.export(context.caller, input),
      ),
      confirm: os.outbox.confirm.handler(({ input, context }) =>
        adjustments.outbox.confirm(context.caller, input),
      ),
      registerKey: os.outbox.registerKey.handler(({ input, context }) =>
        adjustments.outbox.registerKey(context.caller, input),
      ),
      withdrawKey: os.outbox.withdrawKey.handler(({ input, context }) =>
        adjustments.outbox.withdrawKey(context.caller, input),
      ),
    },
  };
}
