import { safeStorage, type UtilityProcess } from 'electron';
import type { KeyringAnswer, KeyringAsk } from '../local/parent-keyring.ts';

/** What stores of secrets are called; those that Electron ciphers for with a key in its own source are none. */
const names: Readonly<Record<string, string>> = {
  gnome_libsecret: 'GNOME Keyring',
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
};

/** The keyring of this system as people know it; null where there is none that guards anything. */
async function nameOf(): Promise<string | null> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return null;
  if (process.platform === 'darwin') return 'Keychain';
  if (process.platform === 'win32') return 'Windows data protection';
  return names[safeStorage.getSelectedStorageBackend()] ?? null;
}

async function answerTo(ask: KeyringAsk): Promise<{ text: string | null; stale: boolean }> {
  const name = await nameOf();
  if (ask.keyring === 'name' || name === null) return { text: name, stale: false };
  if (ask.keyring === 'cipher') {
    const ciphered = await safeStorage.encryptStringAsync(ask.text);
    return { text: ciphered.toString('base64'), stale: false };
  }
  const read = await safeStorage.decryptStringAsync(Buffer.from(ask.text, 'base64'));
  return { text: read.result, stale: read.shouldReEncrypt };
}

/**
 * Lets the desk's process use the system's keyring, which only this process reaches. What the keyring
 * does not know, or a person did not unlock, is answered with nothing: the passphrase opens as well.
 */
export function lendKeyring(child: UtilityProcess): void {
  child.on('message', (data: unknown) => {
    if (!isAsk(data)) return;
    void answerTo(data)
      .catch(() => ({ text: null, stale: false }))
      .then((answer) =>
        child.postMessage({ keyring: 'answer', id: data.id, ...answer } satisfies KeyringAnswer),
      );
  });
}

function isAsk(data: unknown): data is KeyringAsk {
  return (
    typeof data === 'object' &&
    data !== null &&
    'keyring' in data &&
    'id' in data &&
    'text' in data &&
    typeof data.text === 'string' &&
    ['name', 'cipher', 'read'].includes(String(data.keyring))
  );
}
