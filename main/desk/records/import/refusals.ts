import { Refusal, refuse } from '../../../../contract/errors.ts';
import { messageOf } from '../../storage/storage.ts';
import { redactText } from './redact.ts';

/** Whatever went wrong, as a refusal that a person can act on. The copy is the old one. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const code = codeOf(error);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return busy();
  if (
    /^(?:SQLITE_FULL|SQLITE_IOERR|SQLITE_CANTOPEN|SQLITE_READONLY|ENOSPC|EDQUOT|EROFS|EIO|EACCES|EPERM)/.test(
      code,
    )
  )
    return refuse(
      'DISK',
      `The import could not write to the workspace: ${redactText(messageOf(error))}.`,
      'Make room or give write access, then import again; the old copy stays.',
    );
  return refuse(
    'INTERNAL',
    `The import failed: ${redactText(messageOf(error))}.`,
    'The old copy stays. Import again; if it fails again, report this sentence.',
  );
}

export function busy(): Refusal {
  return refuse(
    'BUSY',
    'Another import into this workspace is running.',
    'Wait until it is done or cancel it, then import again.',
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
