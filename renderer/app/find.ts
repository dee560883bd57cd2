import { useQueryClient } from '@tanstack/react-query';
import type { Hit } from '../../contract/records.ts';
import { searchOptions } from '../records/queries.ts';
import { useDesk } from './desk.tsx';
import { go, routeOf } from './route.ts';

/**
 * The one record that an exact text means. A store's order id is exact for the store's record and
 * for the recharge it paid for; the recharge shows both.
 */
function namedBy(exact: readonly Hit[]): Hit | undefined {
  const recharges = exact.filter((hit) => hit.kind === 'recharge');
  const meant = recharges.length > 0 ? recharges : exact;
  return meant.length === 1 ? meant[0] : undefined;
}

/** Opens what a text names exactly (true), else the list of what it finds. */
export function useFind(): (text: string) => Promise<boolean> {
  const desk = useDesk();
  const answers = useQueryClient();
  return async (text) => {
    const typed = text.trim();
    if (typed === '') return false;
    try {
      const found = await answers.fetchQuery(searchOptions(desk, typed));
      const hit = namedBy(found.hits.filter((each) => each.exact));
      if (hit !== undefined) {
        go(routeOf(hit.kind, hit.id));
        return true;
      }
    } catch {
      // The list asks again and shows what was refused, in its own place.
    }
    go({ screen: 'search', text: typed });
    return false;
  };
}
