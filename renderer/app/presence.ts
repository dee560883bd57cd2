/** How often at most the desk is told that somebody is at the keys. */
const everyMs = 30_000;

/**
 * Tells the desk when somebody presses a key or a button here: reading alone does not keep a
 * sign-in open, for pages refresh by themselves. What refuses it is dealt with where all calls are.
 */
export function reportPresence(report: () => Promise<void>): void {
  let last = Date.now();
  const seen = () => {
    const now = Date.now();
    if (now - last < everyMs) return;
    last = now;
    report().catch(() => {});
  };
  for (const event of ['pointerdown', 'keydown', 'wheel'] as const)
    window.addEventListener(event, seen, { capture: true, passive: true });
}
