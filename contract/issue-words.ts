import { z } from 'zod';
import { counted, sayNumber } from './say.ts';

/** What a field must be, by the name that zod gives the kind of text. */
const formats: Readonly<Record<string, string>> = {
  email: 'is no e-mail address',
  datetime: 'is no moment, as in 2026-11-23T10:04:02Z',
  date: 'is no day, as in 2026-11-23',
  uuid: 'is no UUID',
  url: 'is no address',
};

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  bigint: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

const units: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ['character', 'characters'],
  array: ['item', 'items'],
  set: ['item', 'items'],
};

/** The border of a size with its unit: `1,000 characters`; a bare number where it has none. */
function border(value: number | bigint, origin: string): string {
  const unit = units[origin];
  return unit ? counted(value, unit[0], unit[1]) : sayNumber(value);
}

/**
 * Why a value does not fit, in plain words; undefined leaves it to the library. Words that a
 * schema has of its own come before these.
 */
function plainly(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'too_small':
      if (Number(issue.minimum) === 1 && units[issue.origin]) return 'is empty';
      return `must ${units[issue.origin] ? 'have' : 'be'} at least ${border(issue.minimum, issue.origin)}`;
    case 'too_big':
      return `must ${units[issue.origin] ? 'have' : 'be'} at most ${border(issue.maximum, issue.origin)}`;
    case 'invalid_format':
      return formats[issue.format] ?? 'is not written as it must be';
    case 'invalid_type':
      return issue.input === undefined
        ? 'is missing'
        : `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return `has no field ${issue.keys.join(', ')}`;
    case 'custom':
    case 'invalid_element':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
      return undefined;
  }
}

/** Has every schema of this process say in plain words why a value does not fit. */
export function speakPlainly(): void {
  z.config({ localeError: plainly });
}

/**
 * Up to three reasons why something does not fit, each with its field: `old passphrase is empty`.
 * Takes the issues of a schema, also those that have crossed a door.
 */
export function issueWords(issues: readonly unknown[]): string {
  return issues.slice(0, 3).map(oneOf).join('; ');
}

function oneOf(issue: unknown): string {
  if (typeof issue !== 'object' || issue === null || !('message' in issue))
    return 'not as expected';
  const { message } = issue;
  const path = 'path' in issue && Array.isArray(issue.path) ? issue.path : [];
  const where = path.map(String).join('.').replaceAll('_', ' ');
  // Words of a schema's own name what is wanted: `coins: a whole number of coins`.
  const follows = /^(is|must|has) /.test(String(message));
  if (where === '') return follows ? `it ${String(message)}` : String(message);
  return `${where}${follows ? '' : ':'} ${String(message)}`;
}
