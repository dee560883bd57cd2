import { counted } from '../../../contract/say.ts';
import type { Anchor, AuditVerdict, KeyTime } from '../../../contract/audit.ts';

/** What every verdict is said from. */
export interface Found {
  /** Rows that hold, from the first. */
  readonly rows: bigint;
  /** The newest row that an anchor beside the workspace speaks of; null where there is none. */
  readonly kept: bigint | null;
  readonly isProtected: boolean;
  /** Which key signed what, the first one first. */
  readonly keys: readonly KeyTime[];
}

/** What the signing key is worth: proof only up to the newest anchor that is held elsewhere. */
const unprotected =
  'The signing key lies in a file of this workspace, so whoever holds the folder could sign anew: ' +
  'proof reaches only as far as an anchor kept elsewhere.';

/** Which key signed what, in words; where there was only ever one there is nothing to say. */
function signers(keys: readonly KeyTime[]): string {
  const [first, ...rest] = keys;
  if (first === undefined || rest.length === 0) return '';
  const said = rest.map(({ key_id, came, from }, index) => {
    const before = keys[index];
    if (came === 'replaced')
      return `from row ${from} on key ${key_id}, which key ${before?.key_id} named itself`;
    return (
      `from row ${from} on key ${key_id}, put in the place of one that was lost: key ${before?.key_id} ` +
      (before?.signed_to == null
        ? 'never signed a row'
        : `signed up to row ${before.signed_to}, and rows after that rest on the new key and on anchors kept elsewhere`)
    );
  });
  return ` It was signed by key ${first.key_id}, ${said.join('; ')}.`;
}

function verdict(
  word: AuditVerdict['verdict'],
  { rows, isProtected, keys }: Found,
  sentence: string,
  at: { anchored_to?: number; broken_at?: bigint } = {},
): AuditVerdict {
  const isWhole = word === 'anchored' || word === 'unanchored';
  const said = isWhole ? `${sentence}${signers(keys)}` : sentence;
  return {
    verdict: word,
    rows: Number(rows),
    anchored_to: at.anchored_to ?? null,
    broken_at: at.broken_at === undefined ? null : Number(at.broken_at),
    key_protected: isProtected,
    keys: [...keys],
    sentence: isWhole && !isProtected ? `${said} ${unprotected}` : said,
  };
}

function tailAfter(rows: bigint, seq: number): string {
  const tail = rows - BigInt(seq);
  if (tail <= 0n) return '';
  return tail === 1n
    ? '; the 1 row after it is not anchored'
    : `; the ${tail} rows after it are not anchored`;
}

export function unanchored(found: Found): AuditVerdict {
  const beside =
    found.kept === null
      ? ''
      : ` The anchors that the desk keeps beside this workspace agree up to row ${found.kept}, but ` +
        'whoever can change one can change the other.';
  return verdict(
    'unanchored',
    found,
    `The chain of ${counted(found.rows, 'row')} is whole, but no anchor from outside this file was given: rows cut ` +
      `from its end, or a chain rewritten with its key, would not show.${beside}`,
  );
}

export function broken(found: Found, at: bigint): AuditVerdict {
  return verdict(
    'broken',
    { ...found, rows: at - 1n },
    `The chain breaks at row ${at}: that row or one before it was changed, taken out or put in.`,
    { broken_at: at },
  );
}

export function anchoredTo(found: Found, seq: number): AuditVerdict {
  return verdict(
    'anchored',
    found,
    `The chain of ${counted(found.rows, 'row')} is whole and is the one anchored at row ${seq}${tailAfter(found.rows, seq)}.`,
    { anchored_to: seq },
  );
}

export function byCode(found: Found, seq: number): AuditVerdict {
  return verdict(
    'anchored',
    found,
    `The chain of ${counted(found.rows, 'row')} is whole, and the code is that of row ${seq}${tailAfter(found.rows, seq)}.`,
    { anchored_to: seq },
  );
}

export function contradicts(found: Found, seq: number): AuditVerdict {
  return verdict(
    'contradicts_anchor',
    found,
    `The anchor says what row ${seq} was, and this chain of ${counted(found.rows, 'row')} says otherwise: it ` +
      'was rewritten, cut, or is an older copy.',
  );
}

export function contradictsKept(found: Found, seq: bigint): AuditVerdict {
  const missing = (found.kept ?? seq) - found.rows;
  return verdict(
    'contradicts_anchor',
    found,
    `An anchor that the desk kept beside this workspace says what row ${seq} was, and this chain of ` +
      `${counted(found.rows, 'row')} says otherwise: it was rewritten, cut, or is an older copy` +
      `${missing > 0n ? `, with at least ${missing} rows missing` : ''}.`,
  );
}

export function codeUnknown(found: Found, code: string): AuditVerdict {
  return verdict(
    'contradicts_anchor',
    found,
    `No row of this chain of ${counted(found.rows, 'row')} has the code ${code}: it was rewritten or cut, or the ` +
      'code is of another desk or mistyped.',
  );
}

export function foreign(found: Found, anchor: Anchor): AuditVerdict {
  return verdict(
    'contradicts_anchor',
    found,
    `The anchor (key ${anchor.key_id}) was not signed by the key that this workspace had at row ${anchor.seq}, ` +
      'so it proves nothing for this chain: it belongs to another desk, was changed, or the key here was ' +
      'exchanged without saying so.',
  );
}
