import { type ReplyLanguage, replyLanguages } from '../../contract/diagnosis.ts';

/** Languages by their own name and in English. */
export const languageNames: Readonly<Record<ReplyLanguage, string>> = {
  en: 'English',
  es: 'Español · Spanish',
  pt: 'Português · Portuguese',
  id: 'Bahasa Indonesia · Indonesian',
  tr: 'Türkçe · Turkish',
  ar: 'العربية · Arabic',
  ja: '日本語 · Japanese',
  vi: 'Tiếng Việt · Vietnamese',
};

/** How what is typed in a language runs: Arabic from the right, however a line begins. */
export function directionOf(language: ReplyLanguage): 'rtl' | 'ltr' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/** The reply language for a locale such as `pt-BR`; English where there is none for it. */
export function languageFor(locale: string | null | undefined): ReplyLanguage {
  const language = locale?.toLowerCase().split(/[-_]/)[0];
  return replyLanguages.find((each) => each === language) ?? 'en';
}
