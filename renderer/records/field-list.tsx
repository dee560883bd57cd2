import type { ReactNode } from 'react';
import type { Fields, RecordKind } from '../../contract/records.ts';
import { recordHref } from '../app/route.ts';
import { Coins } from '../ui/coins.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Id } from '../ui/id.tsx';
import { Money } from '../ui/money.tsx';
import { revealed } from '../ui/reveal.ts';
import { Time } from '../ui/time.tsx';
import classes from './field-list.module.css';
import { isMasked } from './reveal-contact.tsx';

/** Columns that name another record, and the kind that has a page for it. */
const links: Readonly<Record<string, RecordKind>> = {
  account_id: 'account',
  account_token: 'account',
  counterparty_id: 'account',
  recharge_id: 'recharge',
  device_id: 'device',
  instrument_id: 'instrument',
  ip: 'ip',
  seller_id: 'seller',
  ticket_id: 'ticket',
};

const coinColumns = new Set(['coins', 'bonus_coins', 'delta', 'balance_after', 'balance_shown']);
const longColumns = new Set(['body', 'notes', 'raw', 'detail', 'message']);
const wireTimePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A value as its column means it; what is not known to mean anything stands as text. */
function valueOf(name: string, value: string, fields: Fields, own: string): ReactNode {
  const kind = links[name];
  if (kind !== undefined && value !== own && !isMasked(value))
    return <Id id={value} href={recordHref(kind, value)} />;
  if (name.endsWith('_id') || name.endsWith('_token')) return <Id id={value} />;
  if (coinColumns.has(name)) return <Coins coins={value} />;
  if (name.endsWith('_minor')) return <Money minor={value} currency={fields.currency ?? null} />;
  if (wireTimePattern.test(value)) return <Time at={value} show="absolute" />;
  if (longColumns.has(name)) {
    return (
      <div className={classes.box}>
        <HostileText text={value} />
      </div>
    );
  }
  return <HostileText inline text={value} />;
}

/** "store app version" for `store_app_version`, "amount" for `amount_minor`; the exact name stays on hover. */
function label(name: string): string {
  return revealed(name)
    .replace(/_minor$/, '')
    .replaceAll('_', ' ');
}

/** The columns of one record in words, what they name opened by a link, what is unknown counted. */
export function FieldList({ fields, own }: { fields: Fields; own: string }) {
  const known = Object.entries(fields).flatMap(([name, value]) =>
    value === null ? [] : [{ name, value }],
  );
  const unknown = Object.keys(fields).filter((name) => fields[name] === null);
  return (
    <>
      <dl className={classes.list}>
        {known.map(({ name, value }) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt title={revealed(name)}>{label(name)}</dt>
            <dd>{valueOf(name, value, fields, own)}</dd>
          </div>
        ))}
      </dl>
      {unknown.length > 0 && (
        <div className={classes.unknown}>Unknown: {unknown.map(label).join(', ')}</div>
      )}
    </>
  );
}
