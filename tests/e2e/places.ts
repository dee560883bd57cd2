import type { Page } from '@playwright/test';

/** Goes to a place by the navigation; links of the page itself may bear the same word. */
export async function goTo(page: Page, place: string): Promise<void> {
  const places = page.getByRole('navigation', { name: 'Places' });
  await places.getByRole('link', { name: place, exact: true }).click();
}
