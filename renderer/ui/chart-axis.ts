/** A colour of the theme by the name of its variable: canvases know no CSS. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** What every axis of our charts looks like. */
export function axis() {
  return {
    stroke: colour('--desk-faint'),
    font: '11px system-ui',
    grid: { stroke: colour('--desk-line'), width: 1 },
    ticks: { show: false },
  };
}
