import type { DeskClient } from '../../../contract/contract.ts';
import { refuse } from '../../../contract/errors.ts';
import type { Ask } from './ask.ts';

/** What a verb was given: positional arguments and options by their long names, dashes as underscores. */
export type Args = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** How one option is written and read. */
export interface Option {
  /** The word after the option in the help, as in `--coins N`; absent for a switch. */
  readonly value?: string;
  readonly does: string;
  /** It may be given several times, or take several words. */
  readonly many?: true;
  /** Leaving it out is wrong use. */
  readonly must?: true;
}

/** How far long work is: rows of an import or attempts of a sweep, of so many bytes or attempts. */
export interface Progress {
  readonly phase: string;
  readonly file: string;
  readonly rows: number;
  readonly rows_a_second: number;
  readonly bytes: number;
  readonly bytes_total: number;
  /** Of the whole, 0 to 1, where it has more phases than the one that is counted. */
  readonly share?: number;
}

export interface VerbContext {
  readonly client: DeskClient;
  readonly args: Args;
  readonly progress: (progress: Progress) => void;
  /** Asks the person at the keys for what must not be seen; null where nobody is. */
  readonly ask: Ask | null;
}

/** One object, or a list that is printed a line each; `lines` is one whose items are JSON already. */
export type Answer =
  | { readonly one: unknown }
  | { readonly lines: AsyncIterable<readonly string[]> }
  | { readonly list: AsyncIterable<unknown> | Iterable<unknown> };

/** A verb of the terminal, the same on the command line and in `batch`. */
export interface Verb {
  /** Words as typed, such as `adjust propose`. */
  readonly words: string;
  readonly does: string;
  /** Positional arguments by name; a trailing `?` marks one that may be left out. */
  readonly positional?: readonly string[];
  readonly options?: Readonly<Record<string, Option>>;
  /** What is wrong with the use of it, where arguments exclude or need each other; null where nothing is. */
  misuse?(args: Args): string | null;
  run(context: VerbContext): Promise<Answer>;
  /** The answer for people; without it a table or a list of fields is printed. */
  say?(answer: unknown): string;
  /** What people are told where a list that `say` words is empty; else `None.` */
  readonly none?: string;
}

/** A text option; undefined where it was not given. Refuses BAD_INPUT for anything but text. */
export function text(args: Args, name: string): string | undefined {
  const value = args[name];
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  throw refuse('BAD_INPUT', `${name} is a text, in quotes.`, 'Write it as a JSON string.');
}

/** A text option that must be there. */
export function needed(args: Args, name: string): string {
  const value = text(args, name);
  if (value === undefined || value === '')
    throw refuse('BAD_INPUT', `${name} is missing.`, `Give ${name}.`);
  return value;
}

/** A small whole number, such as a limit on hits. */
export function small(args: Args, name: string): number | undefined {
  const value = text(args, name);
  if (value === undefined) return undefined;
  if (!/^[0-9]{1,9}$/.test(value))
    throw refuse(
      'BAD_INPUT',
      `${name} is a whole number, not ${value}.`,
      `Give ${name} in digits.`,
    );
  return Number(value);
}

/** Every value of an option that may be given several times. */
export function many(args: Args, name: string): string[] {
  const value = args[name];
  if (Array.isArray(value)) return [...value];
  return typeof value === 'string' ? [value] : [];
}

export function flag(args: Args, name: string): boolean {
  return args[name] === true || args[name] === 'true';
}

/** One of a list of words. Refuses BAD_INPUT and names the words. */
export function oneOf<W extends string>(words: readonly W[], value: string, name: string): W {
  const found = words.find((word) => word === value);
  if (found === undefined)
    throw refuse(
      'BAD_INPUT',
      `${name} is one of ${words.join(', ')}, not ${value}.`,
      `Give one of them.`,
    );
  return found;
}

/** Only the options that were given, so that an absent one does not travel as undefined. */
export function given<T extends Record<string, unknown>>(
  values: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
