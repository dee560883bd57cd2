import type { TestWorkspace } from './import-workspace.ts';

/** UTC seconds at which the charge below was made. */
export const seconds = Date.UTC(2026, 8, 21, 12) / 1000;
/** A charge of Stripe that paid. */
export const charge = {
  id: 'ch_1',
  object: 'charge',
  amount: 1090,
  amount_captured: 1090,
  amount_refunded: 0,
  captured: true,
  created: seconds,
  currency: 'eur',
  disputed: false,
  payment_intent: 'pi_1',
  status: 'succeeded',
};
/** A refund of that charge, as Stripe tells it. */
export const refund = (id: string, amount: number, more: object = {}) => ({
  id,
  object: 'refund',
  amount,
  charge: 'ch_1',
  payment_intent: 'pi_1',
  currency: 'eur',
  created: seconds + 1000,
  status: 'succeeded',
  ...more,
});
/** An event of Stripe, so many seconds after the charge. */
export const event = (at: number, object: { object: string; [name: string]: unknown }) => ({
  id: `evt_${at}`,
  object: 'event',
  type: `${object.object}.updated`,
  created: seconds + at,
  data: { object },
});
/** A notice of Adyen about payment `P1`, or one that names it. */
export const notice = (
  eventCode: string,
  pspReference: string,
  value: number,
  more: object = {},
) => ({
  live: 'true',
  notificationItems: [
    {
      NotificationRequestItem: {
        amount: { currency: 'EUR', value },
        eventCode,
        eventDate: '2026-09-21T14:13:20+02:00',
        merchantAccountCode: 'Shop',
        merchantReference: 'rc_1',
        pspReference,
        success: 'true',
        ...more,
      },
    },
  ],
});

/** A row of Google Play's sales report, at UTC seconds. */
export const sales = (status: string, at: number, charged: string) =>
  `Order Number,Order Charged Timestamp,Financial Status,SKU ID,Currency of Sale,Item Price,Charged Amount\nGPA.1,${at},${status},coins,KRW,"17,500.00","${charged}"\n`;

/** Minor units that went back. */
export const refunded = (w: TestWorkspace, table = 'payments') =>
  w.value(`select refunded_minor from ${table}`);

/** Imports each of these as a drop of its own. */
export async function importEach(w: TestWorkspace, ...files: object[]): Promise<void> {
  for (const file of files) await w.run(w.drop({ 'f.json': JSON.stringify(file) }));
}
