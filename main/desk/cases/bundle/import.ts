import { rmSync } from 'node:fs';
import path from 'node:path';
import type {
  BundleImported,
  BundleManifest,
  BundleVerdict,
  BundleVerified,
  Joined,
} from '../../../../contract/case-bundles.ts';
import type { Caller } from '../../audit/audit.ts';
import type { Attachments } from '../attachments.ts';
import type { CaseDeps } from '../cases.ts';
import type { Entry } from '../entry.ts';
import { disagreements, fold } from '../fold.ts';
import type { Store } from '../store.ts';
import type { Work } from '../work.ts';
import type { Opened } from './open.ts';
import { identitiesIn, identityToRecipient } from '../../storage/storage.ts';
import { entriesIn } from './entries.ts';
import { refuseBundle } from './refusal.ts';
import { verdictOn } from './verdict.ts';

export interface Unlocking {
  readonly upload: string;
  readonly passphrase?: string | undefined;
  readonly identity?: string | undefined;
}

/** Bundles on their way in: the verdict first, then the joining. */
export function createImports(
  deps: CaseDeps,
  store: Store,
  work: Work,
  attachments: Attachments,
  ownIdentity: () => Promise<string>,
) {
  /** Opens a bundle in a worker; what it unpacked is gone when `use` has ended. */
  const opened = async <T>(
    input: Unlocking,
    use: (opened: Opened, recipients: readonly string[]) => T,
  ): Promise<T> => {
    const { path: file } = deps.uploaded(input.upload);
    const staging = path.join(deps.layout.staging, deps.newId('bd'));
    const identities = [
      await ownIdentity(),
      ...(input.identity === undefined ? [] : identitiesIn(input.identity)),
    ];
    const answer = await deps.bundleTask({
      kind: 'open',
      request: {
        file,
        staging,
        keys: {
          identities,
          passphrase: input.passphrase ?? null,
        },
        now: deps.clock(),
      },
    });
    const recipients = await Promise.all(identities.map((one) => recipientOf(one)));
    try {
      if (answer.kind !== 'opened') throw new Error('the worker opened nothing');
      return use(answer.opened, recipients);
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
  };

  return {
    /** Who signed it, whether it is whole, how old it is, and what joining it would do. */
    verify: (input: Unlocking): Promise<BundleVerified> =>
      opened(input, (bundle, recipients) => {
        const verdict = verdictOf(bundle, recipients);
        // The plan is the same run, rolled back.
        let would: Joined | null = null;
        const undo = new Error('only planned');
        try {
          deps.desk
            .transaction(() => {
              would = join(bundle, null);
              throw undo;
            })
            .immediate();
        } catch (error) {
          if (error !== undo) throw error;
        }
        if (!would) throw new Error('nothing was planned');
        return { verified: input.upload, manifest: bundle.manifest, verdict, would };
      }),

    /** Verifies and joins. What came grants nothing: it is told as foreign, and runs nowhere. */
    import: async (caller: Caller, input: Unlocking): Promise<BundleImported> => {
      const imported = await opened(input, (bundle, recipients) => {
        const verdict = verdictOf(bundle, recipients);
        const fresh = bundle.attachments.filter(({ sha256 }) => !attachments.has(sha256));
        try {
          for (const { sha256, path: file } of fresh) attachments.take(sha256, file);
          const joined = deps.desk.transaction(() => joinFor(caller, bundle)).immediate();
          return { manifest: bundle.manifest, verdict, joined };
        } catch (error) {
          for (const { sha256 } of fresh) attachments.forget(sha256);
          throw error;
        }
      });
      deps.uploaded(input.upload).discard();
      return imported;
    },
  };

  function verdictOf(bundle: Opened, recipients: readonly string[]): BundleVerdict {
    const { manifest, manifestSha256 } = bundle;
    const now = deps.clock();
    const bound = store.deskOfInstall(manifest.install);
    if (bound && bound.key_id !== manifest.key_id)
      throw refuseBundle(
        `It says it comes from a desk whose key is ${bound.key_id}, and is signed by ${manifest.key_id}.`,
        'Ask that desk by another way whether its key was changed.',
      );
    const signer =
      manifest.key_id === deps.key.id
        ? 'own'
        : store.deskOf(manifest.key_id)?.install
          ? 'known'
          : 'new';
    const before = store.bundleOf('in', manifest.bundle);
    if (before && before.manifest_sha256 !== manifestSha256)
      throw refuseBundle('Another bundle of the same name came before.', 'Ask for it again.');
    const newest = store.newestSequence('in', manifest.case, manifest.key_id);
    const seen = before ? 'same' : manifest.sequence < newest ? 'older' : 'no';
    return verdictOn(bundle, { now, signer, seen, recipients });
  }

  function joinFor(caller: Caller, bundle: Opened): Joined {
    const { manifest } = bundle;
    const joined = join(bundle, caller);
    if (store.bundleOf('in', manifest.bundle) === undefined)
      store.insertBundle({
        bundle: manifest.bundle,
        direction: 'in',
        case_id: manifest.case,
        key_id: manifest.key_id,
        sequence: BigInt(manifest.sequence),
        level: manifest.level,
        manifest_sha256: bundle.manifestSha256,
        at: BigInt(deps.clock()),
      });
    deps.audit.append(caller, {
      command: 'bundles.import',
      object: manifest.case,
      outcome: 'done',
      sentence: `${caller.user} imported bundle ${manifest.bundle} of case ${manifest.case} from desk ${manifest.key_id}: ${joined.added} entries new.`,
    });
    return joined;
  }

  /**
   * Joins what is new; what is here stays as it is. Who took it in is written into the case, save
   * where it is only planned. Runs in the caller's transaction.
   */
  function join({ manifest, entries, desks, cases }: Opened, caller: Caller | null): Joined {
    const at = deps.clock();
    for (const { key_id, public_key } of desks) {
      const met = store.deskOf(key_id);
      if (met && met.public_key !== public_key)
        throw refuseBundle(`The key of desk ${key_id} is another one here.`, 'Ask that desk.');
      const install = key_id === manifest.key_id ? manifest.install : null;
      store.meet({ key_id, public_key, install }, at);
    }
    const new_case = !store.has(manifest.case);
    const also = cases.filter((id) => id !== manifest.case);
    let added = 0;
    let known = 0;
    const touched = new Set<string>();
    for (const entry of entriesIn(entries)) {
      if (joinEntry(entry, manifest, at)) {
        added += 1;
        touched.add(entry.case_id);
      } else known += 1;
    }
    if (caller && touched.has(manifest.case))
      work.insert(manifest.case, caller.user, [
        {
          kind: 'custody',
          act: 'imported',
          bundle: manifest.bundle,
          level: manifest.level,
          party: `${manifest.created_by} at ${manifest.key_id}`,
          entries: added,
        },
      ]);
    let conflicts: string[] = [];
    for (const id of new Set([manifest.case, ...touched])) {
      if (!touched.has(id) && !store.has(id)) continue;
      const folded = fold(id, store.entries(id));
      if (touched.has(id)) store.project(folded, deps.key.id);
      if (id === manifest.case) conflicts = disagreements(folded);
    }
    const files = manifest.files.filter(({ name }) => name.startsWith('attachments/'));
    return {
      case: manifest.case,
      new_case,
      added,
      known,
      also,
      attachments: files.length,
      conflicts,
    };
  }

  /** True where it was new, or brought words that were masked here. */
  function joinEntry(entry: Entry, manifest: BundleManifest, at: number): boolean {
    const here = store.known(entry.id);
    if (here === undefined) {
      if (entry.kind === 'opened' && store.isOpened(entry.case_id))
        throw refuseBundle(
          `Entry ${entry.id} opens ${entry.case_id} once more, which is here already.`,
          'Ask the sender which of the two cases is the true one.',
        );
      store.insert(entry, manifest.bundle, at);
      return true;
    }
    if (here.digest !== entry.digest || here.signature !== entry.signature)
      throw refuseBundle(
        `Entry ${entry.id} is another one here, though the same desk signed both.`,
        'That desk, or its key, is not to be trusted any more: ask its owner.',
      );
    if (here.state !== 'masked' || entry.state !== 'whole') return false;
    store.setWords(entry.id, entry);
    return true;
  }
}

/** The recipient of an identity; what is none was refused when the bundle was opened. */
async function recipientOf(identity: string): Promise<string> {
  return await identityToRecipient(identity).catch(() => '');
}
