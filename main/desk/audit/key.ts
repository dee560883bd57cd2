import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { type Refusal, refuse } from '../../../contract/errors.ts';
import {
  dropNext,
  openSeal,
  putNext,
  readKeyFile,
  type Seal,
  sealUnder,
  secretOf,
  spkiOf,
  writeFirst,
  writeNext,
} from './key-file.ts';

/** The desk's own Ed25519 key: it signs checkpoints of the audit. Another one may take its place while the desk runs. */
export interface SigningKey {
  /** SHA-256 of the public key, shortened: names the key, opens nothing. */
  readonly id: string;
  /** SPKI, base64. */
  readonly publicKey: string;
  /** Something besides the files of this workspace is needed to sign with it. */
  readonly isProtected: boolean;
  /** It cannot sign now, for nobody has given its passphrase since the desk was started. */
  isSealed(): boolean;
  /** Refuses KEY_SEALED while it is sealed. */
  sign(bytes: Uint8Array): Buffer;
}

/** A key file that waits to take the place of the one there is. */
export interface NextKeyFile {
  readonly sha256: string;
  readonly isSealed: boolean;
  /** Puts it in place; called once desk.db says so. */
  put(): void;
  drop(): void;
}

/** A file with another key in it, which can sign already. */
interface NextKey extends NextKeyFile {
  readonly publicKey: string;
  sign(bytes: Uint8Array): Buffer;
}

/** The key, and what guards it. */
export interface GuardedKey extends SigningKey {
  /** What opens the seal, from a passphrase that may be wrong; null where there is no seal. */
  secretOf(passphrase: string): Promise<Uint8Array | null>;
  /** What opened it or sealed it in this run, for a keyring; null where neither happened. */
  secret(): Uint8Array | null;
  /** Opens it for as long as the desk runs. False where that is not its secret. */
  openWith(secret: Uint8Array): boolean;
  /** Makes the file under another passphrase, or under none. Refuses KEY_SEALED while it is sealed. */
  next(passphrase: string | null): Promise<NextKeyFile>;
  /** Makes the file of a new key, under a passphrase or under none; this one may be sealed. */
  another(passphrase: string | null): Promise<NextKey>;
}

/**
 * The key of a workspace, made with it: in a file that only this user can read, as it is or sealed
 * under a passphrase. Where it is as it is every verdict says `key_protected: false`. Refuses DISK
 * where the file holds something else.
 */
export function openSigningKey(folder: string): GuardedKey {
  const found = readKeyFile(folder) ?? make(folder);
  let seal: Seal | null = 'seal' in found ? found.seal : null;
  let secret: Uint8Array | null = null;
  let open: KeyObject | null = 'open' in found ? found.open : null;
  let spki = open ? spkiOf(open) : Buffer.from(seal?.public_key ?? '', 'base64');
  const opened = () => {
    if (open === null) throw sealed();
    return open;
  };
  /** Lays a file with this key beside the one there is. */
  const laid = async (key: KeyObject, passphrase: string | null) => {
    const made = passphrase === null ? null : await sealUnder(passphrase, key);
    const sha256 = writeNext(folder, made === null ? { open: key } : { seal: made.seal });
    return {
      sha256,
      isSealed: made !== null,
      put() {
        // First here: what desk.db has of it counts, also where the file cannot be moved now.
        open = key;
        spki = spkiOf(key);
        seal = made?.seal ?? null;
        secret = made?.secret ?? null;
        putNext(folder);
      },
      drop: () => dropNext(folder),
    };
  };
  return {
    get id() {
      return keyId(spki);
    },
    get publicKey() {
      return spki.toString('base64');
    },
    get isProtected() {
      return seal !== null;
    },
    isSealed: () => open === null,
    sign: (bytes) => sign(null, bytes, opened()),
    secretOf: async (passphrase) => (seal === null ? null : secretOf(passphrase, seal)),
    secret: () => secret,
    openWith(given) {
      const key = seal === null ? null : openSeal(seal, given);
      if (key === null) return false;
      open = key;
      secret = given;
      return true;
    },
    next: async (passphrase) => laid(opened(), passphrase),
    async another(passphrase) {
      const { privateKey } = generateKeyPairSync('ed25519');
      return {
        ...(await laid(privateKey, passphrase)),
        publicKey: spkiOf(privateKey).toString('base64'),
        sign: (bytes) => sign(null, bytes, privateKey),
      };
    },
  };
}

/** What cannot be done while nobody has given the passphrase of the key. */
export function sealed(): Refusal {
  return refuse(
    'KEY_SEALED',
    'The signing key of this desk is sealed, so nothing can be signed; this was not done.',
    'Give its passphrase: in the window when it asks, in a terminal with `key unlock`, --key-passphrase-file or RECHARGE_DESK_KEY_PASSPHRASE.',
  );
}

/** True where `signature` is that of the key whose SPKI is given; never throws on hostile bytes. */
export function signedBy(publicKey: string, bytes: Uint8Array, signature: string): boolean {
  const key = publicKeyOf(publicKey);
  return key !== null && verifies(key, bytes, Buffer.from(signature, 'base64'));
}

/** The Ed25519 key of an SPKI in base64; null for anything else. */
export function publicKeyOf(spki: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(spki, 'base64'), type: 'spki', format: 'der' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

export function verifies(key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify(null, bytes, key, signature);
  } catch {
    return false;
  }
}

export function keyId(publicKey: Uint8Array): string {
  return createHash('sha256').update(publicKey).digest('hex').slice(0, 16);
}

function make(folder: string): { open: KeyObject } {
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFirst(folder, privateKey);
  return { open: privateKey };
}
