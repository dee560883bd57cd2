import type { ListDescription, ListLook } from '../../../contract/record-lists.ts';
import { wholeOrder } from '../../ui/data-grid-column.ts';

/**
 * Which columns a look shows, in their order; and which are asked for: those, and what opening a
 * row or showing its money needs.
 */
export function wanted(
  { columns, key, opens }: ListDescription,
  look: ListLook,
): { visible: string[]; asked: string[] } {
  const order = wholeOrder(
    look.order,
    columns.map(({ name }) => ({ id: name })),
  );
  const shown = order.filter((name) => !look.hidden.includes(name));
  const visible = [
    ...look.pinned.filter((name) => shown.includes(name)),
    ...shown.filter((name) => !look.pinned.includes(name)),
  ];
  const needed = new Set([
    ...visible,
    ...key,
    ...opens.flatMap((each) => each.columns),
    ...columns.flatMap(({ name, currency }) =>
      currency !== null && visible.includes(name) ? [currency] : [],
    ),
  ]);
  return { visible, asked: columns.map(({ name }) => name).filter((name) => needed.has(name)) };
}
