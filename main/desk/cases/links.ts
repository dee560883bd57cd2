import type { CaseView, CopiedRecord, EntryBody } from '../../../contract/cases.ts';
import { Refusal } from '../../../contract/errors.ts';
import type { RecordKind } from '../../../contract/records.ts';
import { counted } from '../../../contract/say.ts';
import type { Caller } from '../audit/audit.ts';
import type { CaseDeps } from './cases.ts';
import type { Folded } from './fold.ts';
import { closedTo } from './rules.ts';
import type { Work } from './work.ts';

/** How much of a record's story is kept with it. */
const storyLength = 60;

/** Records in cases: each with the copy as it is at that moment. */
export function createLinks(deps: CaseDeps, work: Work) {
  /** A record as it is now, to be kept as it was then. Refuses NOT_FOUND. */
  const copyOf = (kind: RecordKind, id: string): { id: string; copied: CopiedRecord } => {
    const shown = deps.show({ kind, id });
    const verdict = kind === 'recharge' ? deps.verdictOf(shown.id) : null;
    return {
      id: shown.id,
      copied: {
        as_of: deps.copyAge().as_of,
        fields: shown.fields,
        timeline: shown.timeline
          .slice(-storyLength)
          .map(({ at, table, key, text }) => ({ at, table, key, text })),
        provenance: shown.provenance,
        verdict: verdict && {
          root_cause: verdict.root_cause,
          confidence: verdict.confidence,
          owner: verdict.owner,
          coins_owed: verdict.coins_owed,
          agent_text: verdict.agent_text,
        },
      },
    };
  };

  return {
    /** True where this copy holds the record. */
    isHere({ kind, id }: { kind: RecordKind; id: string }): boolean {
      try {
        deps.show({ kind, id });
        return true;
      } catch (error) {
        if (error instanceof Refusal && error.code === 'NOT_FOUND') return false;
        throw error;
      }
    },

    /**
     * What was given for the records of a case, as it stands now: adjustments that are not linked
     * yet, or have moved on since. They go along with a bundle, so that nobody gives it twice.
     */
    freshAdjustments(folded: Folded): EntryBody[] {
      const known = new Map(
        folded
          .of('link')
          .map(({ content }) => [nameOf(content.record), content.copied.fields.state]),
      );
      const recharges = folded
        .of('link')
        .flatMap(({ content: { record } }) => (record.kind === 'recharge' ? [record.id] : []));
      return deps
        .adjustmentsAbout(folded.id, recharges)
        .filter(({ id, state }) => known.get(nameOf({ kind: 'adjustment', id })) !== state)
        .map(({ id }) => {
          const { copied } = copyOf('adjustment', id);
          return { kind: 'link', record: { kind: 'adjustment', id }, copied };
        });
    },

    /** Links records; one that stands in the case already stays as it was. Refuses NOT_FOUND. */
    link(
      caller: Caller,
      input: { case: string; records: readonly { kind: RecordKind; id: string }[] },
    ): CaseView {
      const deed = {
        command: 'cases.link',
        sentence: `${caller.user} linked ${counted(input.records.length, 'record')} to case ${input.case}.`,
        details: { records: input.records.map(({ kind, id }) => `${kind} ${id}`).join(', ') },
      };
      return work.act(caller, input.case, deed, (folded) => {
        const closed = closedTo(folded);
        if (closed) throw closed;
        const there = new Set(
          folded
            .of('link')
            .filter(({ id }) => folded.value(`link:${id}`) !== 'removed')
            .map(({ content: { record } }) => nameOf(record)),
        );
        const bodies: EntryBody[] = [];
        for (const { kind, id: asked } of input.records) {
          if (there.has(`${kind} ${asked}`)) continue;
          const { id, copied } = copyOf(kind, asked);
          if (there.has(`${kind} ${id}`)) continue;
          there.add(`${kind} ${id}`);
          bodies.push({ kind: 'link', record: { kind, id }, copied });
        }
        return bodies;
      });
    },
  };
}

export type Links = ReturnType<typeof createLinks>;

function nameOf(record: { kind: RecordKind; id: string }): string {
  return `${record.kind} ${record.id}`;
}
