import type { Check, CheckId, ReplyLanguage } from '../../../contract/diagnosis.ts';
import { refuse } from '../../../contract/errors.ts';
import { cite, citeAnswer, type Cited } from './cite.ts';
import type { Matter } from './matter.ts';

export type QuestionId = 'store_message' | 'ask_to_buy' | 'vpn' | 'cache_cleared';

/** One short question to the customer, what may be answered, and its wording, ready to send. */
export interface Question {
  readonly values: readonly string[];
  readonly wording: Readonly<Record<ReplyLanguage, string>>;
}

export const questions: Readonly<Record<QuestionId, Question>> = {
  store_message: {
    values: [
      'billing_problem',
      'verification_required',
      'payment_declined',
      'purchases_not_allowed',
      'not_available',
      'none',
    ],
    wording: {
      en: 'Which message did the store show when you tried to buy? A billing problem, a request to verify your account, or another one?',
      es: '¿Qué mensaje mostró la tienda al intentar comprar? ¿Un problema de facturación, una solicitud de verificar la cuenta u otro?',
      pt: 'Que mensagem a loja mostrou quando você tentou comprar? Um problema de cobrança, um pedido para verificar a conta ou outra?',
      id: 'Pesan apa yang ditampilkan toko saat Anda mencoba membeli? Masalah penagihan, permintaan verifikasi akun, atau yang lain?',
      tr: 'Satın almayı denediğinizde mağaza hangi mesajı gösterdi? Faturalandırma sorunu mu, hesap doğrulama isteği mi, başka bir mesaj mı?',
      ar: 'ما الرسالة التي أظهرها المتجر عند محاولة الشراء؟ مشكلة في الفوترة، أم طلب للتحقق من الحساب، أم رسالة أخرى؟',
      ja: '購入しようとしたとき、ストアにはどのメッセージが表示されましたか。お支払いの問題、アカウントの確認の依頼、それ以外のどれですか。',
      vi: 'Cửa hàng hiển thị thông báo nào khi bạn mua? Sự cố thanh toán, yêu cầu xác minh tài khoản hay thông báo khác?',
    },
  },
  ask_to_buy: {
    values: ['yes', 'no'],
    wording: {
      en: 'Does a parent or a family organiser have to approve purchases on this device?',
      es: '¿Un padre, una madre o el organizador familiar debe aprobar las compras en este dispositivo?',
      pt: 'Um responsável ou o organizador da família precisa aprovar as compras neste aparelho?',
      id: 'Apakah pembelian di perangkat ini harus disetujui orang tua atau pengelola keluarga?',
      tr: 'Bu cihazdaki satın alımları bir ebeveynin veya aile yöneticisinin onaylaması gerekiyor mu?',
      ar: 'هل يجب أن يوافق أحد الوالدين أو منظّم العائلة على المشتريات على هذا الجهاز؟',
      ja: 'この端末での購入には、保護者またはファミリー管理者の承認が必要ですか。',
      vi: 'Việc mua trên thiết bị này có cần cha mẹ hoặc người quản lý gia đình phê duyệt không?',
    },
  },
  vpn: {
    values: ['on', 'off'],
    wording: {
      en: 'Was a VPN switched on when you tried to buy?',
      es: '¿Tenía una VPN activada cuando intentó comprar?',
      pt: 'Havia uma VPN ligada quando você tentou comprar?',
      id: 'Apakah VPN aktif saat Anda mencoba membeli?',
      tr: 'Satın almayı denediğinizde VPN açık mıydı?',
      ar: 'هل كانت شبكة VPN مفعّلة عند محاولة الشراء؟',
      ja: '購入しようとしたとき、VPN はオンでしたか。',
      vi: 'Khi mua, bạn có đang bật VPN không?',
    },
  },
  cache_cleared: {
    values: ['helped', 'did_not_help', 'not_tried'],
    wording: {
      en: 'Please close the app, clear its cache and open it again. Are the coins there now?',
      es: 'Cierre la aplicación, borre su caché y ábrala de nuevo. ¿Aparecen ahora las monedas?',
      pt: 'Feche o aplicativo, limpe o cache e abra de novo. As moedas aparecem agora?',
      id: 'Tutup aplikasi, bersihkan cache, lalu buka lagi. Apakah koinnya sudah muncul?',
      tr: 'Uygulamayı kapatın, önbelleğini temizleyin ve yeniden açın. Jetonlar şimdi görünüyor mu?',
      ar: 'أغلق التطبيق وامسح ذاكرته المؤقتة ثم افتحه من جديد. هل تظهر العملات الآن؟',
      ja: 'アプリを終了し、キャッシュを消去してからもう一度開いてください。コインは表示されましたか。',
      vi: 'Hãy đóng ứng dụng, xóa bộ nhớ đệm rồi mở lại. Xu đã hiển thị chưa?',
    },
  },
};

/** Refuses BAD_INPUT for a question or a value that is not in the list. */
export function checkAnswer(
  question: string,
  value: string,
): { question: QuestionId; value: string } {
  const known = Object.hasOwn(questions, question) ? questions[question as QuestionId] : undefined;
  if (!known)
    throw refuse(
      'BAD_INPUT',
      `There is no question named ${question}.`,
      `Ask one of: ${Object.keys(questions).join(', ')}.`,
    );
  const folded = value.trim().toLowerCase();
  if (!known.values.includes(folded))
    throw refuse(
      'BAD_INPUT',
      `${question} cannot be answered with that.`,
      `Answer with one of: ${known.values.join(', ')}.`,
    );
  return { question: question as QuestionId, value: folded };
}

const messageCause: Readonly<Record<string, CheckId>> = {
  billing_problem: 'store_billing',
  payment_declined: 'store_billing',
  verification_required: 'store_verification',
  purchases_not_allowed: 'purchases_disabled',
  not_available: 'not_in_storefront',
};

/** What the store's screen said, as the customer tells it; null where nobody told. */
export function storeMessage(
  matter: Matter,
): { readonly cause: CheckId; readonly says: string; readonly cites: readonly Cited[] } | null {
  const answer = matter.e.answers.findLast((one) => one.question === 'store_message');
  if (answer) {
    const cause = messageCause[answer.value];
    if (!cause) return null;
    return {
      cause,
      says: `The customer read on the store's screen: ${answer.value.replaceAll('_', ' ')}.`,
      cites: [citeAnswer(answer)],
    };
  }
  for (const [claim, cause] of [
    ['verification', 'store_verification'],
    ['billing', 'store_billing'],
  ] as const) {
    const ticket = matter.claims.get(claim);
    if (ticket)
      return {
        cause,
        says: `The ticket says that the store showed a message (${claim}).`,
        cites: [cite('tickets', ticket, 'body')],
      };
  }
  return null;
}

/** Questions that could still change a verdict, at most three, those that were answered left out. */
export function openQuestions(
  checks: readonly Check[],
  answered: ReadonlySet<string>,
): readonly QuestionId[] {
  const asked = checks.flatMap(({ settles }) =>
    settles?.kind === 'question' && settles.question !== undefined ? [settles.question] : [],
  );
  return (Object.keys(questions) as QuestionId[])
    .filter((id) => asked.includes(id) && !answered.has(id))
    .slice(0, 3);
}
