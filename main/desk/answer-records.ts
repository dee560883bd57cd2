import type { Answering } from './answering.ts';
import { hiddenFrom, maskOfRows } from './shown.ts';
import { mappableTables } from './records/records.ts';
import { runImport } from './imports.ts';

/** Answers what is asked of records, their lists, imports and the watched folder. */
export function answerRecords({ os, areas, streamed, watching }: Answering) {
  const { lists, records } = areas;
  return {
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
      rejects: os.records.rejects.handler(({ input, context: { caller } }) =>
        records.rejects.csv(input, maskOfRows(caller)),
      ),
      firstRejects: os.records.firstRejects.handler(({ input }) => records.rejects.first(input)),
      rejectedRows: os.records.rejectedRows.handler(({ input }) => records.rejects.toMend(input)),
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
      list: os.drops.list.handler(() => watching.state()),
      watch: os.drops.watch.handler(({ input, context }) => watching.watch(context.caller, input)),
      take: os.drops.take.handler(({ input, context, signal }) =>
        streamed(watching.take(context.caller, input.id, signal)),
      ),
      leave: os.drops.leave.handler(({ input, context }) =>
        watching.leave(context.caller, input.id),
      ),
    },
  };
}
