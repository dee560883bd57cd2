/** The value below which such a share of a list lies. */
export function quantile(list: readonly number[], share: number): number {
  const sorted = list.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export const ms = (value: number): string => value.toFixed(value < 10 ? 2 : 1);

export const cells = (list: readonly (string | number)[]): string => `| ${list.join(' | ')} |`;
