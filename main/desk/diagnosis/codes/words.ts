import type { CheckId } from '../../../../contract/diagnosis.ts';

/**
 * What a store's or an app's own message says where there is no code, or where the code leaves
 * it open. English, as stores log it. A message decides nothing a code has decided.
 */
const sayings: readonly (readonly [RegExp, CheckId])[] = [
  [
    /verif(y|ication)[^.]*(required|needed|account|identity|profile|payment)|(account|profile|identity)[^.]*verif/i,
    'store_verification',
  ],
  [
    /ask to buy|family (approval|organi[sz]er)|guardian|parent(al)? approval|deferred/i,
    'guardian_approval',
  ],
  [
    /billing (problem|issue|error)|unpaid|outstanding (balance|payment)|payment method (was )?(declined|cannot|could not|failed|invalid|rejected)|update (your )?payment/i,
    'store_billing',
  ],
  [/time[ds]?[ -]?out|network|connection|offline|unreachable|dns/i, 'connectivity'],
  [
    /certificate (is )?(not yet valid|expired)|clock|not yet valid|token used before issued|device time/i,
    'clock_wrong',
  ],
];

/** A message that names a rule of an organisation, a device or a parent. */
const policyWords =
  /polic|enterprise|administrator|\badmin\b|managed|mdm|restrict|parental|screen time|work profile|purchases? (is|are) (not allowed|disabled)/i;

/** The cause that a message names in so many words; null where it names none. */
export function causeInWords(message: string | null): CheckId | null {
  if (!message) return null;
  return sayings.find(([words]) => words.test(message))?.[1] ?? null;
}

/** True where a message or sub-code names a policy, checks.md on Play response 3. */
export function namesPolicy(...texts: (string | null)[]): boolean {
  return texts.some((text) => text !== null && policyWords.test(text));
}
