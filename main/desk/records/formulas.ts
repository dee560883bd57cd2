/** What a spreadsheet could take for a formula, also behind apostrophes that were there before. */
const formula = /^'*[=+\-@\t\r＝＋－＠]/;
const hidden = /^'+[=+\-@\t\r＝＋－＠]/;

/**
 * Text that a spreadsheet takes for text: where it could read a formula, one apostrophe more stands
 * before it. `unguarded` gives back exactly what was there.
 */
export function guarded(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

export function unguarded(text: string): string {
  return hidden.test(text) ? text.slice(1) : text;
}
