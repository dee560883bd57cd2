/**
 * Refusal reasons of Adyen in words, as notices carry them, and their refusalReasonCode. Source:
 * docs.adyen.com/development-resources/refusal-reasons, read 2026-11.
 */
const codes: Readonly<Record<string, string>> = {
  refused: '2',
  referral: '3',
  'acquirer error': '4',
  'blocked card': '5',
  'expired card': '6',
  'invalid amount': '7',
  'invalid card number': '8',
  'issuer unavailable': '9',
  'not supported': '10',
  '3d not authenticated': '11',
  'not enough balance': '12',
  'acquirer fraud': '14',
  cancelled: '15',
  'shopper cancelled': '16',
  'invalid pin': '17',
  'pin tries exceeded': '18',
  'pin validation not possible': '19',
  fraud: '20',
  'not submitted': '21',
  'fraud-cancelled': '22',
  'transaction not permitted': '23',
  'cvc declined': '24',
  'restricted card': '25',
  'revocation of auth': '26',
  'declined non generic': '27',
  'withdrawal amount exceeded': '28',
  'withdrawal count exceeded': '29',
  'issuer suspected fraud': '31',
  'avs declined': '32',
  'authentication required': '38',
};

/** The code of a reason; a reason that is not known comes back as it is. */
export function adyenReason(reason: string | null): string | null {
  if (reason === null) return null;
  // Some notices carry the code in front of the words.
  const coded = /^\s*(\d{1,2})\s*:\s*[A-Za-z]/.exec(reason)?.[1];
  return coded ?? codes[reason.trim().toLowerCase()] ?? reason;
}
