import { rmSync } from 'node:fs';
import path from 'node:path';
import type {
  BundleImported,
  BundleVerdict,
  BundleVerified,
  Joined,
} from '../../../../contract/case-bundles.ts';
import { counted } from '../../../../contract/say.ts';
import type { Caller } from '../../audit/audit.ts';
import type { Attachments } from '../attachments.ts';
import type { CaseDeps } from '../cases.ts';
import type { Store } from '../store.ts';
import type { Work } from '../work.ts';
import type { Opened } from './open.ts';
import { identitiesIn, identityToRecipient } from '../../storage/storage.ts';
import { createJoining } from './join.ts';
import { refuseBundle } from './refusal.ts';
import { createSenders } from './senders.ts';
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
  const senderOf = createSenders(deps, store);
  const joining = createJoining(deps, store, work, attachments);

  /** Opens a bundle in a worker; what it unpacked is gone when `use` has ended. */
  const opened = async <T>(
    input: Unlocking,
    use: (opened: Opened, recipients: readonly string[]) => T | Promise<T>,
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
      return await use(answer.opened, recipients);
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
  };

  return {
    /** Who signed it, whether it is whole, how old it is, and what joining it would do. */
    verify: (input: Unlocking): Promise<BundleVerified> =>
      opened(input, (bundle, recipients) => {
        const verdict = verdictOf(bundle, recipients);
        const would = joining.would(bundle);
        return { verified: input.upload, manifest: bundle.manifest, verdict, would };
      }),

    /** Verifies and joins. What came grants nothing: it is told as foreign, and runs nowhere. */
    import: async (caller: Caller, input: Unlocking): Promise<BundleImported> => {
      const imported = await opened(input, (bundle, recipients) => {
        verdictOf(bundle, recipients);
        return joining.join(bundle, caller, (bring) => {
          const verdict = verdictOf(bundle, recipients);
          const joined = bring();
          keepBooks(caller, bundle, joined);
          return { manifest: bundle.manifest, verdict, joined };
        });
      });
      deps.uploaded(input.upload).discard();
      return imported;
    },
  };

  function verdictOf(bundle: Opened, recipients: readonly string[]): BundleVerdict {
    const { manifest, manifestSha256 } = bundle;
    const now = deps.clock();
    const sender = senderOf(bundle);
    const before = store.bundleOf('in', manifest.bundle);
    if (before && before.manifest_sha256 !== manifestSha256)
      throw refuseBundle('Another bundle of the same name came before.', 'Ask for it again.');
    const newest = store.newestSequence('in', manifest.case, manifest.key_id);
    const seen = before ? 'same' : manifest.sequence < newest ? 'older' : 'no';
    return verdictOn(bundle, { now, ...sender, seen, recipients });
  }

  /** That a bundle came, in the transaction that joins it. */
  function keepBooks(caller: Caller, { manifest, manifestSha256 }: Opened, joined: Joined): void {
    if (store.bundleOf('in', manifest.bundle) === undefined)
      store.insertBundle({
        bundle: manifest.bundle,
        direction: 'in',
        case_id: manifest.case,
        key_id: manifest.key_id,
        sequence: BigInt(manifest.sequence),
        level: manifest.level,
        manifest_sha256: manifestSha256,
        at: BigInt(deps.clock()),
      });
    deps.audit.append(caller, {
      command: 'bundles.import',
      object: manifest.case,
      outcome: 'done',
      sentence: `${caller.user} imported bundle ${manifest.bundle} of case ${manifest.case} from desk ${manifest.key_id}: ${counted(joined.added, 'entry', 'entries')} new.`,
    });
  }
}

/** The recipient of an identity; what is none was refused when the bundle was opened. */
async function recipientOf(identity: string): Promise<string> {
  return await identityToRecipient(identity).catch(() => '');
}
