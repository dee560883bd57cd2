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

/** Runs of keys and words that guessers try first, stretched to any length. */
const wellTrodden =
  /^(?:(?:password|passwort|contrasena|qwert[yz]uiop|asdfghjkl|1234567890|0123456789|abcdefghijklmnopqrstuvwxyz|letmein|welcome|recharge ?desk|iloveyou|admin|changeme)[\W\d_]*)+$/i;

/**
 * Refuses BAD_INPUT for a password that is too short or too long, a short piece over and over,
 * a run of keys, or the person's own name and little else.
 */
export function checkPassword(password: string, user = ''): void {
  check(password, user, 'password', generated);
}

/** The same for a passphrase, which is nobody's own; `instead` says what else there is to do. */
export function checkPassphrase(passphrase: string, instead = generated): void {
  check(passphrase, '', 'passphrase', instead);
}

const generated = 'have one made by leaving it out';

function check(
  password: string,
  user: string,
  what: 'password' | 'passphrase',
  instead: string,
): void {
  const length = [...password].length;
  if (length < passwordLength.least || length > passwordLength.most)
    throw refuse(
      'BAD_INPUT',
      `A ${what} has ${passwordLength.least} to ${passwordLength.most} characters; this one has ${length}.`,
      `Choose a longer one, such as five words, or ${instead}.`,
    );
  const withoutName = user === '' ? password : password.toLowerCase().replaceAll(user, '');
  if (
    new Set(password).size < 5 ||
    /^(.{1,8})\1+.{0,7}$/su.test(password) ||
    wellTrodden.test(password) ||
    [...withoutName].length < 8
  )
    throw refuse(
      'BAD_INPUT',
      `The ${what} is one that is guessed first: a piece over and over, a run of keys, or a name.`,
      `Choose another one, or ${instead}.`,
    );
}

/** The PHC string of a password. Runs on the thread pool, not on the desk's own thread. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), cost);
}

/** True for a hash of other parameters than today's: made anew at the next sign-in. */
export function isOutdated(phc: string): boolean {
  return !phc.startsWith(
    `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`,
  );
}

export function verifyPassword(phc: string, password: string): Promise<boolean> {
  return verify(phc, password.normalize('NFC'));
}
