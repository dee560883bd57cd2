import type { Row } from '../records/records.ts';

/** What a customer says is wrong. A claim is never proof; it decides which question is answered. */
export type Claim = 'missing' | 'price' | 'twice' | 'third_party' | 'billing' | 'verification';

/** Words of the eight languages that customers write in. Order matters: the first that fits holds. */
const words: readonly (readonly [Claim, RegExp])[] = [
  [
    'twice',
    /(charged|billed|paid|debited|taken|deducted|payment|charge)[^.!?]{0,25}\b(twice|two times|2 times|2x|double)|\b(double|duplicate)[- ]?(charg|bill|pay|debit)|dos veces|doble (cobro|cargo|pago)|duas vezes|(cobran[çc]a|pagamento|cobrado) (dupl|em dobro)|dua kali|dobel|iki (kez|kere|defa)|[çc]ift (ödeme|çekim)|مرتين|مكرر|二重|2回(請求|課金|引)|二回|(hai|2) lần|hai lan/iu,
  ],
  [
    'verification',
    /verification (is )?(required|needed)|verify (my|your|the) (account|identity|payment|apple|google)|verificaci[oó]n (requerida|necesaria)|verificar (mi|tu|a minha|minha) (cuenta|conta)|verifica[çc][aã]o (necess|obrigat|exigida)|verifikasi (akun|diperlukan)|doğrulama (gerek|ister)|hesab(ı|ımı) doğrula|التحقق (مطلوب|من الحساب)|確認が必要|認証が必要|xác minh tài khoản|cần xác minh/iu,
  ],
  [
    'billing',
    /billing (problem|issue)|unpaid (balance|purchase|order)|problem with (a |my )?(previous|earlier) purchase|problema de facturaci[oó]n|problema (de|com a) (cobran[çc]a|faturamento)|masalah (penagihan|pembayaran sebelumnya)|fatura(landırma)? sorunu|مشكلة في الفوترة|請求(に|の)問題|vấn đề (về )?thanh toán/iu,
  ],
  [
    'price',
    /\b(price|pricing|expensive|cheaper|cost(s|ed)? (more|less|different)|overpriced|overcharged|more expensive|higher price|charged more)|precio|m[aá]s (car[oa]|barat)|pre[çc]o|mais (car[oa]|barat)|harga|lebih (mahal|murah)|fiyat|pahalı|daha ucuz|سعر|أغلى|أرخص|値段|価格|料金が|高い|安い|giá(?=[\s.,?!]|$)|đắt|rẻ hơn/iu,
  ],
  [
    'missing',
    /(coin|recharge|top.?up|diamond|balance|order|purchase|pack|credit|nothing|paid|money)[^]{0,80}(missing|not (been )?(arriv|receiv|credit|show|deliver|there|add|in my|appear|updat|come)|never (came|arriv|receiv|got|show|credit|appear)|(did|does|do|have|has|had|is|are|was|were)(n['’]?t| not)|no coins|where|nothing|0 coins|gone|disappear|same|zero)|(missing|no|where are|where is|not (received|get|got)|(did|have|has)(n['’]?t| not) (get|got|receiv|see)|never (got|received)|waiting for|still no|without)[^]{0,40}(coin|recharge|top.?up|credit)|moneda|no (me )?(ha )?(llegad|recib|aparec|acredit)|moedas?|n[aã]o (recebi|chegou|chegaram|ca[ií]u|ca[ií]ram|apareceu|apareceram|entrou|entraram)|(koin|coin)[^]{0,40}(belum|tidak|tak|ga|gak|hilang|mana)|(belum|tidak) (masuk|diterima|muncul)|(jeton|coin|bakiye)[^]{0,50}(gelmedi|yok|yüklenmedi|almadım|görünmüyor|eksik)|gelmedi|yüklenmedi|(عمل|كوين|نقود|رصيد)[^]{0,60}(لم|ما|مفقود|أين)|(لم|ما)[^]{0,30}(تصل|تصلني|يصل|وصل|أستلم)|コイン[^]{0,40}(届|反映|入って|ない|来な|もらえ|消え)|反映され|xu[^]{0,40}(chưa|không|mất|đâu)|(chưa|không) (nhận|thấy|vào)/iu,
  ],
  [
    'third_party',
    /\b(re)?seller|whats ?app|telegram|discord|another (site|website)|cheap(er)? (coins?|site|website)|third.?party|vendedor|revended|penjual|satıcı|بائع|業者|người bán/iu,
  ],
];

/** Topics that only look like a claim about coins. */
const other =
  /\b(refund|reimburse|money back|cancel(l?ed)? my|by mistake|accident|my (child|son|daughter|kid)|thank)|reembols|devoluci[oó]n|estorno|pengembalian dana|refund|iade|استرداد|返金|hoàn tiền/iu;

/** The claims of the tickets that name this attempt, the newest first. */
export function claimsOf(tickets: readonly Row<'tickets'>[]): ReadonlyMap<Claim, Row<'tickets'>> {
  const found = new Map<Claim, Row<'tickets'>>();
  for (const ticket of tickets.toReversed()) {
    const claim = claimOf(ticket);
    if (claim && !found.has(claim)) found.set(claim, ticket);
  }
  return found;
}

/** What one ticket claims; null where its words say nothing that the checks know. */
export function claimOf(ticket: Row<'tickets'>): Claim | null {
  const text = `${ticket.subject ?? ''}\n${ticket.body ?? ''}`.slice(0, 4000);
  const claim = words.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
  return claim === 'missing' && other.test(text) && !saysMissing(text) ? null : claim;
}

function saysMissing(text: string): boolean {
  return /missing|not (received|arrived|credited)|never (arrived|received|got)|didn['’]?t (get|receive|arrive)|no (han )?llegad|n[aã]o (recebi|chegou|chegaram)|belum masuk|tidak masuk|gelmedi|لم تصل|届|反映|chưa nhận/iu.test(
    text,
  );
}

/** True where a ticket names a way to buy that is not ours. */
export function namesThirdParty(text: string): boolean {
  return words.some(([claim, pattern]) => claim === 'third_party' && pattern.test(text));
}
