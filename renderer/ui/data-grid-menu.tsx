import { Menu } from '@mantine/core';
import type { GridAction } from './data-grid.tsx';
import type { GridColumn, GridTable } from './data-grid-column.ts';
import { movedBefore } from './data-grid-head.tsx';
import classes from './data-grid.module.css';

/** Which menu stands open, and where: of a column, or with `row` of a cell. */
export interface GridMenu {
  readonly x: number;
  readonly y: number;
  readonly column: string;
  readonly row?: number;
}

const widthStep = 40;

/** The menu of a column: sort, place, width, pin, hide, and what its owner adds. */
function columnItems(table: GridTable, id: string): GridAction[] {
  const column = table.getColumn(id);
  if (!column) return [];
  const pinned = column.getIsPinned() !== false;
  const visible = table.getVisibleLeafColumns().map((each) => each.id);
  const at = visible.indexOf(id);
  const move = (by: number) => {
    const onto = visible[at + by];
    if (onto !== undefined) table.setColumnOrder((order) => movedBefore(order, id, onto));
  };
  const size = (width: number) =>
    table.setColumnSizing((sizes) => ({ ...sizes, [id]: Math.max(48, width) }));
  const sorts: GridAction[] = [
    { name: 'Sort ascending', run: () => column.toggleSorting(false, false) },
    { name: 'Sort descending', run: () => column.toggleSorting(true, false) },
    { name: 'Then sort by this', run: () => column.toggleSorting(undefined, true) },
  ];
  return [
    ...(column.getCanSort() ? sorts : []),
    ...(at > 0 ? [{ name: 'Move left', run: () => move(-1) }] : []),
    ...(at < visible.length - 1 ? [{ name: 'Move right', run: () => move(1) }] : []),
    { name: 'Wider', run: () => size(column.getSize() + widthStep) },
    { name: 'Narrower', run: () => size(column.getSize() - widthStep) },
    {
      name: pinned ? 'Let it scroll' : 'Keep at the left',
      run: () => column.pin(pinned ? false : 'start'),
    },
    ...(visible.length > 1 ? [{ name: 'Hide', run: () => column.toggleVisibility(false) }] : []),
  ];
}

/** The open menu. That of a cell leads to that of its column, which no key reaches otherwise. */
export function DataGridMenu<T>(props: {
  menu: GridMenu | null;
  onMenu: (menu: GridMenu) => void;
  onClose: () => void;
  table: GridTable;
  names: ReadonlyMap<string, GridColumn<T>>;
  actions: readonly GridAction[];
}) {
  const { menu, table, actions } = props;
  if (!menu) return null;
  const own = menu.row === undefined ? columnItems(table, menu.column) : [];
  const name = props.names.get(menu.column)?.header ?? menu.column;
  const item = ({ name: label, run }: GridAction) => (
    <Menu.Item key={label} onClick={run}>
      {label}
    </Menu.Item>
  );
  return (
    <Menu
      key={menu.row === undefined ? 'column' : 'cell'}
      opened
      onChange={(opened) => !opened && props.onClose()}
      position="bottom-start"
    >
      <Menu.Target>
        <span className={classes.menuAt} style={{ left: menu.x, top: menu.y }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={name}>
        {actions.map(item)}
        {actions.length > 0 && <Menu.Divider />}
        {own.map(item)}
        {menu.row !== undefined && (
          <Menu.Item
            closeMenuOnClick={false}
            onClick={() => props.onMenu({ x: menu.x, y: menu.y, column: menu.column })}
          >
            Column {name} …
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
