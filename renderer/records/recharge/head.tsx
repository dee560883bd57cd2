import { ActionIcon, Kbd, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { Fields, RechargePage } from '../../../contract/records.ts';
import { go, recordHref } from '../../app/route.ts';
import { Coins } from '../../ui/coins.tsx';
import { Id } from '../../ui/id.tsx';
import { Money } from '../../ui/money.tsx';
import { Time } from '../../ui/time.tsx';
import { CopyLine } from '../copy-line.tsx';
import { channelName } from '../words.ts';
import classes from './recharge.module.css';

function Story({ story, id }: { story: readonly string[]; id: string }) {
  const here = story.indexOf(id);
  const before = story[here - 1];
  const after = story[here + 1];
  const open = (to: string | undefined) => to !== undefined && go({ screen: 'recharge', id: to });
  useHotkeys([
    ['[', () => void open(before)],
    [']', () => void open(after)],
  ]);
  if (here < 0 || story.length < 2) return null;
  return (
    <nav className={classes.story} aria-label="Attempts of this purchase">
      <span>Attempt</span>
      <Tooltip
        label={
          <>
            The attempt before <Kbd size="xs">[</Kbd>
          </>
        }
      >
        <ActionIcon
          size={22}
          aria-label="The attempt before"
          disabled={before === undefined}
          onClick={() => open(before)}
        >
          <IconChevronLeft size={14} />
        </ActionIcon>
      </Tooltip>
      <span aria-current="step">
        {here + 1} of {story.length}
      </span>
      <Tooltip
        label={
          <>
            The attempt after <Kbd size="xs">]</Kbd>
          </>
        }
      >
        <ActionIcon
          size={22}
          aria-label="The attempt after"
          disabled={after === undefined}
          onClick={() => open(after)}
        >
          <IconChevronRight size={14} />
        </ActionIcon>
      </Tooltip>
    </nav>
  );
}

function Sum({ fields }: { fields: Fields }) {
  const { bonus_coins: bonus = null, quantity = null } = fields;
  return (
    <span className={classes.sum}>
      <Coins coins={fields.coins ?? null} />
      {bonus !== null && bonus !== '0' && (
        <>
          {' + '}
          <Coins coins={bonus} bare /> bonus
        </>
      )}
      {quantity !== null && quantity !== '1' && ` × ${quantity}`}
      {' · '}
      <Money minor={fields.amount_minor ?? null} currency={fields.currency ?? null} />
      {' · '}
      {channelName(fields.channel)}
      {fields.storefront !== null && fields.storefront !== undefined && ` · ${fields.storefront}`}
    </span>
  );
}

/** What was bought, and which attempt of the purchase this is. The room is there before the data. */
export function RechargeHead(props: {
  id: string;
  story: readonly string[];
  page: RechargePage | undefined;
}) {
  const { id, story, page } = props;
  return (
    <header className={classes.head}>
      <h1 className={classes.title}>
        Recharge <Id id={id} />
      </h1>
      {page !== undefined && <Sum fields={page.fields} />}
      <span className={classes.grow} />
      <Story story={story} id={id} />
    </header>
  );
}

/** By whom and when, and whether the copy speaks for that moment. */
export function RechargeUnderHead({ page }: { page: RechargePage | undefined }) {
  const { account_id: account = null, created_at: created = null } = page?.fields ?? {};
  return (
    <div className={classes.under}>
      <div>
        {account !== null && (
          <span>
            Account <Id id={account} href={recordHref('account', account)} />
          </span>
        )}
        {created !== null && (
          <span>
            created <Time at={created} show="absolute" /> (<Time at={created} />)
          </span>
        )}
      </div>
      <div>{page !== undefined && <CopyLine copy={page.copy} covered={page.covered} />}</div>
    </div>
  );
}
