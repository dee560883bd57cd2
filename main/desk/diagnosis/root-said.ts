import type { CheckId } from '../../../contract/diagnosis.ts';
import type { Finding } from './findings.ts';
import type { Matter } from './matter.ts';
import { type Root, root } from './root.ts';

/** True where what was said names a cause, and not only that something failed. */
export function isCause(cause: Finding['cause']): cause is CheckId {
  return !/^(approved|temporary|integration|duplicate|unmapped|silent)$/.test(cause);
}

/** Who refused it, and in which words. */
export function fromFinding(finding: Finding, confidence: Root['confidence']): Root {
  const who =
    finding.by === 'platform' ? 'We' : finding.by === 'client' ? 'The app' : 'The provider';
  return root(
    finding.cause as CheckId,
    confidence,
    finding.by === 'platform'
      ? `${who} refused it: ${finding.says}.`
      : `${who} said ${finding.says}.`,
  );
}

/** It failed while an outage covered it. */
export function fromOutage(matter: Matter, summary: string | null, says: string | null): Root {
  return root(
    'incident',
    'likely',
    `It failed during an outage: ${summary ?? 'no summary'}${says === null ? '' : `, with ${says}`}.`,
    matter.own.world === 'store' ? 'store' : 'platform',
  );
}
