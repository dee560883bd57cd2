import type { KnownDesk } from '../../../contract/case-bundles.ts';
import { refuse } from '../../../contract/errors.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Caller } from '../audit/audit.ts';
import type { CaseDeps } from './cases.ts';
import type { Store } from './store.ts';

/** The desks that were met, and what people here call them. */
export function createDesks(deps: CaseDeps, store: Store) {
  const own = deps.key.id;
  const all = (): KnownDesk[] =>
    store
      .desks()
      .map(({ key_id, name, install, first_seen }) => ({
        key_id,
        name,
        own: key_id === own,
        install,
        first_seen: wireTime(Number(first_seen)),
      }))
      .toSorted((a, b) => Number(b.own) - Number(a.own));

  return {
    desks: all,

    nameDesk(caller: Caller, { key_id, name }: { key_id: string; name: string | null }) {
      deps.desk
        .transaction(() => {
          if (!store.deskOf(key_id))
            throw refuse(
              'NOT_FOUND',
              `No desk with the key ${key_id} was met here.`,
              'Take in a bundle of it first; `case desks` lists those that were met.',
            );
          const folded = name?.toLowerCase();
          const twin = all().find(
            (one) => one.key_id !== key_id && one.name?.toLowerCase() === folded,
          );
          if (name !== null && twin)
            throw refuse(
              'BAD_INPUT',
              `The desk ${twin.key_id} is called ${twin.name} already.`,
              'Give this one another name: two desks of one name could be taken for each other.',
            );
          if (name === null) store.forgetName(key_id);
          else store.nameDesk({ key_id, name, by: caller.user, at: deps.clock() });
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
  };
}
