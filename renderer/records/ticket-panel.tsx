import { Button } from '@mantine/core';
import type { Fields } from '../../contract/records.ts';
import { policy } from '../../contract/policy.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { href, recordHref } from '../app/route.ts';
import { InCase } from '../cases/in-case.tsx';
import { Beside } from '../cases/tickets/beside.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Panel } from '../ui/panel.tsx';
import { SellerNotes } from '../sellers/seller-notes.tsx';
import { FieldList } from './field-list.tsx';
import { RevealContact } from './reveal-contact.tsx';
import { of } from './ticket-columns.tsx';
import classes from './tickets-page.module.css';

/** What the card shows by itself, above the other columns. */
const told = ['subject', 'body'];

/** One ticket: what the customer wrote, and where it leads; beside the list or on its own page. */
export function TicketPanel({ ticket, ownPage = false }: { ticket: Fields; ownPage?: boolean }) {
  const { role } = useMe();
  const recharge = of(ticket, 'recharge_id');
  const account = of(ticket, 'account_id');
  const id = of(ticket, 'ticket_id');
  const body = of(ticket, 'body');
  // The page of its own has the id in its head.
  const above = ownPage ? [...told, 'ticket_id'] : told;
  const rest = Object.fromEntries(Object.entries(ticket).filter(([name]) => !above.includes(name)));
  return (
    <Panel
      fill={!ownPage}
      title="Ticket"
      aside={id !== null && !ownPage && <a href={recordHref('ticket', id)}>Open</a>}
    >
      <div className={classes.ticket}>
        <h3 className={classes.subject}>
          <HostileText inline text={of(ticket, 'subject') ?? '(no subject)'} />
        </h3>
        {body !== null && <HostileText text={body} />}
        {id !== null && ownPage && <Beside ticket={id} recharge={recharge} />}
        {id !== null && <SellerNotes ticket={id} />}
        <div className={classes.links}>
          {recharge !== null && (
            <Button component="a" href={recordHref('recharge', recharge)}>
              What happened to this recharge
            </Button>
          )}
          {account !== null && (
            <Button variant="default" component="a" href={recordHref('account', account)}>
              Account
            </Button>
          )}
          {id !== null && may(role, policy.tickets.take) && (
            <Button
              variant="default"
              component="a"
              // Alone in the queue, wherever it stands there.
              href={href({
                screen: 'tickets',
                queue: { filter: { show: 'all', text: id }, ticket: id },
              })}
            >
              Work on it
            </Button>
          )}
        </div>
        {id !== null && <InCase of={{ kind: 'ticket', id }} />}
        <FieldList fields={rest} own={id ?? ''} />
        {id !== null && <RevealContact kind="ticket" id={id} fields={rest} />}
      </div>
    </Panel>
  );
}
