import { type Erasure, retentionDays } from '../../../contract/cases.ts';
import { counted } from '../../../contract/say.ts';
import type { Caller } from '../audit/audit.ts';
import type { Attachments } from './attachments.ts';
import type { CaseDeps } from './cases.ts';
import type { ReadEntry } from './entry.ts';
import type { Folded } from './fold.ts';
import type { Store } from './store.ts';
import type { Work } from './work.ts';

const dayMs = 24 * 60 * 60_000;

/** Why the ledger and the audit stay: written into every erasure. */
const ledgerStays =
  'Adjustments, their notes and the ledger are kept under the account id: records of money have to be kept (GDPR Art. 17(3)(b)).';
const auditStays = 'Audit rows are kept: they hold ids alone, and the chain has to verify.';

/**
 * Erasing a person, and letting go of what was kept long enough. Words go; envelopes, the ledger
 * and the audit stay and verify, because all of them hold salted digests of words and never the
 * words. A legal hold wins over both.
 */
export function createErasure(
  deps: CaseDeps,
  store: Store,
  work: Work,
  attachments: Attachments,
  eraseReplies: (tickets: readonly string[]) => number,
) {
  const { desk } = deps;
  const remember = desk.prepare(
    'insert into case_erased values (?, ?, ?, ?) on conflict (account_id) do nothing',
  );
  const remembered = desk.prepare('select account_id from case_erased order by account_id').pluck();

  const isHeld = (folded: Folded): boolean =>
    folded.heads('hold').some(({ value }) => value === 'yes');

  /** Erases words; a file goes when no entry that stays names it. */
  const eraseWords = (entries: readonly ReadEntry[]): void => {
    for (const { id, content } of entries) {
      store.eraseWords(id);
      if (content?.kind === 'attachment' && !store.namesFile(content.sha256))
        attachments.forget(content.sha256);
    }
  };

  /** Kept long enough, counted from when its closing came to be known here: a bundle cannot date it back. */
  const isOver = (folded: Folded): boolean => {
    const closing = folded.heads('status').at(-1);
    if (folded.status !== 'closed' || !closing) return false;
    const since = deps.clock() - Number(store.cameAt(closing.entry.id));
    return since > retentionDays[folded.kind] * dayMs;
  };

  return {
    /**
     * Erases what names the person behind an account, here and in the copy. Entries about the
     * account, its tickets, and all that hold one of the person's names or contacts lose their
     * words. What an import brings back later is taken out again.
     */
    erase(caller: Caller, { account, basis }: { account: string; basis: string }): Erasure {
      const tickets = deps.ticketsOf(account);
      const { rows, values } = deps.erasePerson(account);
      const kept = [ledgerStays, auditStays];
      let entries = 0;
      let replies = 0;
      let details = 0;
      desk.pragma('secure_delete = ON');
      desk
        .transaction(() => {
          remember.run(account, deps.clock(), caller.user, basis);
          const touched: string[] = [];
          for (const id of store.all()) {
            const folded = store.fold(id, store.entries(id));
            const about = folded.entries.filter((entry) =>
              isAbout(entry, account, tickets, values),
            );
            if (about.length === 0) continue;
            if (isHeld(folded)) {
              kept.push(
                `Case ${id} is under legal hold: ${counted(about.length, 'entry stays as it is', 'entries stay as they are')}.`,
              );
              continue;
            }
            eraseWords(about);
            entries += about.length;
            touched.push(id);
          }
          replies = eraseReplies(tickets);
          details = deps.audit.eraseDetails([account, ...tickets, ...touched]);
          for (const id of touched)
            work.put(id, caller.user, [
              { kind: 'erasure', subject: account, basis, erased: entries, kept },
            ]);
          deps.audit.append(caller, {
            command: 'cases.erase',
            object: account,
            outcome: 'done',
            sentence: `${caller.user} erased what names the person behind ${account}: ${counted(rows, 'row')}, ${counted(entries, 'entry', 'entries')}, ${counted(replies, 'reply', 'replies')}, ${counted(details, 'detail')}.`,
            details: { basis, kept: kept.join(' ') },
          });
        })
        .immediate();
      desk.pragma('wal_checkpoint(TRUNCATE)');
      return { account, erased: { rows, entries, replies, details }, kept };
    },

    /** Takes out of a new copy what earlier erasures took out of the one before; gives how many. */
    again(): number {
      const accounts = remembered.all() as string[];
      for (const account of accounts) deps.erasePerson(account);
      return accounts.length;
    },

    /** Cases closed longer ago than their kind is kept. With `commit` their words are erased. */
    retain(caller: Caller, { commit }: { commit: boolean }) {
      const due: string[] = [];
      const held: string[] = [];
      let erased = 0;
      const over = store.all().flatMap((id) => {
        const folded = store.fold(id, store.entries(id));
        return isOver(folded) ? [folded] : [];
      });
      desk
        .transaction(() => {
          for (const folded of over) {
            if (isHeld(folded)) {
              held.push(folded.id);
              continue;
            }
            const words = folded.entries.filter(
              ({ kind, state }) => state !== 'erased' && hasWords(kind),
            );
            if (words.length === 0) continue;
            due.push(folded.id);
            if (!commit) continue;
            eraseWords(words);
            erased += words.length;
            const basis = `Kept ${retentionDays[folded.kind]} days after closing.`;
            work.put(folded.id, caller.user, [
              {
                kind: 'erasure',
                subject: 'retention',
                basis,
                erased: words.length,
                kept: [ledgerStays, auditStays],
              },
            ]);
          }
          if (commit)
            deps.audit.append(caller, {
              command: 'cases.retain',
              object: 'cases',
              outcome: 'done',
              sentence: `${caller.user} let go of the words of ${counted(due.length, 'case')}; ${held.length} under hold kept.`,
            });
        })
        .immediate();
      return { due, erased, held };
    },
  };
}

/** What has words of people or of records; that a case was opened, set and carried stays told. */
function hasWords(kind: ReadEntry['kind']): boolean {
  return ['note', 'link', 'attachment', 'event', 'task', 'decision', 'step'].includes(kind);
}

/** Is an entry about the person: a record of theirs, or words that hold one of their names? */
function isAbout(
  { content, body }: ReadEntry,
  account: string,
  tickets: readonly string[],
  values: readonly string[],
): boolean {
  if (content === null || body === null || content.kind === 'erasure') return false;
  if (content.kind === 'link') {
    const { record, copied } = content;
    if (record.kind === 'adjustment') return false;
    if (record.kind === 'account' && record.id === account) return true;
    if (record.kind === 'ticket' && tickets.includes(record.id)) return true;
    if (copied.fields.account_id === account) return true;
  }
  const text = body.toLowerCase();
  return values.some((value) => text.includes(JSON.stringify(value).slice(1, -1).toLowerCase()));
}
