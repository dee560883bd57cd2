import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  Certificate,
  Extension,
  Extensions,
  id_ce_basicConstraints,
  Name,
  RelativeDistinguishedName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
} from '@peculiar/asn1-x509';

/** A certificate and the key that it speaks for. */
interface Signer {
  readonly der: Buffer;
  readonly key: KeyObject;
  readonly name: Name;
}

interface Wish {
  readonly name: string;
  readonly by?: Signer;
  readonly ca?: boolean;
  readonly mark?: string;
  readonly from?: Date;
  readonly to?: Date;
}

const ecdsaSha256 = new AlgorithmIdentifier({ algorithm: '1.2.840.10045.4.3.2' });

function nameOf(text: string): Name {
  const value = new AttributeValue({ utf8String: text });
  return new Name([
    new RelativeDistinguishedName([new AttributeTypeAndValue({ type: '2.5.4.3', value })]),
  ]);
}

/** A certificate of our own making, signed by another or by itself. */
function certify({ name, by, ca = false, mark, from, to }: Wish): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = nameOf(name);
  const extensions = [
    new Extension({
      extnID: id_ce_basicConstraints,
      critical: true,
      extnValue: new OctetString(AsnConvert.serialize(new BasicConstraints({ cA: ca }))),
    }),
    ...(mark ? [new Extension({ extnID: mark, extnValue: new OctetString([5, 0]) })] : []),
  ];
  const tbsCertificate = new TBSCertificate({
    version: 2,
    serialNumber: new Uint8Array([1, 2, 3]).buffer,
    signature: ecdsaSha256,
    issuer: by?.name ?? subject,
    validity: new Validity({
      notBefore: from ?? new Date('2024-01-01T00:00:00Z'),
      notAfter: to ?? new Date('2034-01-01T00:00:00Z'),
    }),
    subject,
    subjectPublicKeyInfo: AsnConvert.parse(
      publicKey.export({ type: 'spki', format: 'der' }),
      SubjectPublicKeyInfo,
    ),
    extensions: new Extensions(extensions),
  });
  const body = Buffer.from(AsnConvert.serialize(tbsCertificate));
  const certificate = new Certificate({
    tbsCertificate,
    signatureAlgorithm: ecdsaSha256,
    signatureValue: new Uint8Array(sign('sha256', body, by?.key ?? privateKey)).buffer,
  });
  return { der: Buffer.from(AsnConvert.serialize(certificate)), key: privateKey, name: subject };
}

/** What of a chain of certificates is not as it should be. */
export interface Flaws {
  readonly leafMark?: string;
  readonly intermediateMark?: string;
  readonly intermediateCa?: boolean;
  readonly leafTo?: Date;
  /** The chain carries another root than the one that signed. */
  readonly otherRootInToken?: boolean;
  readonly certificates?: number;
  readonly algorithm?: string;
}

/** A signer with a chain like Apple's, under a root of its own. */
export function createAppleSigner(flaws: Flaws = {}) {
  const root = certify({ name: 'Test Root', ca: true });
  const intermediate = certify({
    name: 'Test Intermediate',
    by: root,
    ca: flaws.intermediateCa ?? true,
    mark: flaws.intermediateMark ?? '1.2.840.113635.100.6.2.1',
  });
  const leaf = certify({
    name: 'Test Leaf',
    by: intermediate,
    mark: flaws.leafMark ?? '1.2.840.113635.100.6.11.1',
    ...(flaws.leafTo ? { to: flaws.leafTo } : {}),
  });
  const carried = flaws.otherRootInToken ? certify({ name: 'Test Root', ca: true }) : root;
  const chain = [leaf, intermediate, carried].slice(0, flaws.certificates ?? 3);
  return {
    /** The root as a test hands it to the verifier. */
    root: root.der,
    sign(payload: unknown): string {
      const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const header = {
        alg: flaws.algorithm ?? 'ES256',
        x5c: chain.map(({ der }) => der.toString('base64')),
      };
      const text = `${part(header)}.${part(payload)}`;
      const mark = sign('sha256', Buffer.from(text), { key: leaf.key, dsaEncoding: 'ieee-p1363' });
      return `${text}.${mark.toString('base64url')}`;
    },
  };
}
