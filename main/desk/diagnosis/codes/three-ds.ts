/** transStatus of 3-D Secure. Facts §1.8; developer.paypal.com authentication_response; 2026-11-23. */
export const threeDsStatus: Readonly<
  Record<string, { readonly outcome: 'pass' | 'fail' | 'warn'; readonly says: string }>
> = {
  Y: { outcome: 'pass', says: 'authenticated' },
  A: { outcome: 'pass', says: 'authentication attempted, the issuer does not take part' },
  N: { outcome: 'fail', says: 'not authenticated' },
  R: { outcome: 'fail', says: 'rejected by the issuer' },
  C: { outcome: 'warn', says: 'the bank asked the customer to confirm' },
  D: { outcome: 'warn', says: 'the customer confirms later in the bank app' },
  U: { outcome: 'warn', says: 'could not be carried out' },
  I: { outcome: 'pass', says: 'for information only' },
};

/** A status with its meaning, as in `N: not authenticated`; one that is not known stands alone. */
export function threeDsSays(status: string | null): string {
  const known = threeDsStatus[status ?? ''];
  return known === undefined ? `${status}` : `${status}: ${known.says}`;
}

const visaLike: Readonly<Record<string, string>> = {
  '05': 'fully authenticated',
  '06': 'authentication attempted',
  '07': 'no authentication',
};

const mastercard: Readonly<Record<string, string>> = {
  '02': 'fully authenticated',
  '01': 'authentication attempted',
  '00': 'no authentication',
  '04': 'data only',
  '06': 'exempt',
  '07': 'recurring, authenticated',
};

/**
 * What an ECI says; the same number means opposite things by scheme, so without one it says
 * nothing (null). Facts §1.8; checkout.com eci-values, developers.tabapay.com; 2026-11-23.
 */
export function eciSays(scheme: string | null, eci: string): string | null {
  const number = eci.trim().padStart(2, '0');
  const name = (scheme ?? '').toLowerCase();
  if (/^(mastercard|mc|maestro)$/.test(name)) return mastercard[number] ?? null;
  if (/^(visa|amex|american ?express|jcb|diners|discover)/.test(name))
    return visaLike[number] ?? null;
  return null;
}
