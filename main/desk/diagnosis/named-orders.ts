import type { Row, RowReader } from '../records/records.ts';

/** Orders that tickets name only in their words: store and payment ids to the tickets. */
export type NamedOrders = (external: string) => readonly Row<'tickets'>[];

const idLike = /[A-Za-z]{2,}[-_.:][\w.-]{5,80}|\d{12,40}/g;
const page = 2000;

/** Reads the tickets without an order once, when first asked. */
export function namedOrders(rows: RowReader): NamedOrders {
  let known: Map<string, Row<'tickets'>[]> | null = null;
  return (external) => (known ??= readNames(rows)).get(external) ?? [];
}

function readNames(rows: RowReader): Map<string, Row<'tickets'>[]> {
  const names = new Map<string, Row<'tickets'>[]>();
  for (let last = ''; ; ) {
    const tickets = rows.all(
      'tickets',
      'where ticket_id > ? and recharge_id is null order by ticket_id limit ?',
      last,
      page,
    );
    for (const ticket of tickets)
      for (const id of new Set(`${ticket.subject ?? ''} ${ticket.body ?? ''}`.match(idLike))) {
        const name = id.replace(/[.-]+$/, '');
        names.set(name, [...(names.get(name) ?? []), ticket]);
      }
    const end = tickets.at(-1);
    if (!end) return names;
    last = end.ticket_id;
  }
}
