export const secondMs = 1_000;
export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** UTC ms to the form of the drop. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

export function startOfDay(ms: number): number {
  return ms - (((ms % dayMs) + dayMs) % dayMs);
}
