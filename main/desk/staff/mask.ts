import { clearTo, type Masked } from '../../../contract/policy.ts';
import type { Role } from '../../../contract/staff.ts';

/** What stands for characters that are not shown. */
const hidden = '•••';

/** The columns of the exchange format that hold such data. */
const columns: Readonly<Record<string, Masked>> = {
  email: 'contact',
  phone: 'contact',
  contact: 'contact',
  ip: 'address',
};

/** `maria.silva@example.com` becomes `m•••@e•••.com`: enough to tell two apart, not to write to. */
export function maskEmail(text: string): string {
  const at = text.lastIndexOf('@');
  const domain = text.slice(at + 1);
  const dot = domain.lastIndexOf('.');
  const end = dot > 0 ? domain.slice(dot) : '';
  return `${firstOf(text)}${hidden}@${firstOf(domain)}${hidden}${end}`;
}

/** The last two digits, by which a caller can be asked for theirs: `•••67`. */
export function maskPhone(text: string): string {
  return `${hidden}${text.replace(/\D/g, '').slice(-2)}`;
}

/** The network without the machine: `203.0.•••` or `2001:db8:•••`. */
export function maskAddress(text: string): string {
  if (text.includes(':')) return `${text.split(':').slice(0, 2).join(':')}:${hidden}`;
  return `${text.split('.').slice(0, 2).join('.')}.${hidden}`;
}

/** A contact of any kind, by what it looks like. */
export function maskContact(text: string): string {
  if (text.includes('@') && text.lastIndexOf('.') > text.indexOf('@')) return maskEmail(text);
  if (/^[+\d][\d\s().-]{5,}$/.test(text)) return maskPhone(text);
  return `${firstOf(text)}${hidden}`;
}

/** Addresses and international numbers that stand inside a longer text. */
export function maskWithin(text: string): string {
  const mails = text.includes('@')
    ? text.replace(/[^\s@<>()[\],;:"]{1,64}@[^\s@<>()[\],;:"']+\.\p{L}{2,}/gu, maskEmail)
    : text;
  return mails.includes('+')
    ? mails.replace(/(?<![\w+])\+\d(?:[\s().-]?\d){7,14}(?!\w)/g, maskPhone)
    : mails;
}

function firstOf(text: string): string {
  return [...text][0] ?? '';
}

/** Columns whose values this role sees in part only: search may not tell them letter by letter. */
export function maskedFields(role: Role): ReadonlySet<string> {
  return new Set(
    Object.entries(columns).flatMap(([column, kind]) =>
      clearTo[kind].includes(role) ? [] : [column],
    ),
  );
}

function maskColumn(column: string, value: string): string {
  if (column === 'email') return maskEmail(value);
  if (column === 'phone') return maskPhone(value);
  return column === 'ip' ? maskAddress(value) : maskContact(value);
}

/** What sellers advertise is evidence and no customer's data. */
function isSellers(held: object): boolean {
  return (
    'seller_id' in held ||
    ('table' in held && (held.table === 'sellers' || held.table === 'offers')) ||
    ('kind' in held && held.kind === 'seller')
  );
}

/**
 * A rejected row of an import. Its text is a raw line of a file, in which nothing tells a telephone
 * number from another one, and its sentence quotes from it.
 */
function isRejected(held: object): boolean {
  return 'original' in held && 'sentence' in held && 'line' in held;
}

/** A sentence without what it quotes, from the first quotation mark to the last. */
function withoutQuoted(sentence: string): string {
  return sentence.replace(/“.*”/su, `“${hidden}”`);
}

/**
 * An answer as a role may see it. Wherever a column with contact data or an address stands in it,
 * as a field, as a cited value or inside a text, its value is masked; of a rejected row who does
 * not see all of a record sees where it stood and why it was not taken. Works on whatever the
 * contract answers, so that a new procedure is masked as well; what needs no mask is not copied.
 */
export function maskFor(role: Role): <T>(answer: T) => T {
  const fields = maskedFields(role);
  if (fields.size === 0) return (answer) => answer;
  const inText = fields.has('contact') ? maskWithin : (text: string) => text;
  // `sessions.csv: ip: not an address “…” in 1 row`
  const ofImport = (warning: string): string =>
    [...fields].some((name) => warning.includes(`: ${name}: `))
      ? withoutQuoted(warning)
      : inText(warning);

  const member = (holder: object, name: string, value: unknown, sellers: boolean): unknown => {
    if (name === 'warnings' && 'reject_list' in holder) return walk(value, ofImport);
    if (typeof value !== 'string') return walk(value);
    if (isRejected(holder)) {
      if (name === 'original') return hidden;
      if (name === 'sentence') return withoutQuoted(value);
    }
    if (fields.has(name) && !(sellers && name === 'contact')) return maskColumn(name, value);
    if (name === 'value' && 'field' in holder && typeof holder.field === 'string')
      if (fields.has(holder.field) && !sellers) return maskColumn(holder.field, value);
    return sellers ? value : inText(value);
  };

  const walk = (value: unknown, text = inText): unknown => {
    if (typeof value === 'string') return text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      const items = value.map((item) => walk(item, text));
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    const sellers = isSellers(value);
    let changed: Record<string, unknown> | null = null;
    for (const [name, held] of Object.entries(value)) {
      const masked = member(value, name, held, sellers);
      if (masked !== held) (changed ??= { ...value })[name] = masked;
    }
    return changed ?? value;
  };

  return <T>(answer: T) => walk(answer) as T;
}
