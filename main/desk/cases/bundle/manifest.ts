import { z } from 'zod';
import {
  bundleFormat,
  type BundleManifest,
  bundleManifest,
} from '../../../../contract/case-bundles.ts';
import { type Succession, succession } from '../../../../contract/audit.ts';
import { keyName } from '../../../../contract/cases.ts';
import { counted } from '../../../../contract/say.ts';
import {
  excerptRow,
  holdsExcerpt,
  keyId,
  signedBy,
  successionIsSigned,
} from '../../audit/audit.ts';
import { again, type Directory, readWhole } from './archive.ts';
import { refuseBundle } from './refusal.ts';

export const signatureDomain = 'recharge-desk/bundle/1\n';

/** The key of a desk whose entries a bundle holds. */
export interface DeskKey {
  readonly key_id: string;
  readonly public_key: string;
}

/** The manifest, held against the signature of the desk it names. Refuses BUNDLE_REFUSED. */
export async function signedManifest(
  directory: Directory,
): Promise<{ manifest: BundleManifest; sha256: string }> {
  const [stated, signature] = ['manifest.json', 'signature.json'].map((name) =>
    directory.found.get(name),
  );
  if (!stated || !signature) throw refuseBundle('It has no signed manifest.', again);
  const { bytes, sha256 } = await readWhole(directory, 'manifest.json', stated.uncompressedSize);
  const signed = await readWhole(directory, 'signature.json', signature.uncompressedSize);
  const said = json(bytes);
  assertFormat(said);
  const read = bundleManifest.safeParse(said);
  const mark = z.strictObject({ signature: z.base64().max(200) }).safeParse(json(signed.bytes));
  if (!read.success || !mark.success) throw refuseBundle('Its manifest is not well-formed.', again);
  const { public_key, key_id, files } = read.data;
  const what = Buffer.concat([Buffer.from(signatureDomain), bytes]);
  if (
    keyId(Buffer.from(public_key, 'base64')) !== key_id ||
    !signedBy(public_key, what, mark.data.signature)
  )
    throw refuseBundle('Its manifest is not signed by the desk that it names.', again);
  const names = files.map(({ name }) => name);
  if (new Set(names).size !== names.length)
    throw refuseBundle('Its manifest names a file twice.', again);
  return { manifest: read.data, sha256 };
}

function assertFormat(said: unknown): void {
  const format = typeof said === 'object' && said !== null && 'format' in said ? said.format : null;
  if (
    typeof format === 'string' &&
    format !== bundleFormat &&
    format.startsWith('recharge-desk-bundle/')
  )
    throw refuseBundle(
      'A newer Recharge Desk made it.',
      'Update Recharge Desk, then import it again.',
    );
}

function json(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refuseBundle('A text in it is not well-formed.', again);
  }
}

const deskList = z
  .array(z.strictObject({ key_id: keyName, public_key: z.base64().max(200) }))
  .max(1000);

/** The keys behind the entries, the sender's first. Refuses a key under another one's name. */
export function desksIn(text: Buffer, manifest: BundleManifest): readonly DeskKey[] {
  const read = deskList.safeParse(json(text));
  if (!read.success) throw refuseBundle('Its list of desks is not well-formed.', again);
  for (const { key_id, public_key } of read.data)
    if (keyId(Buffer.from(public_key, 'base64')) !== key_id)
      throw refuseBundle('A key in it is not the one it is named.', again);
  return [
    { key_id: manifest.key_id, public_key: manifest.public_key },
    ...read.data.filter(({ key_id }) => key_id !== manifest.key_id),
  ];
}

const successionList = z.array(succession).max(1000);

/** Which keys of desks in it followed each other. Refuses one that its keys did not sign. */
export function successionsIn(text: Buffer): readonly Succession[] {
  const read = successionList.safeParse(json(text));
  if (!read.success) throw refuseBundle('Its list of replaced keys is not well-formed.', again);
  if (!read.data.every(successionIsSigned))
    throw refuseBundle('It says of a key what that key did not sign.', again);
  return read.data;
}

/** The excerpt of the sender's audit: each row whole under its own hash, none beyond the anchor. */
export function auditIn(text: Buffer, manifest: BundleManifest): string {
  let rows = 0;
  for (let from = 0; from < text.length; rows++) {
    const end = text.indexOf('\n', from);
    const read = excerptRow.safeParse(json(text.subarray(from, end < 0 ? text.length : end)));
    if (
      !read.success ||
      !holdsExcerpt(manifest.install, read.data) ||
      read.data.seq > manifest.audit.seq
    )
      throw refuseBundle('The excerpt of the audit in it was changed.', again);
    from = end < 0 ? text.length : end + 1;
  }
  return `${counted(rows, 'row')} of the sender's audit, each whole under its own hash; the chain stood at row ${manifest.audit.seq}. That they are of that chain is the sender's word.`;
}
