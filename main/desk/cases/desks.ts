import type { KnownDesk } from '../../../contract/case-bundles.ts';
import { refuse } from '../../../contract/errors.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Caller } from '../audit/audit.ts';
import type { CaseDeps } from './cases.ts';
import type { Store } from './store.ts';

/** The desks that were met, by each of their keys, and what people here call them. */
export function createDesks(deps: CaseDeps, store: Store) {
  const { keys } = store;

  const all = (): KnownDesk[] => {
    const own = new Set(keys.ownKeys());
    return store
      .desks()
      .map(({ key_id, install, first_seen }) => {
        const after = keys.after(key_id);
        return {
          key_id,
          name: store.nameOf(key_id),
          own: own.has(key_id),
          install,
          first_seen: wireTime(Number(first_seen)),
          followed_by: after && {
            key_id: after.new_key,
            how: after.how,
            at: wireTime(after.at),
          },
        };
      })
      .toSorted((a, b) => Number(b.own) - Number(a.own));
  };

  /** Refuses NOT_FOUND for a key that was never met. */
  const requireMet = (key: string): void => {
    if (!store.deskOf(key))
      throw refuse(
        'NOT_FOUND',
        `No desk with the key ${key} was met here.`,
        'Take in a bundle of it first; `case desks` lists those that were met.',
      );
  };

  return {
    desks: all,

    nameDesk(caller: Caller, { key_id, name }: { key_id: string; name: string | null }) {
      deps.desk
        .transaction(() => {
          requireMet(key_id);
          const folded = name?.toLowerCase();
          const together = keys.together(key_id);
          const twin = all().find(
            (one) => !together.includes(one.key_id) && one.name?.toLowerCase() === folded,
          );
          if (name !== null && twin)
            throw refuse(
              'BAD_INPUT',
              `The desk ${twin.key_id} is called ${twin.name} already.`,
              'Give this one another name: two desks of one name could be taken for each other.',
            );
          // One desk has one name, whichever of its keys it was given to.
          for (const one of together) store.forgetName(one);
          if (name !== null) store.nameDesk({ key_id, name, by: caller.user, at: deps.clock() });
          deps.audit.append(caller, {
            command: 'bundles.nameDesk',
            object: key_id,
            outcome: 'done',
            sentence: `${caller.user} ${name === null ? 'took the name of' : 'named'} desk ${key_id}${name === null ? ' away' : ''}.`,
            details: { name },
          });
        })
        .immediate();
      return all();
    },

    acceptKey(caller: Caller, { key_id, new_key_id }: { key_id: string; new_key_id: string }) {
      deps.desk
        .transaction(() => {
          requireMet(key_id);
          const taken =
            keys.ownKeys().some((one) => one === key_id || one === new_key_id) ||
            keys.together(new_key_id).length > 1 ||
            store.deskOf(new_key_id)?.install != null;
          if (taken || key_id === new_key_id)
            throw refuse(
              'BAD_INPUT',
              `The key ${new_key_id} is known here as that of a desk already, or ${key_id} is this desk's own.`,
              '`case desks` lists the keys that were met.',
            );
          keys.accept(key_id, new_key_id, caller.user, deps.clock());
          deps.audit.append(caller, {
            command: 'bundles.acceptKey',
            object: key_id,
            outcome: 'done',
            sentence: `${caller.user} took key ${new_key_id} for the next one of desk ${key_id}; no signature says so.`,
          });
        })
        .immediate();
      return all();
    },
  };
}
