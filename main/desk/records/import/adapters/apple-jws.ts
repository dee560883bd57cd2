import { verify, X509Certificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate } from '@peculiar/asn1-x509';
import type { Known, Trust } from './adapter.ts';
import { isObject, list, parseRecord, text, wholeMs } from './json.ts';

/** `absent`: decoded, but nothing there could be verified. */
export type Signature = 'verified' | 'failed' | 'absent';

export interface Decoded {
  readonly payload: Record<string, unknown>;
  readonly signature: Signature;
  /** Why it is not verified, in words; null where it is. */
  readonly why: string | null;
  /** Apple signed it, but for an app that is not ours. */
  readonly foreign?: boolean;
}

/** Marks of Apple's certificates: the leaf that signs receipts, and the intermediate above it. */
const leafMark = '1.2.840.113635.100.6.11.1';
const intermediateMark = '1.2.840.113635.100.6.2.1';

/** A clock may be off by so much against the validity of a certificate. */
const toleranceMs = 60_000;

const compact = /^[\w-]+\.[\w-]+\.[\w-]*$/;

export function looksSigned(value: unknown): value is string {
  return typeof value === 'string' && value.length > 100 && compact.test(value.trim());
}

/**
 * Decodes what Apple signed and checks it with no network: ES256, exactly three certificates, the
 * chain up to the key of a pinned root (never up to what the token itself calls a root), Apple's
 * marks, validity at the signed date, then the signature. Null where it is no signed JSON at all.
 * Source of the steps: apple/app-store-server-library-node, jws_verification.ts (2026-11).
 */
export function decodeSigned(token: string, trust: Trust): Decoded | null {
  const [head = '', body = '', mark = ''] = token.trim().split('.');
  const header = jsonOf(head);
  const payload = jsonOf(body);
  if (!header || !payload) return null;
  const environment = text(payload, 'environment') ?? text(payload, 'data', 'environment');
  const chain = list(header, 'x5c');
  if (environment === 'Xcode' || environment === 'LocalTesting' || chain.length === 1)
    return {
      payload,
      signature: 'absent',
      why: `decoded, not verifiable: made by ${environment ?? 'a test environment'}, not by the App Store`,
    };
  const signedAt = Number(wholeMs(text(payload, 'signedDate')) ?? Number.NaN);
  const why = faultOf({ header, chain, signedAt, head, body, mark }, trust);
  return { payload, signature: why === null ? 'verified' : 'failed', why };
}

/** What is signed for another app proves no payment to us, however good its signature is. */
export function ofOurApp(decoded: Decoded, { apple_bundles: ours }: Known): Decoded {
  const { payload, signature } = decoded;
  const bundle = text(payload, 'bundleId') ?? text(payload, 'data', 'bundleId');
  if (ours.length === 0 || signature === 'failed' || (bundle !== null && ours.includes(bundle)))
    return decoded;
  // What came without its signature may well leave out more.
  if (bundle === null && signature === 'absent') return decoded;
  const why =
    bundle === null ? 'it does not say of which app it is' : `it is of another app: ${bundle}`;
  return { payload, signature: 'failed', why, foreign: signature === 'verified' };
}

interface Token {
  readonly header: Record<string, unknown>;
  readonly chain: readonly unknown[];
  readonly signedAt: number;
  readonly head: string;
  readonly body: string;
  readonly mark: string;
}

function faultOf(token: Token, trust: Trust): string | null {
  const { header, chain, signedAt, head, body, mark } = token;
  if (text(header, 'alg') !== 'ES256') return 'it is not signed with ES256';
  if (chain.length !== 3) return 'it does not carry three certificates';
  if (!Number.isFinite(signedAt)) return 'it has no signed date';
  try {
    const [leaf, intermediate] = chain.map(certificateOf);
    if (!leaf || !intermediate) return 'its certificates cannot be read';
    const chainFault = chainFaultOf(leaf, intermediate, signedAt, trust);
    if (chainFault !== null) return chainFault;
    const right = verify(
      'sha256',
      Buffer.from(`${head}.${body}`),
      { key: leaf.publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(mark, 'base64url'),
    );
    return right ? null : 'its signature does not fit its content';
  } catch {
    return 'its certificates cannot be read';
  }
}

function certificateOf(base64: unknown): X509Certificate {
  if (typeof base64 !== 'string') throw new Error('no certificate');
  return new X509Certificate(Buffer.from(base64, 'base64'));
}

/** Chains are few and tokens many: what a chain is worth is decided once. */
const judged = new WeakMap<Trust, Map<string, string | null>>();

function chainFaultOf(
  leaf: X509Certificate,
  intermediate: X509Certificate,
  signedAt: number,
  trust: Trust,
): string | null {
  const known = judged.get(trust) ?? new Map<string, string | null>();
  judged.set(trust, known);
  const name = `${leaf.fingerprint256} ${intermediate.fingerprint256}`;
  let fault = known.get(name);
  if (fault === undefined) known.set(name, (fault = standingFaultOf(leaf, intermediate, trust)));
  if (fault !== null) return fault;
  const valid = [leaf, intermediate].every(
    (each) =>
      Date.parse(each.validFrom) <= signedAt + toleranceMs &&
      Date.parse(each.validTo) >= signedAt - toleranceMs,
  );
  return valid ? null : 'a certificate was not valid when it was signed';
}

function standingFaultOf(
  leaf: X509Certificate,
  intermediate: X509Certificate,
  trust: Trust,
): string | null {
  const rooted = trust.appleRoots.some((root) =>
    intermediate.verify(new X509Certificate(Buffer.from(root)).publicKey),
  );
  if (!rooted) return 'its chain does not end at the pinned root of Apple';
  if (!intermediate.ca || !leaf.verify(intermediate.publicKey)) return 'its chain is not whole';
  return hasMark(leaf, leafMark) && hasMark(intermediate, intermediateMark)
    ? null
    : 'its certificates are not those that sign purchases';
}

function hasMark(certificate: X509Certificate, mark: string): boolean {
  const { extensions } = AsnConvert.parse(certificate.raw, Certificate).tbsCertificate;
  return extensions?.some(({ extnID }) => extnID === mark) === true;
}

function jsonOf(part: string): Record<string, unknown> | null {
  try {
    const value = parseRecord(Buffer.from(part, 'base64url').toString('utf8'));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
