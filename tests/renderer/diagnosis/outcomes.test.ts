import { describe, expect, test } from 'vitest';
import { type Check, checkIds, headings, type Outcome } from '../../../contract/diagnosis.ts';
import { checkNames } from '../../../contract/verdict-words.ts';
import { worstFirst, worstOf } from '../../../renderer/diagnosis/outcomes.ts';
import { languageFor } from '../../../renderer/diagnosis/reply-language.ts';

function check(id: Check['id'], outcome: Outcome): Check {
  return { id, outcome, text: '', evidence: [], settles: null };
}

describe('the checklist on the screen', () => {
  test('shows the worst outcome of a heading, and what is not known before what is well', () => {
    expect(worstOf([check('funds', 'pass'), check('attempt_limit', 'unknown')])).toBe('unknown');
    expect(worstOf([check('funds', 'warn'), check('attempt_limit', 'unknown')])).toBe('warn');
    expect(worstOf([check('funds', 'skipped'), check('attempt_limit', 'fail')])).toBe('fail');
    expect(worstOf([])).toBe('skipped');
  });

  test('lists the worst first and otherwise keeps the order of the checklist', () => {
    const listed = worstFirst([
      check('funds', 'pass'),
      check('attempt_limit', 'fail'),
      check('double_charge', 'pass'),
    ]);
    expect(listed.map((one) => one.id)).toEqual(['attempt_limit', 'funds', 'double_charge']);
  });

  test('has every check under exactly one heading, with a name of its own', () => {
    const under = headings.flatMap((heading) => heading.checks);
    expect(under.toSorted()).toEqual([...checkIds].toSorted());
    expect(new Set(checkIds.map((id) => checkNames[id])).size).toBe(checkIds.length);
  });
});

describe('the language of a reply', () => {
  test('is that of the ticket where there is one for it, otherwise English', () => {
    expect(languageFor('pt-BR')).toBe('pt');
    expect(languageFor('AR')).toBe('ar');
    expect(languageFor('id_ID')).toBe('id');
    expect(languageFor('ko-KR')).toBe('en');
    expect(languageFor(null)).toBe('en');
  });
});
