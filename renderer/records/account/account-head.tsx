import { Button, Kbd } from '@mantine/core';
import type { AccountPage, Fields } from '../../../contract/records.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Id } from '../../ui/id.tsx';
import { OutcomeBadge, type OutcomeName } from '../../ui/outcome-badge.tsx';
import { Time } from '../../ui/time.tsx';
import { CopyLine } from '../copy-line.tsx';
import { RevealContact } from '../reveal-contact.tsx';
import classes from './account.module.css';

const statusOutcomes: Readonly<Record<string, OutcomeName>> = {
  active: 'pass',
  restricted: 'warn',
  suspended: 'fail',
  closed: 'skipped',
};

/** What is told of a person, in this order; the desk masks what a role may not see. */
const told: readonly (readonly [string, string])[] = [
  ['display_name', 'name'],
  ['email', 'e-mail'],
  ['phone', 'phone'],
  ['country', 'country'],
  ['storefront', 'storefront'],
  ['kind', 'kind'],
  ['age_band', 'age'],
];

/** What goes without saying: nearly all accounts are personal, and buy where they are at home. */
function plain(column: string, fields: Fields): boolean {
  if (column === 'kind') return fields.kind === 'personal';
  return column === 'storefront' && fields.storefront === fields.country;
}

function Told({ fields }: { fields: Fields }) {
  return told.map(([column, name]) => {
    const value = fields[column] ?? null;
    if (value === null || plain(column, fields)) return null;
    return (
      <span key={column}>
        {name}{' '}
        <b>
          <HostileText inline text={column === 'age_band' ? value.replaceAll('_', ' ') : value} />
        </b>
      </span>
    );
  });
}

/** Who it is. The room is there before the data. */
export function AccountHead(props: {
  id: string;
  page: AccountPage | undefined;
  panelOpen: boolean;
  onPropose: (() => void) | null;
}) {
  const { id, page, onPropose } = props;
  const { status = null, username = null, created_at: created = null } = page?.fields ?? {};
  return (
    <>
      <header className={classes.head}>
        <h1 className={classes.title}>
          Account <Id id={id} />
        </h1>
        {username !== null && <HostileText inline text={username} />}
        {status !== null && (
          <OutcomeBadge outcome={statusOutcomes[status] ?? 'unknown'} word={status} />
        )}
        <span className={classes.grow} />
        {onPropose !== null && !props.panelOpen && (
          <Button variant="default" rightSection={<Kbd size="xs">M</Kbd>} onClick={onPropose}>
            Propose an adjustment
          </Button>
        )}
      </header>
      <div className={classes.under}>
        {page !== undefined && (
          <>
            <Told fields={page.fields} />
            <RevealContact kind="account" id={id} fields={page.fields} />
            {created !== null && (
              <span>
                since <Time at={created} show="minute" /> UTC
              </span>
            )}
            <span className={classes.copy}>
              <CopyLine copy={page.copy} />
            </span>
          </>
        )}
      </div>
    </>
  );
}
