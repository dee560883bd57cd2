import type { AccountPage, Fields, RecordKind } from '../../../contract/records.ts';
import { recordHref } from '../../app/route.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Id } from '../../ui/id.tsx';
import { OutcomeBadge } from '../../ui/outcome-badge.tsx';
import { Panel } from '../../ui/panel.tsx';
import { isMasked } from '../reveal-contact.tsx';
import classes from './account.module.css';

/** What it is, and its page; a masked address has none. */
function Own({ kind, id }: { kind: RecordKind; id: string | null }) {
  if (id === null) return 'address unknown';
  return isMasked(id) ? <span>{id}</span> : <Id id={id} href={recordHref(kind, id)} />;
}

/** The desk counts sharers up to so many. */
const mostSharers = '100';

function Shared({ thing }: { thing: Fields }) {
  const count = thing.shared_accounts ?? '0';
  if (count === '0') return null;
  const others = count === '1' ? '1 other' : `${count} others`;
  return (
    <OutcomeBadge
      outcome="warn"
      word={`shared with ${count === mostSharers ? `${mostSharers} or more` : others}`}
    />
  );
}

function words(thing: Fields, columns: readonly string[]): string {
  return columns
    .map((column) => thing[column] ?? null)
    .filter((value) => value !== null)
    .join(' · ');
}

function Things(props: {
  title: string;
  things: readonly Fields[];
  kind: RecordKind;
  id: string;
  about: (thing: Fields) => string;
}) {
  const { title, things, kind, id } = props;
  return (
    <Panel title={`${title} (${things.length})`} flush>
      {things.length === 0 ? (
        <p className={classes.none}>None in this copy.</p>
      ) : (
        <ul className={classes.things} tabIndex={0} aria-label={title}>
          {things.map((thing, index) => {
            const own = thing[id] ?? null;
            return (
              <li key={`${own}/${index}`}>
                <div className={classes.thing}>
                  <span>
                    <Own kind={kind} id={own} />
                  </span>
                  <Shared thing={thing} />
                </div>
                <div className={classes.about}>
                  <HostileText inline text={props.about(thing)} />
                </div>
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}

function card(thing: Fields): string {
  const number = thing.last4 === null || thing.last4 === undefined ? '' : `···· ${thing.last4}`;
  const month = thing.exp_month?.padStart(2, '0') ?? null;
  const until = month === null || !thing.exp_year ? '' : `until ${month}/${thing.exp_year}`;
  return [
    words(thing, ['kind', 'brand']),
    number,
    until,
    words(thing, ['issuer_country', 'funding']),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function counted(count: string | null | undefined, one: string): string {
  return `${count ?? '0'} ${count === '1' ? one : `${one}s`}`;
}

function visits(place: Fields): string {
  const counts = [counted(place.sessions, 'session'), counted(place.recharges, 'recharge')].join(
    ', ',
  );
  return [words(place, ['ip_country', 'ip_kind']), counts]
    .filter((part) => part !== '')
    .join(' · ');
}

/** Devices, instruments and places on one strip; what others use too is marked. */
export function Belongings({ page }: { page: AccountPage }) {
  return (
    <div className={classes.strip}>
      <Things
        title="Devices"
        things={page.devices}
        kind="device"
        id="device_id"
        about={(device) => words(device, ['platform', 'model', 'os_version', 'app_version'])}
      />
      <Things
        title="Instruments"
        things={page.instruments}
        kind="instrument"
        id="instrument_id"
        about={card}
      />
      <Things title="Places" things={page.places} kind="ip" id="ip" about={visits} />
    </div>
  );
}
