import { Button, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { SellerPage as Page } from '../../contract/sellers.ts';
import { href, recordHref } from '../app/route.ts';
import { FieldList } from '../records/field-list.tsx';
import { shortTicketColumns } from '../records/ticket-columns.tsx';
import { Coins } from '../ui/coins.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { Screen } from '../ui/screen.tsx';
import { CaseOfIt } from './case-of-it.tsx';
import { FlagPanel } from './flag-panel.tsx';
import { offerColumns } from './offer-columns.tsx';
import { PriceChart } from './price-chart.tsx';
import { pricePoints, regionsOf } from './price-points.ts';
import { useSeller } from './queries.ts';
import { Score } from './score.tsx';
import classes from './sellers.module.css';
import { Signals } from './signals.tsx';
import { SellerMarks, Site } from './site.tsx';
import { WatchNote } from './watch-note.tsx';
import { defanged } from './words.ts';
import { Working } from './working.tsx';

/** Columns of a seller's record that hold its own words. */
const written: ReadonlySet<string> = new Set(['name', 'contact', 'notes']);

function Offers({ page }: { page: Page }) {
  const [region, setRegion] = useState<string | null>(null);
  const points = useMemo(
    () => pricePoints(page.priced_offers, region),
    [page.priced_offers, region],
  );
  const regions = regionsOf(page.priced_offers);
  const rows = page.priced_offers.filter(
    (one) => region === null || one.floor?.storefront === region,
  );
  return (
    <Panel
      flush
      title={`Offers (${page.priced_offers.length})`}
      aside={
        regions.length > 1 && (
          <Select
            w={140}
            aria-label="Region"
            value={region ?? 'all'}
            data={[{ value: 'all', label: 'All regions' }, ...regions]}
            onChange={(value) => setRegion(value === 'all' ? null : value)}
          />
        )
      }
    >
      {rows.length === 0 ? (
        <Empty title="No offers in this copy">Its price is not known here.</Empty>
      ) : (
        <>
          {points.length > 0 && (
            <div style={{ padding: 12 }}>
              <PriceChart points={points} />
            </div>
          )}
          <DataTable
            label="Offers"
            columns={offerColumns}
            rows={rows}
            rowKey={(one) => one.offer_id}
            maxRows={6}
          />
        </>
      )}
    </Panel>
  );
}

function Likeness({ page }: { page: Page }) {
  const { look_alike: alike } = page;
  return (
    <Panel title="Names and contacts">
      <div className={classes.stack}>
        {alike === null ? (
          <p className={classes.dim}>Its name imitates no official one.</p>
        ) : (
          <>
            <p>
              Imitates <Site id={alike.of} /> ({alike.family.replace('_', ' ')}).
            </p>
            {alike.reads_as !== null && (
              <p>
                Reads as <Site id={alike.reads_as} />
              </p>
            )}
            {alike.characters.map((one, index) => (
              <p key={index}>
                <HostileText inline text={one.character} /> (U+
                {(one.character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')})
                is taken for <HostileText inline text={one.looks_like} />
              </p>
            ))}
          </>
        )}
        {page.contacts.map((one) => (
          <p key={one.contact}>
            <HostileText inline text={defanged(one.contact)} /> is also given by{' '}
            {one.also.slice(0, 6).map((other) => (
              <span key={other}>
                <Site link id={other} />{' '}
              </span>
            ))}
          </p>
        ))}
      </div>
    </Panel>
  );
}

function Head({ page }: { page: Page }) {
  return (
    <p className={classes.line}>
      <Score score={page.score} suggested={page.suggested} />
      <span>{page.suggested ? 'Suggested for review' : 'Not suggested for review'}</span>
      <span className={classes.dim}>
        {page.status} {page.kind ?? ''}
      </span>
      <span>
        {page.buyers} buyers, <Coins coins={page.coins} />
      </span>
      {page.ring !== null && <a href={href({ screen: 'ring', id: page.ring })}>Its ring</a>}
      {page.people !== null && page.people !== page.ring && (
        <a href={href({ screen: 'ring', id: page.people })}>Its buyers and their parts</a>
      )}
      <a href={href({ screen: 'links', kind: 'seller', id: page.seller_id })}>Links around it</a>
      {page.queue.set_aside && <span className={classes.dim}>set aside in the queue</span>}
      {page.queue.snoozed_until !== null && <span className={classes.dim}>snoozed</span>}
    </p>
  );
}

/** What the seller wrote of itself, so that no program takes anything in it for a link. */
function withoutLinks(fields: Page['fields']): Page['fields'] {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value !== null && written.has(name) ? defanged(value) : value,
    ]),
  );
}

function Sections({ page }: { page: Page }) {
  return (
    <div className={classes.page}>
      <div className={classes.main}>
        <Panel flush title={`What speaks for it (${page.signals.length})`}>
          <Signals signals={page.signals} />
        </Panel>
        <Offers page={page} />
        <Panel flush title={`Complaints (${page.complaints.length})`}>
          {page.complaints.length === 0 ? (
            <Empty title="No ticket names it">Nobody wrote about it in this copy.</Empty>
          ) : (
            <DataTable
              label="Complaints"
              columns={shortTicketColumns}
              rows={page.complaints}
              rowKey={(ticket) => ticket.ticket_id ?? ''}
              maxRows={8}
              onOpen={(ticket) => {
                if (ticket.ticket_id != null)
                  location.hash = recordHref('ticket', ticket.ticket_id);
              }}
            />
          )}
        </Panel>
      </div>
      <div className={classes.side}>
        <FlagPanel page={page} />
        <CaseOfIt id={page.seller_id} />
        <Likeness page={page} />
        {Object.keys(page.fields).length > 0 && (
          <Panel title="As the records have it">
            <FieldList fields={withoutLinks(page.fields)} own={page.seller_id} />
          </Panel>
        )}
      </div>
    </div>
  );
}

/** One seller: points with their records, offers against the floor, complaints, look-alikes, flag. */
export function SellerPage({ id }: { id: string }) {
  const { data, error, refetch } = useSeller(id);
  return (
    <Screen
      title={
        <>
          Seller <Site id={id} />
          {data !== undefined && <SellerMarks imitates={data.imitates} watched={data.watched} />}
        </>
      }
      aside={
        <Button size="compact-sm" variant="subtle" component="a" href={href({ screen: 'sellers' })}>
          All sellers
        </Button>
      }
    >
      {error !== null && data === undefined && (
        <Refused error={error} onRetry={() => void refetch()} />
      )}
      {error === null && data === undefined && <Working label="Loading the seller" />}
      {data !== undefined && (
        <>
          <Head page={data} />
          <WatchNote seller={data.seller_id} />
          <Sections page={data} />
        </>
      )}
    </Screen>
  );
}
