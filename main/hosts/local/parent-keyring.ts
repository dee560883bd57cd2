import type { Keyring } from '../../desk/desk.ts';

/** What the desk's process asks of the window that started it, and what that answers. */
export interface KeyringAsk {
  readonly keyring: 'name' | 'cipher' | 'read';
  readonly id: number;
  readonly text: string;
}
export interface KeyringAnswer {
  readonly keyring: 'answer';
  readonly id: number;
  /** Null where there is no keyring that guards, or it does not know the text. */
  readonly text: string | null;
  readonly stale: boolean;
}

/** The port to the process that started this one, as Electron gives it. */
export interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
}

/** A window that does not answer has no keyring; one that a person has to unlock first may take its time. */
const waitMs = { name: 3_000, cipher: 60_000, read: 60_000 } as const;

/** The keyring of the window that started this process; null where it has none that guards. */
export async function keyringOf(parent: ParentPort): Promise<Keyring | null> {
  const waiting = new Map<number, (answer: KeyringAnswer) => void>();
  let asked = 0;
  parent.on('message', ({ data }) => {
    if (!isAnswer(data)) return;
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  });
  const ask = (keyring: KeyringAsk['keyring'], text = ''): Promise<KeyringAnswer> => {
    const id = ++asked;
    return new Promise((resolve) => {
      const nothing: KeyringAnswer = { keyring: 'answer', id, text: null, stale: false };
      const late = setTimeout(() => resolve(nothing), waitMs[keyring]);
      waiting.set(id, (answer) => {
        clearTimeout(late);
        resolve(answer);
      });
      parent.postMessage({ keyring, id, text } satisfies KeyringAsk);
    });
  };
  const { text: name } = await ask('name');
  if (name === null) return null;
  return {
    name,
    async cipher(text) {
      const ciphered = await ask('cipher', text);
      if (ciphered.text === null) throw new Error('the keyring did not take it');
      return ciphered.text;
    },
    async read(ciphered) {
      const { text, stale } = await ask('read', ciphered);
      return text === null ? null : { text, stale };
    },
  };
}

function isAnswer(data: unknown): data is KeyringAnswer {
  return (
    typeof data === 'object' && data !== null && 'keyring' in data && data.keyring === 'answer'
  );
}
