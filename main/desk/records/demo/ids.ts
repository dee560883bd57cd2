import type { Random } from './random.ts';

const letters = 'abcdefghjkmnpqrstuvwxyz';
const signs = 'abcdefghjkmnpqrstuvwxyz23456789';
const capitals = 'ABCDEFGHJKLMNPQRSTVWXYZ23456789';

/** A made-up token. Every third sign is a letter, so no run of digits looks like a card. */
export function token(random: Random, length: number): string {
  let text = '';
  for (let i = 0; i < length; i += 1) {
    const from = i % 3 === 0 ? letters : signs;
    text += from[Math.floor(random.next() * from.length)];
  }
  return text;
}

/** An Adyen reference: 16 capitals and digits. */
export function pspReference(random: Random): string {
  let text = '';
  for (let i = 0; i < 16; i += 1) {
    const span = i % 4 === 0 ? 23 : capitals.length;
    text += capitals[Math.floor(random.next() * span)];
  }
  return text;
}

function passesLuhn(digits: string, from: number, to: number): boolean {
  let sum = 0;
  for (let i = to - 1, twice = false; i >= from; i -= 1, twice = !twice) {
    const digit = digits.charCodeAt(i) - 48;
    sum += twice ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return sum % 10 === 0;
}

/** True where any 13 to 19 neighbouring digits of the run would pass for a card number. */
export function holdsCardNumber(digits: string): boolean {
  for (let length = 13; length <= Math.min(19, digits.length); length += 1) {
    for (let from = 0; from + length <= digits.length; from += 1) {
      if (passesLuhn(digits, from, from + length)) return true;
    }
  }
  return false;
}

/** Digits that no reader takes for a card number, whatever part of them it looks at. */
export function plainDigits(random: Random, length: number): string {
  for (;;) {
    let text = String(random.int(1, 9));
    while (text.length < length) text += String(random.int(0, 9));
    if (!holdsCardNumber(text)) return text;
  }
}

/** A Play order number, `GPA.dddd-dddd-dddd-ddddd`. */
export function playOrder(random: Random): string {
  const digits = plainDigits(random, 17);
  return `GPA.${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8, 12)}-${digits.slice(12)}`;
}
