import type {
  Addition,
  CasePriority,
  CaseKind,
  CaseView,
  EntryBody,
  RegisterName,
} from '../../../contract/cases.ts';
import { refuse } from '../../../contract/errors.ts';
import type { Caller } from '../audit/audit.ts';
import { redactText } from '../records/records.ts';
import type { CaseDeps } from './cases.ts';
import { type Attachments, sniff } from './attachments.ts';
import { makeEntry } from './entry.ts';
import type { Folded } from './fold.ts';
import { closedTo, objectionTo, setting, splitName, unfinished, type Wish } from './rules.ts';
import type { Store } from './store.ts';
import { absorbedBy, viewOf } from './view.ts';

/** Deepest chain of cases that took each other up; a ring of them ends here too. */
const deepestMerge = 20;

/** Roles that set and end a legal hold. */
const holders: readonly string[] = ['investigator', 'owner'];

export interface NewCase {
  readonly title: string;
  readonly kind: CaseKind;
  readonly priority?: CasePriority | undefined;
  readonly owner?: string | undefined;
  readonly due?: string | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** What was done, for the audit: ids alone in the sentence, words in the details. */
interface Deed {
  readonly command: string;
  readonly sentence: string;
  readonly details?: Readonly<Record<string, string | null>>;
}

/** Everything a person does to a case. Each act is one transaction with its audit row. */
export function createWork(deps: CaseDeps, store: Store, attachments: Attachments) {
  const { desk, audit, clock } = deps;

  /** A case folded. Refuses NOT_FOUND. */
  const foldedOf = (id: string): Folded => {
    if (!store.has(id))
      throw refuse(
        'NOT_FOUND',
        `There is no case ${id} here.`,
        'Check the id, or import its bundle.',
      );
    return store.fold(id, store.entries(id));
  };

  /** The cases that a case took up, and those that these took up. */
  const takenBy = (folded: Folded, seen: Set<string> = new Set([folded.id])): Folded[] => {
    if (seen.size > deepestMerge) return [];
    return absorbedBy(folded).flatMap((id) => {
      if (seen.has(id) || !store.has(id)) return [];
      seen.add(id);
      const other = store.fold(id, store.entries(id));
      return [other, ...takenBy(other, seen)];
    });
  };

  const view = (id: string): CaseView => {
    const folded = foldedOf(id);
    return viewOf(folded, takenBy(folded), attachments.has);
  };

  const isHere = (key: string): boolean => store.keys.ownKeys().includes(key);

  /** Entries name the key that signed them, and this desk may have got another one. */
  const meetOwn = (at: number): void => {
    const { id, publicKey } = deps.key;
    if (store.deskOf(id) === undefined)
      store.meet({ key_id: id, public_key: publicKey, install: audit.install }, at);
  };

  /** Puts entries into a case. Runs in the caller's transaction, which keeps what it says then. */
  const insert = (caseId: string, by: string, bodies: readonly EntryBody[]): void => {
    const at = clock();
    meetOwn(at);
    // Time alone gives the order: nothing that follows may stand before what it knew.
    let next = Math.max(at, Number(store.newestAt(caseId)) + 1);
    for (const body of bodies) {
      const id = deps.newId('ce');
      const entry = makeEntry(deps.key, {
        id,
        salt: deps.newSalt(),
        case_id: caseId,
        at: next,
        by,
        body,
      });
      store.insert(entry, at);
      next += 1;
    }
  };

  /** Puts entries into a case and keeps what it says now. Runs in the caller's transaction. */
  const put = (caseId: string, by: string, bodies: readonly EntryBody[]): void => {
    insert(caseId, by, bodies);
    store.project(caseId);
  };

  /** Gathers, decides and writes in one transaction. `decide` refuses by throwing. */
  const act = (
    caller: Caller,
    caseId: string,
    deed: Deed,
    decide: (folded: Folded) => readonly EntryBody[],
  ): CaseView => {
    desk
      .transaction(() => {
        const bodies = decide(foldedOf(caseId));
        if (bodies.length === 0) return;
        put(caseId, caller.user, bodies);
        audit.append(caller, { ...deed, object: caseId, outcome: 'done' });
      })
      .immediate();
    return view(caseId);
  };

  const requireOpen = (folded: Folded): void => {
    const closed = closedTo(folded);
    if (closed) throw closed;
  };

  return {
    view,
    foldedOf,
    takenBy,
    insert,
    put,
    act,

    create(caller: Caller, asked: NewCase): CaseView {
      const id = deps.newId('cs');
      desk
        .transaction(() => {
          const at = clock();
          const body: EntryBody = {
            kind: 'opened',
            case_kind: asked.kind,
            title: redactText(asked.title),
          };
          const salt = deps.newSalt();
          meetOwn(at);
          store.insert(
            makeEntry(deps.key, {
              id: deps.newId('ce'),
              salt,
              case_id: id,
              at,
              by: caller.user,
              body,
            }),
            at,
          );
          const wishes: Wish[] = [
            wish('owner', asked.owner ?? caller.user),
            ...(asked.priority === undefined ? [] : [wish('priority', asked.priority)]),
            ...(asked.due === undefined ? [] : [wish('due', asked.due)]),
            ...(asked.tags ?? []).map((tag) => wish(`tag:${redactText(tag)}`, 'on')),
          ];
          const folded = store.fold(id, store.entries(id));
          put(id, caller.user, grantedAll(folded, wishes, isHere));
          audit.append(caller, {
            command: 'cases.create',
            object: id,
            outcome: 'done',
            sentence: `${caller.user} opened case ${id} (${asked.kind}).`,
            details: { title: redactText(asked.title) },
          });
        })
        .immediate();
      return view(id);
    },

    add(caller: Caller, input: { case: string; what: Addition }): CaseView {
      const body = bodyOf(input.what);
      const deed = {
        command: 'cases.add',
        sentence: `${caller.user} added a ${body.kind} to case ${input.case}.`,
      };
      return act(caller, input.case, deed, (folded) => {
        requireOpen(folded);
        if (body.kind === 'related' && !store.has(body.case))
          throw refuse('NOT_FOUND', `There is no case ${body.case} here.`, 'Check the id.');
        return [body];
      });
    },

    set(
      caller: Caller,
      input: {
        case: string;
        field: RegisterName;
        value: string | null;
        reason?: string | undefined;
      },
    ): CaseView {
      const value = input.value === null ? null : redactText(input.value);
      const asked: Wish = { field: input.field, value, reason: input.reason ?? null };
      const [name] = splitName(asked.field);
      const deed = {
        command: 'cases.set',
        sentence: `${caller.user} set ${name} of case ${input.case}.`,
        details: { field: asked.field, value: asked.value, reason: asked.reason },
      };
      return act(caller, input.case, deed, (folded) => {
        if (!['hold', 'archived'].includes(name)) requireOpen(folded);
        const objection = objectionTo(folded, asked, {
          isHere,
          mayHold: holders.includes(caller.role),
        });
        if (objection) throw objection;
        const body = setting(folded, asked);
        return body ? [body] : [];
      });
    },

    close(caller: Caller, input: { case: string; reason: string }): CaseView {
      const deed = {
        command: 'cases.close',
        sentence: `${caller.user} closed case ${input.case}.`,
        details: { reason: input.reason },
      };
      return act(caller, input.case, deed, (folded) => {
        requireOpen(folded);
        const left = unfinished(folded);
        if (left) throw left;
        return only(setting(folded, { field: 'status', value: 'closed', reason: input.reason }));
      });
    },

    reopen(caller: Caller, input: { case: string; reason: string }): CaseView {
      const deed = {
        command: 'cases.reopen',
        sentence: `${caller.user} reopened case ${input.case}.`,
        details: { reason: input.reason },
      };
      return act(caller, input.case, deed, (folded) => {
        if (folded.status !== 'closed')
          throw refuse('BAD_INPUT', `${folded.id} is not closed.`, 'There is nothing to reopen.');
        return [
          ...only(setting(folded, { field: 'status', value: 'open', reason: input.reason })),
          ...only(setting(folded, { field: 'archived', value: 'no', reason: null })),
        ].filter(
          (body) =>
            body.kind !== 'set' || body.field !== 'archived' || folded.value('archived') === 'yes',
        );
      });
    },

    /**
     * Attaches a file by its bytes. Refuses BAD_INPUT for what is not what may be attached, and for
     * what is in the case already.
     */
    async attach(
      caller: Caller,
      input: { case: string; name: string; bytes: Uint8Array },
    ): Promise<CaseView> {
      const before = foldedOf(input.case);
      requireOpen(before);
      const sniffed = await sniff(input.bytes);
      const twin = before.of('attachment').find(({ content }) => content.sha256 === sniffed.sha256);
      if (twin && attachments.has(sniffed.sha256))
        throw refuse(
          'BAD_INPUT',
          `This file is in the case already: ${twin.by} attached it as ${twin.content.name}.`,
          'Look at it under Evidence; there is nothing to add.',
        );
      attachments.keep(sniffed.sha256, input.bytes);
      const deed = {
        command: 'cases.attach',
        sentence: `${caller.user} attached a file to case ${input.case}.`,
        details: { sha256: sniffed.sha256 },
      };
      return act(caller, input.case, deed, (folded) => {
        requireOpen(folded);
        return [{ kind: 'attachment', name: redactText(input.name), ...sniffed }];
      });
    },

    /** Takes another case up; both say so, and `release` undoes it. */
    absorb(caller: Caller, input: { case: string; other: string; reason: string }): CaseView {
      return pair(caller, input, 'on');
    },

    release(caller: Caller, input: { case: string; other: string; reason: string }): CaseView {
      return pair(caller, input, 'off');
    },
  };

  function pair(
    caller: Caller,
    input: { case: string; other: string; reason: string },
    value: 'on' | 'off',
  ): CaseView {
    const { case: id, other: otherId, reason } = input;
    if (id === otherId)
      throw refuse('BAD_INPUT', 'A case cannot take itself up.', 'Name two cases.');
    desk
      .transaction(() => {
        const folded = foldedOf(id);
        const other = foldedOf(otherId);
        if (value === 'on') {
          requireOpen(folded);
          if (takenBy(other).some((one) => one.id === id))
            throw refuse('BAD_INPUT', `${otherId} already took ${id} up.`, 'Release it first.');
          const closed = closedTo(other);
          if (closed && other.status !== 'closed') throw closed;
        } else if (!absorbedBy(folded).includes(otherId))
          throw refuse(
            'BAD_INPUT',
            `${id} did not take ${otherId} up.`,
            'There is nothing to undo.',
          );
        put(id, caller.user, only(setting(folded, { field: `absorbs:${otherId}`, value, reason })));
        put(
          otherId,
          caller.user,
          only(setting(other, { field: `absorbed_by:${id}`, value, reason })),
        );
        const verb = value === 'on' ? 'took' : 'released';
        for (const object of [id, otherId])
          audit.append(caller, {
            command: value === 'on' ? 'cases.absorb' : 'cases.release',
            object,
            outcome: 'done',
            sentence: `${caller.user} ${verb} case ${otherId} ${value === 'on' ? 'up into' : 'from'} ${id}.`,
            details: { reason },
          });
      })
      .immediate();
    return view(id);
  }
}

export type Work = ReturnType<typeof createWork>;

function only(body: EntryBody | null): EntryBody[] {
  return body === null ? [] : [body];
}

function wish(field: RegisterName, value: string): Wish {
  return { field, value, reason: null };
}

/** The entries of several wishes at once. Throws the first objection. */
function grantedAll(
  folded: Folded,
  wishes: readonly Wish[],
  isHere: (key: string) => boolean,
): EntryBody[] {
  return wishes.flatMap((asked) => {
    const objection = objectionTo(folded, asked, { isHere, mayHold: false });
    if (objection) throw objection;
    return only(setting(folded, asked));
  });
}

/** What a person wrote, with card numbers masked: they never land. */
function bodyOf(what: Addition): EntryBody {
  switch (what.kind) {
    case 'note':
      return { kind: 'note', text: redactText(what.text) };
    case 'event':
      return { kind: 'event', at: eventTime(what.at), text: redactText(what.text) };
    case 'task':
      return {
        kind: 'task',
        text: redactText(what.text),
        due: what.due ?? null,
        assignee: what.assignee ?? null,
      };
    case 'decision':
      return { kind: 'decision', text: redactText(what.text), because: redactText(what.because) };
    case 'related':
      return { kind: 'related', case: what.case, why: redactText(what.why) };
  }
}

function eventTime(text: string): string {
  const ms = Date.parse(text);
  if (Number.isNaN(ms) || !/[zZ]|[+-]\d\d:?\d\d$/.test(text))
    throw refuse('BAD_INPUT', `${text} is no time.`, 'Give it as 2026-11-30T10:00:00Z.');
  return new Date(ms).toISOString();
}
