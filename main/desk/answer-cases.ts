import type { Answering } from './answering.ts';

/** Answers what is asked of cases, bundles and the work on tickets. */
export function answerCases({ os, areas }: Answering) {
  const { lists, cases } = areas;
  return {
    cases: {
      erase: os.cases.erase.handler(async ({ input, context }) => {
        const erased = cases.erase(context.caller, input);
        await lists.forget();
        return erased;
      }),
      retain: os.cases.retain.handler(({ input, context }) => cases.retain(context.caller, input)),
      create: os.cases.create.handler(({ input, context }) => cases.create(context.caller, input)),
      ofSeller: os.cases.ofSeller.handler(({ input, context }) =>
        cases.ofSeller(context.caller, input),
      ),
      ofRecord: os.cases.ofRecord.handler(({ input, context }) =>
        cases.ofRecord(context.caller, input),
      ),
      link: os.cases.link.handler(({ input, context }) => cases.link(context.caller, input)),
      add: os.cases.add.handler(({ input, context }) => cases.add(context.caller, input)),
      set: os.cases.set.handler(({ input, context }) => cases.set(context.caller, input)),
      close: os.cases.close.handler(({ input, context }) => cases.close(context.caller, input)),
      reopen: os.cases.reopen.handler(({ input, context }) => cases.reopen(context.caller, input)),
      absorb: os.cases.absorb.handler(({ input, context }) => cases.absorb(context.caller, input)),
      release: os.cases.release.handler(({ input, context }) =>
        cases.release(context.caller, input),
      ),
      attach: os.cases.attach.handler(({ input, context }) => cases.attach(context.caller, input)),
      step: os.cases.step.handler(({ input, context }) => cases.step(context.caller, input)),
      show: os.cases.show.handler(({ input }) => cases.show(input)),
      list: os.cases.list.handler(({ input }) => cases.list(input)),
      copied: os.cases.copied.handler(({ input }) => cases.copied(input)),
      attachment: os.cases.attachment.handler(({ input }) => cases.attachment(input)),
      timeline: os.cases.timeline.handler(({ input }) => cases.timeline(input)),
      replay: os.cases.replay.handler(({ input, context }) => cases.replay(context.caller, input)),
    },
    bundles: {
      recipient: os.bundles.recipient.handler(() => cases.bundles.recipient()),
      desks: os.bundles.desks.handler(() => cases.bundles.desks()),
      nameDesk: os.bundles.nameDesk.handler(({ input, context }) =>
        cases.bundles.nameDesk(context.caller, input),
      ),
      acceptKey: os.bundles.acceptKey.handler(({ input, context }) =>
        cases.bundles.acceptKey(context.caller, input),
      ),
      report: os.bundles.report.handler(({ input, context }) =>
        cases.bundles.report(context.caller, input),
      ),
      preview: os.bundles.preview.handler(({ input }) => cases.bundles.preview(input)),
      make: os.bundles.make.handler(({ input, context }) =>
        cases.bundles.make(context.caller, input),
      ),
      piece: os.bundles.piece.handler(({ input }) => cases.bundles.piece(input)),
      verify: os.bundles.verify.handler(({ input }) => cases.bundles.verify(input)),
      import: os.bundles.import.handler(({ input, context }) =>
        cases.bundles.import(context.caller, input),
      ),
    },
    tickets: {
      take: os.tickets.take.handler(({ input, context }) =>
        cases.tickets.take(context.caller, input),
      ),
      release: os.tickets.release.handler(({ input, context }) =>
        cases.tickets.release(context.caller, input),
      ),
      copyReply: os.tickets.copyReply.handler(({ input, context }) =>
        cases.tickets.copyReply(context.caller, input),
      ),
      markSent: os.tickets.markSent.handler(({ input, context }) =>
        cases.tickets.markSent(context.caller, input),
      ),
      close: os.tickets.close.handler(({ input, context }) =>
        cases.tickets.close(context.caller, input),
      ),
      reopen: os.tickets.reopen.handler(({ input, context }) =>
        cases.tickets.reopen(context.caller, input),
      ),
      saveReply: os.tickets.saveReply.handler(({ input, context }) =>
        cases.tickets.saveReply(context.caller, input),
      ),
      removeReply: os.tickets.removeReply.handler(({ input, context }) =>
        cases.tickets.removeReply(context.caller, input),
      ),
      queue: os.tickets.queue.handler(({ input, context }) =>
        cases.tickets.queue(context.caller, input),
      ),
      work: os.tickets.work.handler(({ input, context }) =>
        cases.tickets.work(context.caller, input),
      ),
      fill: os.tickets.fill.handler(({ input, context }) =>
        cases.tickets.fill(context.caller, input),
      ),
      saveDraft: os.tickets.saveDraft.handler(({ input, context }) =>
        cases.tickets.saveDraft(context.caller, input),
      ),
      saveView: os.tickets.saveView.handler(({ input, context }) =>
        cases.tickets.saveView(context.caller, input),
      ),
      removeView: os.tickets.removeView.handler(({ input, context }) =>
        cases.tickets.removeView(context.caller, input),
      ),
      views: os.tickets.views.handler(({ context }) => cases.tickets.views(context.caller)),
      replies: os.tickets.replies.handler(({ input }) => cases.tickets.replies(input)),
    },
  };
}
