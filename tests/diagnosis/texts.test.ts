import { describe, expect, test } from 'vitest';
import { replyLanguages, rootCause } from '../../contract/diagnosis.ts';
import { agentTexts } from '../../main/desk/diagnosis/texts/agent.ts';
import {
  type CustomerFacts,
  customerText,
  languages,
  moneyText,
} from '../../main/desk/diagnosis/texts/customer.ts';
import { questions } from '../../main/desk/diagnosis/questions.ts';

/** Words that no customer ever reads, with their translations. */
const hidden =
  /\b(lost|stolen|fraud\w*|suspicious|risk\w*|blacklist\w*|pick(ed)? up)\b|perdid[ao]|robad[ao]|fraude|sospech|riesgo|lista negra|recoger|roubad|suspeit|\brisco|recolher|hilang|dicuri|curian|penipu|mencurigakan|risiko|daftar hitam|kayıp|kaybol|çalın|dolandır|şüpheli|\brisk|kara liste|مفقود|ضائع|مسروق|احتيال|مشبوه|مخاطر|خطر|القائمة السوداء|紛失|盗難|盗ま|不正|詐欺|疑わ|不審|リスク|ブラックリスト|thất lạc|bị mất|đánh cắp|ăn cắp|gian lận|lừa đảo|đáng ngờ|khả nghi|rủi ro|danh sách đen/iu;

const facts: CustomerFacts = {
  cause: 'healthy',
  owner: 'platform',
  owed: 1400n,
  coins: 1400n,
  amountMinor: 1999n,
  currency: 'USD',
  at: Date.UTC(2026, 9, 5, 12),
  until: Date.UTC(2026, 9, 6, 12),
};

test('the scan finds what it looks for', () => {
  for (const word of [
    'Your card was lost',
    'tarjeta robada',
    'risk rule',
    'مسروقة',
    '盗難',
    'gian lận',
  ])
    expect(hidden.test(word), word).toBe(true);
});

describe.each(replyLanguages)('%s', (language) => {
  test('no text to a customer gives away what it must not', () => {
    for (const cause of rootCause.options)
      for (const owner of ['fraud', 'platform', 'bank'] as const) {
        const text = customerText({ ...facts, cause, owner }, language);
        expect(text.length, cause).toBeGreaterThan(15);
        expect(hidden.exec(text)?.[0], `${cause}: ${text}`).toBeUndefined();
        expect(text, cause).not.toMatch(/[{}]|undefined|null/);
      }
    for (const question of Object.values(questions))
      expect(hidden.test(question.wording[language]), question.wording[language]).toBe(false);
  });

  test('a report of the issuer and a rule of ours read the same', () => {
    const reported = customerText({ ...facts, cause: 'card_reported', owner: 'bank' }, language);
    const blocked = customerText({ ...facts, cause: 'risk_block', owner: 'fraud' }, language);
    expect(reported).toBe(blocked);
  });

  test('has a text of its own for every key of English', () => {
    const own = languages[language].lines;
    expect(Object.keys(own).toSorted()).toEqual(Object.keys(languages.en.lines).toSorted());
    expect(new Set(Object.values(own)).size).toBe(Object.keys(own).length);
  });
});

test('amounts, coins and times are written as the language writes them', () => {
  const owed = { ...facts, cause: 'paid_not_granted', until: null } as const;
  expect(customerText(owed, 'en')).toContain('1,400 coins for $19.99 on October 5, 2026');
  expect(customerText(owed, 'pt')).toContain('1.400 moedas por US$');
  expect(customerText({ ...owed, currency: 'JPY', amountMinor: 3000n }, 'ja')).toMatch(
    /[¥￥]3,000/,
  );
  expect(languages.ar.direction).toBe('rtl');
  // A sign would be turned round among words that run from the right: the name is not.
  expect(moneyText(languages.ar, 775n, 'GBP')).toMatch(/7\.75 جنيه إسترليني/);
  expect(moneyText(languages.ar, 3967n, 'BRL')).not.toMatch(/[A-Z$£]/);
  // Sentences in Japanese have no room between them.
  expect(customerText(owed, 'ja')).not.toMatch(/。 /);
  expect(customerText(owed, 'ja')).toContain('2026年10月5日の1,400 コイン');
});

test('minor units keep every digit, whatever the currency has', () => {
  const { en } = languages;
  expect(moneyText(en, 9007199254740993n, 'USD')).toBe('$90,071,992,547,409.93');
  expect(moneyText(en, 1234n, 'KWD')).toMatch(/1\.234/);
  expect(moneyText(en, 1234n, 'JPY')).toBe('¥1,234');
  expect(moneyText(en, 14930000n, 'IDR')).toMatch(/149,300/);
  expect(moneyText(en, -5n, 'USD')).toBe('-$0.05');
  expect(moneyText(en, 100n, 'usd')).toBeNull();
});

test('every cause says who acts, what is next, and what a mistake would cost', () => {
  for (const cause of rootCause.options) {
    expect(agentTexts[cause].next.length, cause).toBeGreaterThan(10);
    expect(agentTexts[cause].ifWrong.length, cause).toBeGreaterThan(10);
  }
  expect(agentTexts.healthy.owner).toBe('none');
});
