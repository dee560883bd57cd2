import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { refuse } from '../../../contract/errors.ts';
import { passwordLength } from '../../../contract/staff.ts';

/** OWASP's floor for argon2id, 19 MiB, two passes, one lane (facts: security §0.8). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** No letters or digits that look alike. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password nobody chose: five groups of five, about 123 bits. */
export function generatePassword(): string {
  const group = () =>
    Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: 5 }, group).join('-');
}

/** Refuses BAD_INPUT for a password that is too short, too long, or one character over and over. */
export function checkPassword(password: string): void {
  const length = [...password].length;
  if (length < passwordLength.least || length > passwordLength.most)
    throw refuse(
      'BAD_INPUT',
      `A password has ${passwordLength.least} to ${passwordLength.most} characters; this one has ${length}.`,
      'Choose a longer one, such as five words, or leave it out to get a generated one.',
    );
  if (new Set(password).size < 5)
    throw refuse(
      'BAD_INPUT',
      'The password repeats the same few characters.',
      'Choose another one, or leave it out to get a generated one.',
    );
}

/** The PHC string of a password. Runs on the thread pool, not on the desk's own thread. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), cost);
}

export function verifyPassword(phc: string, password: string): Promise<boolean> {
  return verify(phc, password.normalize('NFC'));
}
