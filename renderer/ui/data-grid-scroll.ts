/**
 * Where a row stands when there are more of them than a page can be high. Browsers end at some
 * 33 million pixels; up to `mostSlots` rows each has its own place, beyond that the scroll bar
 * stands for the whole and small steps still go row by row.
 */
export const mostSlots = 500_000;

/** A jump further than so many slots goes by the scroll bar's share, a shorter one by rows. */
const jump = 200;

/** Where a step to the edge of the slots begins to need new ground under it. */
const edge = 1000;

export interface Ground {
  /** The row that stands in the first slot. */
  readonly base: number;
  /** The slot at the top when this was found. */
  readonly slot: number;
}

export function slotsOf(rows: number): number {
  return Math.min(rows, mostSlots);
}

/**
 * The ground after the scroll bar went to `slot`: which row the first slot stands for now. `page`
 * is how many rows are in sight.
 */
export function groundAt(slot: number, before: Ground, rows: number, page: number): Ground {
  const slots = slotsOf(rows);
  const spare = rows - slots;
  if (spare === 0) return { base: 0, slot };
  const last = Math.max(1, slots - page);
  if (slot <= 0) return { base: 0, slot };
  if (slot >= last) return { base: spare, slot };
  if (Math.abs(slot - before.slot) > jump) return { base: Math.round((spare * slot) / last), slot };
  // Near an end the ground goes along, so that the bar ends where the rows do.
  if (slot < edge && slot < before.slot)
    return { base: Math.floor((before.base * slot) / before.slot), slot };
  if (slot > last - edge && slot > before.slot) {
    const left = (spare - before.base) * ((last - slot) / (last - before.slot));
    return { base: spare - Math.floor(left), slot };
  }
  return { base: before.base, slot };
}

/** The slot and the ground that bring a row into the first line. */
export function groundOf(row: number, rows: number, page: number): Ground {
  const slots = slotsOf(rows);
  const spare = rows - slots;
  if (spare === 0) return { base: 0, slot: row };
  const last = Math.max(1, slots - page);
  const slot = Math.max(0, Math.min(last, Math.round((row / Math.max(1, rows - page)) * last)));
  return { base: Math.max(0, Math.min(spare, row - slot)), slot };
}
