import {
  closeSync,
  createReadStream,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import {
  bundleFormat,
  bundleLimits,
  type BundleLevel,
  type BundleMade,
  type BundleManifest,
  type BundlePreview,
  type CaseReport,
} from '../../../../contract/case-bundles.ts';
import { type EntryBody, longestParty } from '../../../../contract/cases.ts';
import { refuse } from '../../../../contract/errors.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Anchor } from '../../../../contract/audit.ts';
import type { Caller } from '../../audit/audit.ts';
import { checkPassphrase } from '../../staff/staff.ts';
import type { Attachments } from '../attachments.ts';
import type { CaseDeps } from '../cases.ts';
import type { ReadEntry } from '../entry.ts';
import type { Folded } from '../fold.ts';
import type { Links } from '../links.ts';
import type { Store } from '../store.ts';
import { viewOf } from '../view.ts';
import type { Work } from '../work.ts';
import { assertRecipients, type SealFor } from '../../storage/storage.ts';
import { leavingEntry, leavingView } from './leave.ts';
import type { Masking } from './mask.ts';
import { signatureDomain } from './manifest.ts';
import { listed, type Part } from './pack.ts';
import { casePage } from './page.ts';
import { selected } from './select.ts';
import { statisticsOf, statisticsPage } from './statistics.ts';
import { toLine } from './wire.ts';

/** How many entries a preview shows piece by piece. */
const mostShown = 500;
const pieceBytes = 1 << 20;

export interface ExportChoice {
  readonly case: string;
  readonly level: BundleLevel;
  readonly items?: readonly string[] | undefined;
  readonly clear?: readonly string[] | undefined;
}

export interface MakeInput extends ExportChoice {
  readonly recipients?: readonly string[] | undefined;
  readonly passphrase?: string | undefined;
}

/** Bundles on their way out: what would leave, the file, and its pieces. */
export function createExports(
  deps: CaseDeps,
  store: Store,
  work: Work,
  links: Links,
  attachments: Attachments,
) {
  const made = new Map<string, { readonly folder: string; readonly file: string }>();
  const masking = (clear: readonly string[] | undefined): Masking => ({
    secret: Buffer.from(deps.newSalt() + deps.newSalt(), 'hex'),
    clear: new Set(clear),
  });

  const chosen = (choice: ExportChoice): { folded: readonly Folded[]; entries: ReadEntry[] } => {
    const own = work.foldedOf(choice.case);
    const folded = [own, ...work.takenBy(own)];
    return { folded, entries: selected(folded, choice.items) };
  };

  /** Attachments whose bytes may leave: those of whole entries alone. */
  const filesOf = (entries: readonly ReadEntry[]): Part[] => {
    const parts = new Map<string, Part>();
    for (const { content } of entries)
      if (content?.kind === 'attachment' && attachments.has(content.sha256))
        parts.set(content.sha256, {
          name: `attachments/${content.sha256}`,
          path: attachments.fileOf(content.sha256),
          bytes: content.bytes,
          sha256: content.sha256,
        });
    return [...parts.values()];
  };

  return {
    /** Exactly what would leave, and what of it stays here. */
    preview(choice: ExportChoice): BundlePreview {
      const { entries } = chosen(choice);
      const mask = masking(choice.clear);
      const out = entries.flatMap((entry) => leavingEntry(entry, choice.level, mask) ?? []);
      return {
        entries: out.length,
        masked: out.filter(({ state }) => state === 'masked').length,
        attachments: entries.flatMap(({ content }) =>
          content?.kind === 'attachment'
            ? [{ name: content.name, bytes: content.bytes, leaves: choice.level === 'full' }]
            : [],
        ),
        leaving: entries.slice(0, mostShown).map((entry) => leavingView(entry, choice.level, mask)),
        cut: entries.length > mostShown,
      };
    },

    /** A case as a page to print, with what a recipient of that level may read. */
    report(caller: Caller, choice: ExportChoice): CaseReport {
      const { folded, entries } = chosen(choice);
      const mask = masking(choice.clear);
      const out = entries.flatMap(
        (entry) => leavingEntry(entry, choice.level === 'full' ? 'full' : 'masked', mask) ?? [],
      );
      const ofOut = (id: string) =>
        store.fold(
          id,
          out.filter(({ case_id }) => case_id === id),
        );
      const taken = folded.slice(1).map(({ id }) => ofOut(id));
      deps.desk
        .transaction(() =>
          deps.audit.append(caller, {
            command: 'bundles.report',
            object: choice.case,
            outcome: 'done',
            sentence: `${caller.user} took out a report of case ${choice.case} (${choice.level}).`,
          }),
        )
        .immediate();
      return {
        view: viewOf(ofOut(choice.case), taken, attachments.has),
        statistics: statisticsOf(entries),
        days: daysOf(entries),
        made_at: wireTime(deps.clock()),
        made_by: caller.user,
        key_id: deps.key.id,
      };
    },

    /**
     * Makes the file. That the case left, for whom and at which level is written down before a
     * byte of it is fetched. Refuses BAD_INPUT without a recipient, with two kinds of sealing, or for a
     * passphrase that is short or guessed first; one that opens a bundle is never measured.
     */
    async make(caller: Caller, input: MakeInput): Promise<BundleMade> {
      const sealing = sealingOf(input);
      const bundle = deps.newId('bd');
      const { head, anchor } = begin(caller, input, bundle, sealing);
      const { folded, entries } = chosen(input);
      const mask = masking(input.clear);
      const out = entries.flatMap((entry) => leavingEntry(entry, input.level, mask) ?? []);
      const parts = [
        ...textsOf(input, head, folded, entries, out, anchor),
        ...(input.level === 'full' ? filesOf(entries) : []),
      ];
      if (parts.length > bundleLimits.files || out.length > bundleLimits.entries)
        throw refuse('BAD_INPUT', 'The case is too large for one bundle.', 'Choose a part of it.');
      const manifest: BundleManifest = {
        ...head,
        entries: out.length,
        masked: out.filter(({ state }) => state === 'masked').length,
        files: parts.map(listed),
      };
      const text = JSON.stringify(manifest);
      const signature = deps.key
        .sign(Buffer.from(signatureDomain + text, 'utf8'))
        .toString('base64');
      const folder = path.join(deps.layout.staging, bundle);
      const file = path.join(folder, 'bundle');
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      try {
        await deps.bundleTask({
          kind: 'pack',
          request: {
            manifest: text,
            signature: JSON.stringify({ signature }),
            parts,
            sealing,
            file,
          },
        });
        const sha256 = await hashOf(file);
        made.set(bundle, { folder, file });
        const file_name = `${input.case}-${manifest.sequence}.rdcase.age`;
        return { made: bundle, file_name, bytes: statSync(file).size, sha256, manifest };
      } catch (error) {
        rmSync(folder, { recursive: true, force: true });
        throw error;
      }
    },

    /** A piece of a file that was made; with the last one the file is gone from here. */
    piece({ made: name, from }: { made: string; from: number }): { piece: string; bytes: number } {
      const one = made.get(name);
      if (!one)
        throw refuse('NOT_FOUND', 'This bundle is not here any more.', 'Export the case again.');
      const bytes = statSync(one.file).size;
      const buffer = Buffer.alloc(Math.max(0, Math.min(pieceBytes, bytes - from)));
      const handle = openSync(one.file, 'r');
      try {
        readSync(handle, buffer, 0, buffer.length, from);
      } finally {
        closeSync(handle);
      }
      if (from + buffer.length >= bytes) {
        made.delete(name);
        rmSync(one.folder, { recursive: true, force: true });
      }
      return { piece: buffer.toString('base64'), bytes };
    },
  };

  /** Writes down that it leaves, and gives the head of its manifest. */
  function begin(caller: Caller, input: MakeInput, bundle: string, sealing: SealFor) {
    return deps.desk
      .transaction(() => {
        const at = deps.clock();
        const own = work.foldedOf(input.case);
        const adjustments = links.freshAdjustments(own);
        const custody: EntryBody = {
          kind: 'custody',
          act: 'exported',
          bundle,
          level: input.level,
          party:
            'recipients' in sealing
              ? sealing.recipients.join(', ').slice(0, longestParty)
              : 'whoever knows the passphrase',
          entries: own.entries.length,
        };
        work.put(input.case, caller.user, [...adjustments, custody]);
        const sequence = store.newestSequence('out', input.case, deps.key.id) + 1;
        deps.audit.append(caller, {
          command: 'bundles.make',
          object: input.case,
          outcome: 'done',
          sentence: `${caller.user} exported case ${input.case} as bundle ${bundle} (${input.level}).`,
          details: { party: custody.party },
        });
        const anchor = deps.audit.anchor(caller);
        const head = {
          format: bundleFormat,
          bundle,
          case: input.case,
          level: input.level,
          sequence,
          created_at: wireTime(at),
          created_by: caller.user,
          install: deps.audit.install,
          key_id: deps.key.id,
          public_key: deps.key.publicKey,
          audit: { seq: anchor.seq, hash: anchor.hash },
        } as const;
        store.insertBundle({
          bundle,
          direction: 'out',
          case_id: input.case,
          key_id: deps.key.id,
          sequence: BigInt(sequence),
          level: input.level,
          manifest_sha256: '',
          at: BigInt(at),
        });
        return { head, anchor };
      })
      .immediate();
  }

  /** The texts of a bundle: the page to read, the entries, the keys behind them, the audit. */
  function textsOf(
    input: MakeInput,
    head: Head,
    folded: readonly Folded[],
    entries: readonly ReadEntry[],
    out: readonly ReadEntry[],
    anchor: Anchor,
  ): Part[] {
    const pageHead = {
      level: input.level,
      made_at: head.created_at,
      made_by: head.created_by,
      key_id: head.key_id,
    };
    const statistics = input.level === 'statistics' ? statisticsOf(entries) : null;
    const ofOut = (id: string) =>
      store.fold(
        id,
        out.filter(({ case_id }) => case_id === id),
      );
    const taken = folded.slice(1).map(({ id }) => ofOut(id));
    const page =
      statistics === null
        ? casePage(viewOf(ofOut(input.case), taken, attachments.has), pageHead)
        : statisticsPage(statistics, pageHead);
    const desks = folded
      .flatMap(({ id }) => store.desksOf(id))
      .map(({ key_id, public_key }) => ({ key_id, public_key }));
    const keys = new Set([head.key_id, ...desks.map(({ key_id }) => key_id)]);
    const successions = store.keys
      .followed()
      .flatMap(({ proof, old_key }) =>
        proof && [...keys].some((one) => store.keys.together(one).includes(old_key)) ? [proof] : [],
      );
    const rows = input.level === 'full' ? deps.audit.excerpt(folded.map(({ id }) => id)) : [];
    return [
      { name: 'index.html', text: page },
      { name: 'desks.json', text: JSON.stringify(distinct(desks)) },
      ...(successions.length > 0 ? [{ name: 'keys.json', text: JSON.stringify(successions) }] : []),
      { name: 'audit.ndjson', text: rows.map((row) => `${JSON.stringify(row)}\n`).join('') },
      { name: 'anchor.json', text: JSON.stringify(anchor) },
      { name: 'entries.ndjson', text: out.map(toLine).join('') },
      ...(statistics ? [{ name: 'statistics.json', text: JSON.stringify(statistics) }] : []),
    ];
  }
}

type Head = Omit<BundleManifest, 'entries' | 'masked' | 'files'>;

function distinct<T extends { key_id: string }>(desks: readonly T[]): T[] {
  return [...new Map(desks.map((one) => [one.key_id, one])).values()];
}

function sealingOf({ recipients = [], passphrase }: MakeInput): SealFor {
  if (recipients.length > 0 === (passphrase !== undefined))
    throw refuse(
      'BAD_INPUT',
      'A bundle is sealed to recipients or with a passphrase, and never without.',
      'Give --to RECIPIENT or --passphrase-file F.',
    );
  if (passphrase !== undefined) {
    checkPassphrase(passphrase, 'seal it to a recipient, in a terminal --to RECIPIENT');
    return { passphrase };
  }
  assertRecipients(recipients);
  return { recipients };
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** How much was put in a day, oldest first. */
function daysOf(entries: readonly ReadEntry[]): CaseReport['days'] {
  const days = new Map<string, number>();
  for (const { at } of entries) {
    const day = wireTime(Number(at)).slice(0, 10);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  return [...days]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, moments]) => ({ day, moments }));
}
