import type { Answering } from './answering.ts';
import { maskedLines } from './shown.ts';

/** Answers what is asked of verdicts, sweeps and codes. */
export function answerDiagnosis({ os, streamed, areas }: Answering) {
  const { diagnosis } = areas;
  return {
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
  };
}
