import type { BundleManifest, BundleVerdict } from '../../../../contract/case-bundles.ts';
import { longestParty } from '../../../../contract/cases.ts';
import { counted } from '../../../../contract/say.ts';
import type { Opened } from './open.ts';
import { clockSkew } from './wire.ts';

/** A copy older than this is told as old. */
const oldMs = 30 * 24 * 60 * 60_000;

/** What this desk knows of a bundle beside what stands in it. */
export interface Standing {
  /** UTC ms. */
  readonly now: number;
  readonly signer: BundleVerdict['signer'];
  /** What people here call the desk that signed it. */
  readonly signerName: string | null;
  /** What is to be known of the key that signed it; empty where it is the one it always was. */
  readonly ofKey: readonly string[];
  readonly seen: BundleVerdict['seen'];
  /** The age recipients of those who opened it. */
  readonly recipients: readonly string[];
}

/** The verdict on a whole bundle: who signed it, how old it is, and what a person should know first. */
export function verdictOn(bundle: Opened, standing: Standing): BundleVerdict {
  const { manifest, audit, cases } = bundle;
  const { now, signer, signerName, ofKey, seen, recipients } = standing;
  const age = Math.max(0, now - Date.parse(manifest.created_at));
  return {
    verdict: 'whole',
    signer,
    signer_key: manifest.key_id,
    signer_name: signerName,
    made_by: manifest.created_by,
    made_at: manifest.created_at,
    age_seconds: Math.round(age / 1000),
    seen,
    audit,
    sentence: sentenceOf(manifest, standing, age),
    warnings: [
      ...(Date.parse(manifest.created_at) > now + clockSkew
        ? ['By the clock here it was made in the future: one of the two clocks is wrong.']
        : []),
      ...ofKey,
      ...warningsOf(manifest, signer, seen, age),
      ...passedOn(bundle, recipients),
      ...(cases.length > 1
        ? [`It also brings entries of ${cases.slice(1).join(', ')}, which it says it took up.`]
        : []),
    ],
  };
}

function sentenceOf(
  manifest: BundleManifest,
  { signer, signerName }: Standing,
  age: number,
): string {
  const days = Math.floor(age / 86_400_000);
  const whose = {
    own: 'by this desk itself',
    known: signerName
      ? `by the desk called ${signerName} here (${manifest.key_id})`
      : `by desk ${manifest.key_id}, which is known here`,
    new: `by desk ${manifest.key_id}, which was never met before`,
  }[signer];
  return `Whole, signed ${whose}; made by ${manifest.created_by} ${days === 0 ? 'today' : `${counted(days, 'day')} ago`}; ${counted(manifest.entries, 'entry', 'entries')} at level ${manifest.level}.`;
}

function warningsOf(
  manifest: BundleManifest,
  signer: BundleVerdict['signer'],
  seen: BundleVerdict['seen'],
  age: number,
): string[] {
  return [
    ...(signer === 'new'
      ? [
          `Nobody here has met this desk: compare its key ${manifest.key_id} with its owner by another way.`,
        ]
      : []),
    ...(seen === 'same' ? ['This very bundle was imported before; it changes nothing.'] : []),
    ...(seen === 'older' ? ['A newer bundle of this case came from that desk before.'] : []),
    ...(age > oldMs ? ['It is more than thirty days old.'] : []),
    ...(manifest.masked > 0
      ? [`${manifest.masked} of its entries came masked; those words are the sender's.`]
      : []),
  ];
}

/** A seal says nothing of who made it: that it was sealed anew for us shows in the custody inside. */
function passedOn({ exportedTo, manifest }: Opened, recipients: readonly string[]): string[] {
  if (!exportedTo?.startsWith('age1') || exportedTo.length >= longestParty) return [];
  const meant = exportedTo.split(', ');
  return recipients.some((one) => meant.includes(one))
    ? []
    : [
        `Desk ${manifest.key_id} sealed it for others than this desk: whoever sent it passed it on.`,
      ];
}
