import type { UnmappedFile } from '../../../../contract/mapping.ts';
import { listedText } from './clean-json.ts';
import { splitLine } from './csv.ts';
import { redactText } from './redact.ts';
import { looksLikeCode, securityOf } from './security-codes.ts';

const mostRows = 20;
const mostColumns = 200;
const longestText = 200;

/**
 * Header and first rows of a delimited file that nothing is known of, cleaned as rows are; null
 * where it does not look like one. Only rows of one line are shown.
 */
export function sampleOf(file: string, head: string): UnmappedFile | null {
  if (/^\s*[{[]/.test(head) || head.includes('\0')) return null;
  const [first = '', ...lines] = head.split(/\r?\n/).filter((line) => line.trim() !== '');
  const delimiter = [',', '\t', ';'].find((mark) => fieldsOf(first, mark).length > 1);
  if (delimiter === undefined) return null;
  const names = fieldsOf(first, delimiter).map((name) => name.trim());
  if (names.length > mostColumns) return null;
  const rows = lines
    .slice(0, mostRows * 2)
    .map((line) => fieldsOf(line, delimiter))
    .filter((fields) => fields.length === names.length)
    .slice(0, mostRows)
    .map((fields) => fields.map((field, place) => shown(names[place] ?? '', field)));
  return { file, delimiter, header: names.map(redactText), rows };
}

function shown(name: string, field: string): string {
  const security = securityOf(name);
  if (security === 'code' || (security === 'answer' && looksLikeCode(field))) return '';
  return listedText(field).slice(0, longestText);
}

function fieldsOf(line: string, delimiter: string): string[] {
  try {
    return splitLine(line, delimiter);
  } catch {
    return [];
  }
}
