import type { Fields } from '../../contract/records.ts';
import { recordHref } from '../app/route.ts';
import type { DataColumn } from '../ui/data-column.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { Id } from '../ui/id.tsx';
import { Time } from '../ui/time.tsx';

/** A value of a ticket; a column that is not there is unknown too. */
export function of(ticket: Fields, name: string): string | null {
  return ticket[name] ?? null;
}

const opened: DataColumn<Fields> = {
  id: 'opened_at',
  header: 'Opened',
  width: 110,
  sort: (ticket) => of(ticket, 'opened_at'),
  cell: (ticket) => <Time at={of(ticket, 'opened_at')} />,
};

const subject: DataColumn<Fields> = {
  id: 'subject',
  header: 'Subject',
  width: 180,
  grow: true,
  sort: (ticket) => of(ticket, 'subject'),
  cell: (ticket) => <HostileText inline text={of(ticket, 'subject') ?? '(no subject)'} />,
};

function word(id: string, header: string, width: number): DataColumn<Fields> {
  return {
    id,
    header,
    width,
    sort: (ticket) => of(ticket, id),
    cell: (ticket) => <HostileText inline text={of(ticket, id) ?? '–'} />,
  };
}

const recharge: DataColumn<Fields> = {
  id: 'recharge_id',
  header: 'Recharge',
  width: 172,
  sort: (ticket) => of(ticket, 'recharge_id'),
  cell: (ticket) => {
    const id = of(ticket, 'recharge_id');
    return id === null ? 'names none' : <Id id={id} href={recordHref('recharge', id)} />;
  },
};

/** Tickets on their own screen. */
export const ticketColumns: readonly DataColumn<Fields>[] = [
  opened,
  subject,
  word('priority', 'Priority', 78),
  word('locale', 'Locale', 70),
  recharge,
];

/** The same where tickets of every status stand together. */
export const anyTicketColumns: readonly DataColumn<Fields>[] = [
  ...ticketColumns,
  word('status', 'Status', 74),
];

/** Tickets beside other things. */
export const shortTicketColumns: readonly DataColumn<Fields>[] = [opened, subject, recharge];
