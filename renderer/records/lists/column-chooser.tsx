import { Button, Checkbox, Popover, ScrollArea } from '@mantine/core';
import { IconColumns } from '@tabler/icons-react';
import type { ListLook } from '../../../contract/record-lists.ts';
import type { GridColumn } from '../../ui/data-grid-column.ts';
import type { ListRow } from './list-rows.ts';
import classes from './list-page.module.css';

/** Which columns are shown. At least one stays. */
export function ColumnChooser(props: {
  columns: readonly GridColumn<ListRow>[];
  look: ListLook;
  onLook: (look: ListLook) => void;
}) {
  const { columns, look, onLook } = props;
  const hidden = new Set(look.hidden);
  const shown = columns.length - hidden.size;
  function toggle(id: string): void {
    if (hidden.has(id)) hidden.delete(id);
    else hidden.add(id);
    onLook({ ...look, hidden: [...hidden] });
  }
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns size={15} aria-hidden="true" />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <ScrollArea.Autosize mah={420} type="auto">
          <div className={classes.chooser}>
            {columns.map(({ id, header }) => (
              <Checkbox
                key={id}
                label={header}
                checked={!hidden.has(id)}
                disabled={shown === 1 && !hidden.has(id)}
                onChange={() => toggle(id)}
              />
            ))}
          </div>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}
