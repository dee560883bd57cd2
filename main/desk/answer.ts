import { implement, ORPCError } from '@orpc/server';
import { contract } from '../../contract/contract.ts';
import { objectionTo, policyAt, type Standing, toWireError } from './guard.ts';
import type { Caller } from './audit/audit.ts';
import { type RefusalCode, refusalCodes, refuse } from '../../contract/errors.ts';
import { version } from '../../contract/version.ts';
import { makeBackup, type RestoreInput } from './backups.ts';
import { begin } from './begin.ts';
import type { Restored } from '../../contract/workspace.ts';
import type { Areas, CallContext, Connection } from './desk.ts';
import { explain } from './explain.ts';
import { runImport } from './imports.ts';
import type { Leaving } from './leaving.ts';
import { mappableTables } from './records/records.ts';
import { hiddenFrom, maskedLines, pieces, seen, shows } from './shown.ts';
import { watched } from './progress-stream.ts';
import type { Watching } from './watched-folder.ts';

/**
 * The one place that answers the contract: who is asking, may they, is the input well-formed,
 * then the area. Areas hold the rules; nothing here decides.
 */
export function answer(
  areas: Areas,
  callerOf: (connection: Connection) => { caller: Caller; standing: Standing },
  whole: {
    restore(caller: Caller, input: RestoreInput): Promise<Restored>;
    readonly watching: Watching;
    readonly leaving: Leaving;
  },
) {
  const { staff, lists, records, diagnosis, adjustments, sellers, cases, audit } = areas;
  let running = 0;
  const report = (error: unknown) => console.error(error);

  /** Counts long work and turns what it throws on its way into refusals that cross the door. */
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

  /**
   * A post, made durable together with those that wait beside it. Between the asking and its turn
   * somebody may have been disabled, locked or given another role: the guard looks once more.
   */
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
      const refused = (code: RefusalCode) => staff.auditRefusal(caller, path.join('.'), code);
      const objection = objectionTo(path, caller, standing);
      if (objection) {
        // Before a command could begin: it wrote nothing, not even one that writes its own rows.
        if (policyAt(path)?.audited !== false || objection.code === 'FORBIDDEN')
          refused(objection.code);
        throw toWireError(objection, report);
      }
      try {
        const own = { caller, token: context.connection.token ?? '' };
        const result = await whole.leaving.during(async () => next({ context: own }));
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
      restore: os.workspace.restore.handler(({ input, context }) =>
        whole.restore(context.caller, input),
      ),
    },
    staff: {
      signIn: os.staff.signIn.handler(async ({ input, context }) => {
        const session = await staff.signIn(context.caller, input);
        context.connection.token = session.token;
        return session;
      }),
      resume: os.staff.resume.handler(({ input, context: { connection } }) => {
        const signedIn = staff.signedIn(input.token, connection.door);
        if (!signedIn)
          throw refuse('SIGNED_OUT', 'This sign-in has ended.', 'Sign in with name and password.');
        connection.token = input.token;
        const { user, role, locked } = signedIn;
        return { token: input.token, user, role, locked };
      }),
      signOut: os.staff.signOut.handler(({ context }) => {
        if (context.connection.token !== null)
          staff.signOut(context.caller, context.connection.token);
        context.connection.token = null;
        return {};
      }),
      me: os.staff.me.handler(({ context: { caller } }) => {
        if (caller.role === 'nobody' || caller.role === 'desk')
          throw refuse('SIGNED_OUT', 'Nobody is signed in.', 'Sign in first.');
        return { user: caller.user, role: caller.role };
      }),
      present: os.staff.present.handler(({ context }) => {
        staff.present(context.token);
        return {};
      }),
      lock: os.staff.lock.handler(({ context }) => {
        staff.lock(context.caller, context.token);
        return {};
      }),
      unlock: os.staff.unlock.handler(({ input, context }) =>
        staff.unlock(context.caller, context.token, input.password),
      ),
      changePassword: os.staff.changePassword.handler(async ({ input, context }) => {
        await staff.changePassword(context.caller, context.token, input);
        return {};
      }),
      resetPassword: os.staff.resetPassword.handler(({ input, context }) =>
        staff.resetPassword(context.caller, input),
      ),
      release: os.staff.release.handler(({ input, context }) =>
        staff.release(context.caller, input),
      ),
      recover: os.staff.recover.handler(({ input, context }) =>
        staff.recover(context.caller, input),
      ),
      list: os.staff.list.handler(() => staff.list()),
      add: os.staff.add.handler(({ input, context }) => staff.add(context.caller, input)),
      setRole: os.staff.setRole.handler(({ input, context }) =>
        staff.setRole(context.caller, input),
      ),
      declineRole: os.staff.declineRole.handler(({ input, context }) =>
        staff.declineRole(context.caller, input),
      ),
      disable: os.staff.disable.handler(({ input, context }) =>
        staff.disable(context.caller, input),
      ),
    },
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
      keepKey: os.audit.keepKey.handler(({ input, context }) =>
        areas.guarding.keep(context.caller, input),
      ),
    },
    records: {
      search: os.records.search.handler(({ input, context: { caller } }) =>
        records.search(input, hiddenFrom(caller)),
      ),
      show: os.records.show.handler(({ input }) => records.show(input)),
      recharge: os.records.recharge.handler(({ input }) => records.recharge(input)),
      account: os.records.account.handler(({ input }) => records.account(input)),
      tickets: os.records.tickets.handler(({ input }) => records.tickets(input)),
      reveal: os.records.reveal.handler(({ input, context }) =>
        areas.reveal(context.caller, input),
      ),
      lists: os.records.lists.handler(({ context }) => lists.describe(context.caller)),
      rows: os.records.rows.handler(({ input, context, signal }) =>
        lists.rows(context.caller, input, signal),
      ),
      reading: os.records.reading.handler(() => lists.reading()),
      facets: os.records.facets.handler(({ input, context, signal }) =>
        lists.facets(context.caller, input, signal),
      ),
      frequency: os.records.frequency.handler(({ input, context, signal }) =>
        lists.frequency(context.caller, input, signal),
      ),
      exportRows: os.records.exportRows.handler(({ input, context, signal }) =>
        streamed(lists.exportRows(context.caller, input, signal)),
      ),
      views: os.records.views.handler(({ input, context }) =>
        lists.views.of(context.caller.user, input.list),
      ),
      saveView: os.records.saveView.handler(({ input, context }) =>
        lists.views.save(context.caller.user, input),
      ),
      removeView: os.records.removeView.handler(({ input, context }) => {
        lists.views.remove(context.caller.user, input.view);
        return {};
      }),
      standing: os.records.standing.handler(({ input, context }) =>
        lists.views.standing(context.caller.user, input.list),
      ),
      lastList: os.records.lastList.handler(({ context }) => ({
        list: lists.views.last(context.caller.user),
      })),
      keepStanding: os.records.keepStanding.handler(({ input, context }) => {
        lists.views.keepStanding(context.caller.user, input.list, input.standing);
        return {};
      }),
      coverage: os.records.coverage.handler(() => records.coverage()),
      runs: os.records.runs.handler(() => records.runs()),
      rejects: os.records.rejects.handler(({ input }) => records.rejects.csv(input)),
      firstRejects: os.records.firstRejects.handler(({ input }) => records.rejects.first(input)),
      importDrop: os.records.importDrop.handler(({ input, context, signal }) =>
        streamed(runImport(areas, context.caller, input, signal)),
      ),
      mappable: os.records.mappable.handler(() => mappableTables()),
      mappings: os.records.mappings.handler(() => areas.mappings.all()),
      saveMapping: os.records.saveMapping.handler(({ input, context }) =>
        areas.mappings.save(context.caller, input),
      ),
      sourceAccounts: os.records.sourceAccounts.handler(() => areas.accounts.kept()),
      setSourceAccounts: os.records.setSourceAccounts.handler(({ input, context }) =>
        areas.accounts.set(context.caller, input),
      ),
      uploadBegin: os.records.uploadBegin.handler(() => records.uploadBegin()),
      uploadPiece: os.records.uploadPiece.handler(({ input }) => records.uploadPiece(input)),
    },
    drops: {
      list: os.drops.list.handler(() => whole.watching.state()),
      watch: os.drops.watch.handler(({ input, context }) =>
        whole.watching.watch(context.caller, input),
      ),
      take: os.drops.take.handler(({ input, context, signal }) =>
        streamed(whole.watching.take(context.caller, input.id, signal)),
      ),
      leave: os.drops.leave.handler(({ input, context }) =>
        whole.watching.leave(context.caller, input.id),
      ),
    },
    diagnosis: {
      diagnose: os.diagnosis.diagnose.handler(({ input }) => diagnosis.diagnose(input)),
      all: os.diagnosis.all.handler(({ context, signal }) =>
        streamed(maskedLines(diagnosis.all(signal), context.caller)),
      ),
      answer: os.diagnosis.answer.handler(({ input, context }) =>
        diagnosis.answer(context.caller, input),
      ),
      reply: os.diagnosis.reply.handler(({ input }) => diagnosis.reply(input)),
      questions: os.diagnosis.questions.handler(({ input }) => diagnosis.questions(input)),
      sweep: os.diagnosis.sweep.handler(({ context, signal }) =>
        streamed(diagnosis.sweep(context.caller, signal)),
      ),
      swept: os.diagnosis.swept.handler(() => diagnosis.swept()),
      findings: os.diagnosis.findings.handler(({ input }) => diagnosis.findings(input)),
      deadlines: os.diagnosis.deadlines.handler(() => diagnosis.deadlines()),
      overview: os.diagnosis.overview.handler(() => diagnosis.overview()),
      failing: os.diagnosis.failing.handler(({ input }) => diagnosis.failing(input)),
      similar: os.diagnosis.similar.handler(({ input }) => diagnosis.similar(input)),
      incidents: os.diagnosis.incidents.handler(() => diagnosis.incidents()),
      setIncident: os.diagnosis.setIncident.handler(({ input, context }) =>
        diagnosis.setIncident(context.caller, input),
      ),
      codes: os.diagnosis.codes.handler(() => diagnosis.codes()),
      setCode: os.diagnosis.setCode.handler(({ input, context }) =>
        diagnosis.setCode(context.caller, input),
      ),
      balance: os.diagnosis.balance.handler(({ input }) => diagnosis.balance(input)),
      keep: os.diagnosis.keep.handler(({ input, context }) =>
        diagnosis.keepNow(context.caller, input),
      ),
      kept: os.diagnosis.kept.handler(({ input }) => diagnosis.kept(input)),
      replay: os.diagnosis.replay.handler(({ input }) => diagnosis.replay(input)),
    },
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
    sellers: {
      list: os.sellers.list.handler(({ input }) => sellers.list(input?.filter)),
      show: os.sellers.show.handler(({ input, context }) => sellers.show(context.caller, input.id)),
      rings: os.sellers.rings.handler(() => sellers.rings()),
      ring: os.sellers.ring.handler(({ input }) => sellers.ring(input.id)),
      refresh: os.sellers.refresh.handler(() => streamed(sellers.refresh())),
      around: os.sellers.around.handler(({ input }) => sellers.around(input)),
      path: os.sellers.path.handler(({ input }) => sellers.path(input)),
      blast: os.sellers.blast.handler(({ input }) => sellers.blast(input.id)),
      flag: os.sellers.flag.handler(({ input, context }) => sellers.flag(context.caller, input)),
      confirm: os.sellers.confirm.handler(({ input, context }) =>
        sellers.confirm(context.caller, input),
      ),
      reject: os.sellers.reject.handler(({ input, context }) =>
        sellers.reject(context.caller, input),
      ),
      withdraw: os.sellers.withdraw.handler(({ input, context }) =>
        sellers.withdraw(context.caller, input),
      ),
      appeal: os.sellers.appeal.handler(({ input, context }) =>
        sellers.appeal(context.caller, input),
      ),
      flags: os.sellers.flags.handler(({ input, context }) =>
        sellers.flags(context.caller, input.state ?? null),
      ),
      touching: os.sellers.touching.handler(({ input }) => sellers.touching(input)),
      next: os.sellers.next.handler(({ input, context }) => sellers.next(context.caller, input)),
      release: os.sellers.release.handler(({ input, context }) => {
        sellers.release(context.caller, input.id);
        return {};
      }),
      setAside: os.sellers.setAside.handler(({ input, context }) =>
        sellers.setAside(context.caller, input),
      ),
      snooze: os.sellers.snooze.handler(({ input, context }) =>
        sellers.snooze(context.caller, input),
      ),
      undo: os.sellers.undo.handler(({ input, context }) => {
        sellers.undo(context.caller, input.act);
        return {};
      }),
      statistics: os.sellers.statistics.handler(() => sellers.statistics()),
      watchList: os.sellers.watchList.handler(() => sellers.watch.list()),
      watchAdd: os.sellers.watchAdd.handler(({ input, context }) =>
        sellers.watch.add(context.caller, input),
      ),
      watchEnd: os.sellers.watchEnd.handler(({ input, context }) =>
        sellers.watch.end(context.caller, input),
      ),
      watchExport: os.sellers.watchExport.handler(({ input, context }) =>
        sellers.watch.export(context.caller, input.form),
      ),
      watchImport: os.sellers.watchImport.handler(({ input, context }) =>
        sellers.watch.import(context.caller, input.text),
      ),
      rates: os.sellers.rates.handler(({ input }) => sellers.rates(input)),
      lackingRates: os.sellers.lackingRates.handler(() => sellers.lackingRates()),
      withdrawRate: os.sellers.withdrawRate.handler(({ input, context }) =>
        sellers.withdrawRate(context.caller, input),
      ),
      setRate: os.sellers.setRate.handler(({ input, context }) =>
        sellers.setRate(context.caller, input),
      ),
      collect: os.sellers.collect.handler(({ input, context }) =>
        sellers.collect(context.caller, input.id),
      ),
    },
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
  });
  return { router, running: () => running };
}
