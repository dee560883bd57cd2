import type { Succession } from '../../../../contract/audit.ts';
import type { CaseDeps } from '../cases.ts';
import { type Followed, followedIn } from '../desk-keys.ts';
import type { Store } from '../store.ts';
import type { Opened } from './open.ts';
import { refuseBundle } from './refusal.ts';
import type { Standing } from './verdict.ts';

type Sender = Pick<Standing, 'signer' | 'signerName' | 'ofKey'>;

/**
 * Tells which desk signed a bundle, by the key it has and by those it had. Refuses BUNDLE_REFUSED a key
 * that is not that desk's, as far as anything here or in the bundle proves, and one that was replaced
 * before the bundle says it was made.
 */
export function createSenders(deps: CaseDeps, store: Store) {
  const { keys } = store;

  /** How a key comes from one of the desk's, by what old keys signed; null where it does not. */
  function pathTo(key: string, bound: readonly string[], said: readonly Succession[]) {
    const before = new Map<string, Followed>();
    for (const one of said) {
      const followed = followedIn(one);
      if (one.how === 'replaced') before.set(followed.new_key, followed);
    }
    const homes = new Set(bound.map(keys.home));
    const path: Followed[] = [];
    for (let at = key; !homes.has(keys.home(at)); ) {
      const followed = before.get(at);
      if (followed === undefined || path.includes(followed)) return null;
      path.unshift(followed);
      at = followed.old_key;
    }
    return path;
  }

  function assertTheirs({ manifest, successions }: Opened, bound: readonly string[]): Followed[] {
    const { key_id, install } = manifest;
    const path = pathTo(key_id, bound, successions);
    if (path === null) throw notTheirs(manifest, bound, successions);
    for (const { old_key, new_key } of path) {
      const known = keys.after(old_key);
      if (known && known.new_key !== new_key)
        throw refuseBundle(
          `It says that key ${old_key} of desk ${install.slice(0, 8)} was followed by ${new_key}; it was followed by ${known.new_key}.`,
          `Ask that desk by another way which key is its own; \`case accept-key ${known.new_key} ${key_id}\` takes the new one.`,
        );
    }
    return path;
  }

  return (bundle: Opened): Sender => {
    const { manifest } = bundle;
    const { key_id } = manifest;
    const bound = store.keysOfInstall(manifest.install);
    const path = bound.length === 0 ? [] : assertTheirs(bundle, bound);
    const after = keys.after(key_id) ?? followedHere(bundle, key_id);
    if (after && Date.parse(manifest.created_at) > after.at)
      throw refuseBundle(
        `It was signed by key ${key_id}, which that desk had replaced by ${after.new_key} before it was made.`,
        'Ask that desk by another way: whoever has its old key may have made this.',
      );
    const isOwn = keys.ownKeys().includes(key_id);
    const together = keys.together(path[0]?.old_key ?? key_id);
    const met = [...together, key_id].some((one) => store.deskOf(one)?.install != null);
    return {
      signer: isOwn ? 'own' : met || path.length > 0 ? 'known' : 'new',
      signerName: store.nameOf(path[0]?.old_key ?? key_id),
      ofKey: [
        ...path.map(
          ({ old_key, new_key, at }) =>
            `That desk replaced its key: ${new_key} signs for it since ${dayOf(at)}, and ${old_key} signed that it does.`,
        ),
        ...(after && !isOwn
          ? [
              `It was signed by an earlier key of that desk, which ${after.new_key} follows since ${dayOf(after.at)}.`,
            ]
          : []),
      ],
    };
  };
}

/** What a bundle itself says that follows the key it was signed with. */
function followedHere({ successions }: Opened, key: string): Followed | null {
  return successions.map(followedIn).find(({ old_key }) => old_key === key) ?? null;
}

function notTheirs(
  { key_id }: Opened['manifest'],
  bound: readonly string[],
  said: readonly Succession[],
) {
  const known = bound.at(-1);
  const isLost = said.some((one) => one.how === 'lost' && followedIn(one).new_key === key_id);
  return refuseBundle(
    `It says it comes from a desk whose key is ${known}, and is signed by ${key_id}.` +
      (isLost ? ` That desk says the other one was lost, which proves nothing.` : ''),
    `Ask that desk by another way whether its key was changed; if it was, \`case accept-key ${known} ${key_id}\`, or Custody of a case of it, takes the new one.`,
  );
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
