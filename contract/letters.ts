/**
 * Small letters that are no base with a mark, and how keyboards without them write them: they are
 * found by it, and what was found is marked by it.
 */
export const writtenWithout: Readonly<Record<string, string>> = {
  ı: 'i',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ŧ: 't',
};
