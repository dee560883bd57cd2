import type { Answering } from './answering.ts';

/** Answers what is asked of scam sellers, flags and watch lists. */
export function answerSellers({ os, streamed, areas }: Answering) {
  const { sellers } = areas;
  return {
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
    watched: os.sellers.watched.handler(({ input }) => sellers.watch.touching(input)),
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
  };
}
