import { Popover } from '@mantine/core';
import type { CopyCoverage } from '../../contract/records.ts';
import { Coverage } from '../records/coverage.tsx';
import { useCoverage } from '../records/queries.ts';
import { formatSpan, useNow } from '../ui/time.tsx';
import classes from './frame.module.css';

const day = 86_400_000;

function AsOf({ at, now }: { at: string; now: number }) {
  const [date = '', clock = ''] = new Date(at).toISOString().split('T');
  const named = new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  return (
    <span>
      Records{' '}
      <span className={classes.wide}>
        as of {named} {clock.slice(0, 5)} UTC ·{' '}
      </span>
      {formatSpan(now - Date.parse(at))} old
    </span>
  );
}

function ChipWords({ copy, now }: { copy: CopyCoverage | undefined; now: number }) {
  if (copy === undefined) return <span>Records</span>;
  if (copy.as_of === null) return <span>No records yet</span>;
  return <AsOf at={copy.as_of} now={now} />;
}

/** The age of the records, always in sight: neutral under a day, amber over it. Opens the whole. */
export function CopyChip() {
  const { data } = useCoverage();
  const now = useNow();
  const asOf = data?.as_of;
  const old = asOf === null || (asOf !== undefined && now - Date.parse(asOf) > day);
  return (
    <Popover width={540} withinPortal={false}>
      <Popover.Target>
        <button type="button" className={old ? `${classes.chip} ${classes.old}` : classes.chip}>
          {old && <span aria-hidden="true">!</span>}
          <ChipWords copy={data} now={now} />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="What the records cover">
        {data && <Coverage copy={data} />}
      </Popover.Dropdown>
    </Popover>
  );
}
