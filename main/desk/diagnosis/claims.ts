import { parse } from 'tldts';
import type { Row } from '../records/records.ts';

/** What a customer says is wrong. A claim is never proof; it decides which question is answered. */
export type Claim = 'missing' | 'price' | 'twice' | 'billing' | 'verification';

/** Words of the eight languages that customers write in. Order matters: the first that fits holds. */
const words: readonly (readonly [Claim, RegExp])[] = [
  [
    'twice',
    /\b(charged|billed|paid|debited|taken|deducted|payments?|charges?)\b[^.!?]{0,25}\b(twice|two times|2 times|2x|double)\b|\b(double|duplicate)[- ]?(charg|bill|pay|debit)|\b(twice|two times)\b[^.!?]{0,25}\b(charged|billed|debited)|\b(my )?(money|amount)\b[^.!?]{0,15}\btwice\b|\b(charged|billed|debited|paid)\b[^.!?]{0,25}\bmore than once\b|\b(two|2) (charges|payments|debits)\b|dos veces|doble (cobro|cargo|pago)|(cobro|cargo|pago) doble|duas vezes|(cobran[çc]a|pagamento|cobrado) (dupl|em dobro)|\bdua kali|\bdobel\b|(?<!\p{L})[iİ]ki (kez|kere|defa)|[çc]ift (ödeme|çekim)|مرتين|مكرر|二重|2回(請求|課金|引)|二回|(hai|2) lần/iu,
  ],
  [
    'verification',
    /verification (is )?(required|needed|pending|failed)|verify (my|your|the|this|that|it'?s|an?) (\w+ )?(account|identity|payments?|profile|billing|information|details|card|id|apple|google|me)\b|\b(must|needs?|has|have|want(s|ed)?|ask(s|ed)?|require[sd]?|please|before)\b[^.!?]{0,30}\b(verify|verified|verification)\b|verificaci[oó]n (requerida|necesaria)|verificar (mi|tu|la|a minha|minha) (cuenta|conta)|verifica[çc][aã]o (necess|obrigat|exigida)|verifikasi (akun|diperlukan)|doğrulama (gerek|ister)|hesab(ı|ımı) doğrula|التحقق (مطلوب|من الحساب)|確認が必要|認証が必要|xác minh tài khoản|cần xác minh/iu,
  ],
  [
    'billing',
    /billing (problem|issue|error)|unpaid (balance|purchase|order|amount)|\b(owe|outstanding|past.?due)\b[^.!?]{0,30}\b(apple|google|play|store|balance|amount)\b|payment method (was |is |has been |got )?(declined|rejected|invalid|not valid|no longer)|update (my|your|the) (payment|billing)|problem with (a |my )?(previous|earlier) purchase|problema de facturaci[oó]n|problema (de|com a) (cobran[çc]a|faturamento)|masalah (penagihan|pembayaran sebelumnya)|fatura(landırma)? sorunu|مشكلة في الفوترة|請求(に|の)問題|vấn đề (về )?thanh toán/iu,
  ],
  [
    'price',
    /\b(prices?|pricing|expensive|cheaper|cost(s|ed)? (me )?(more|less|different|(something )?else)|overpriced|overcharged|charged (me )?more|same coins)\b|\b(pay|pays|paid|paying|charged?|charges|costs?)\b[^.!?]{0,25}\bmore (on|in|for|here|via|through|than (on|in|with|my|the (app|web(site)?|site|store)|android|iphone|ios|web))\b|\bprecios?\b|\bm[aá]s (car[oa]|barat)|\bpre[çc]os?\b|\bmais (car[oa]|barat)|\bharga|lebih (mahal|murah)|\bfiyat|pahalı|daha ucuz|سعر|أغلى|أرخص|値段|価格|料金|高い|安い|\bgiá(?=[\s.,?!]|$)|đắt|rẻ hơn/iu,
  ],
  [
    'missing',
    /\b(coins?|recharge|top.?up|diamonds?|balance|order|purchase|pack(age)?|credit|nothing|paid|money)\b[^]{0,80}\b(missing|not (been )?(arriv|receiv|credit|show|deliver|there|add|in my|appear|updat|come|here)|(never|haven['’]?t|hasn['’]?t) (came|come|arriv|receiv|got|show|credit|appear)|(did|does|do|have|has|had|is|are|was|were)(n['’]?t| not)\b|no coins|where|nothing|0 coins|gone|disappear|same|zero)|\b(missing|no|where are|where is|where|not (received|get|got)|(did|have|has)(n['’]?t| not) (get|got|receiv\w*|see|seen)|never (got|received)|waiting for|still no|without)\b[^]{0,40}\b(coins?|recharge|top.?up|credit)\b|\b(coins?|balance|wallet)\b[^]{0,60}\b(unchanged|still (0|zero)|not in|can(no|['’])t see)\b|\b(can(no|['’])t|can not|don['’]?t|do not) (see|find)\b[^]{0,25}\bcoins?\b|\bnever (received|got|arrived|came|showed)\b|\bnothing (was|has been|is|came|arrived|added|credited|received|happened)\b|\b(charged|paid|bought|recharged)\b[^]{0,60}\bnothing\b|\bdid(n['’]?t| not) (receive|get) (anything|it|them)\b|\bwhere (are|r|is) my\b|pagu[eé][^]{0,40}\bno (tengo|me|he|han|recib|veo)|monedas?[^]{0,60}\b(no|sin|faltan?|d[oó]nde|desapareci\w*)\b|moedas?[^]{0,40}\b(sumi\w+|desaparec\w+)|\b(faltan?|sin|no (me )?(han? )?(llegad|llegaron|lleg[oó]|recib|aparec|acredit)|d[oó]nde est[aá]n)[^]{0,60}monedas?|no (me )?(han? )?llegaron|moedas?[^]{0,60}\b(n[aã]o|sem|faltam?|cad[eê]|onde)\b|\b(n[aã]o (recebi|chegou|chegaram|ca[ií]u|ca[ií]ram|apareceu|apareceram|entrou|entraram)|faltam|cad[eê]|sem as)\b|\b(koin|coin)[^]{0,40}\b(belum|tidak|tak|ga|gak|nggak|mana|kurang|hilang)\b|\b(belum|tidak) (masuk|diterima|muncul|sampai)|(jeton|coin|bakiye)[^]{0,50}(gelmedi|geçmedi|yok|yüklenmedi|almadım|görünmüyor|eksik|nerede|kayboldu)|gelmedi|yüklenmedi|(عملات|عملة|العمل|كوين|نقود|رصيد)[^]{0,60}(لم|ناقص|أين|مفقود)|لم[^]{0,30}(تصل|يصل|أستلم|تظهر|تُضف)|コイン[^]{0,40}(届|反映|入って|入ら|ない|来な|もらえ|ありません|消え)|反映され|届きません|届いていません|xu[^]{0,40}(chưa|không|đâu)|(chưa|không) (nhận|thấy|vào)/iu,
  ],
];

/** Somebody else's shop, chat or site, in the words of the eight languages. */
const thirdParty =
  /\b(re)?sellers?\b|whats ?app|telegram|discord|instagram|facebook|\bebay\b|market ?place|\b(another|other|different|cheap(er)?|external|unofficial) (place|site|shop|store|page|web ?site|app)\b|\bcheap(er)? coins?|\bdiscount(ed)? coins?|third.?party|outside (of )?the app|(from|by) (a|some) (guy|person|stranger|site|web ?site|shop|friend)|vendedor|revended|(otro|otra) (sitio|lugar|p[aá]gina|tienda)|monedas baratas|(outro|outra) (site|lugar|p[aá]gina|loja)|moedas baratas|penjual|tempat lain|situs lain|koin murah|satıcı|başka (bir )?(yer|site)|ucuz jeton|بائع|مكان آخر|موقع آخر|عملات رخيصة|業者|別の(場所|サイト|店)|ほかの(場所|サイト|店)|他の(場所|サイト|店)|安いコイン|người bán|nơi khác|chỗ khác|trang khác|xu rẻ/iu;

/** Topics that only look like a claim about coins. */
const other =
  /\b(refund|reimburse|money back|cancel(l?ed)? my|by mistake|accident|my (child|son|daughter|kid)|thanks?|invoice)|factura|fatura|faktur|gracias|obrigad|terima kasih|teşekkür|شكر|ありがとう|領収書|cảm ơn|hóa đơn|reembols|devoluci[oó]n|estorno|pengembalian dana|refund|iade|استرداد|返金|hoàn tiền/iu;

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

/** Market places and people who sell, in more words than the first list. */
const sellsIt =
  /\b(g2a|kinguin|seagm|shopee|tokopedia|lazada|mercari|olx|mercado ?li[bv]re|eldorado|z2u|playerauctions|carousell|avito|sahibinden|itemku|wallapop|vinted|ali(baba|express)|taobao)\b|メルカリ|ヤフオク|\b(sold|sells?|selling|offer(ed|s)?) (me )?(the )?(cheap )?(coins|recharges?)|\b(someone|somebody|some ?one|strangers?|(a|some|this|the) (person|guy|man|woman|girl|boy|streamer)|(an?|the) agency|recharge agent)\b[^]{0,60}\b(coins|recharge|sold|sell)|\b(coins?|paid|money|transferr?ed)\b[^]{0,40}\b(from|to|by|with) (someone|somebody|a stranger|a person|an agency|an agent)\b|\btransferr?ed\b[^]{0,30}\b(bank )?account\b|\brecharge agents?\b|\b(en|de) una (p[aá]gina|web|tienda|cuenta)\b|\b(num|de um|em um) (site|perfil|grupo|canal)\b/iu;

/** Sites that are no seller of coins, though somebody may name them. */
const noSellers = new Set([
  'tiktok',
  'apple',
  'icloud',
  'google',
  'gmail',
  'paypal',
  'stripe',
  'adyen',
  'outlook',
  'hotmail',
  'yahoo',
  'imgur',
  'youtube',
]);

/** True where a text names a way to buy that is not ours, in so many words. */
export function namesThirdParty(text: string): boolean {
  return thirdParty.test(text);
}

/** True where a ticket without an order tells of a purchase from somebody else, or on a site. */
export function boughtElsewhere(text: string): boolean {
  return namesThirdParty(text) || sellsIt.test(text) || (buying.test(text) && namesSite(text));
}

const buying =
  /\b(bought|buy|buying|paid|pay|purchas\w*|order(ed)?|recharged?|coins?|money|compr\w+|pagu?\w*|beli|bayar|mua)\b|satın|aldım|öde|購入|買|課金|اشتر|دفع|coinlerim|jeton/iu;

/** A site by its domain; an address for mail is none, and neither is a missing space after a stop. */
function namesSite(text: string): boolean {
  for (const [host] of text.matchAll(
    /(?<![\p{L}\d.@-])[\p{L}\d-]{2,63}(?:\.[\p{L}\d-]{2,63})+/gu,
  )) {
    const { domainWithoutSuffix, isIcann, publicSuffix } = parse(host.toLowerCase());
    const reserved = /^(example|test|invalid)$/.test(publicSuffix ?? '');
    if (!(isIcann || reserved) || !domainWithoutSuffix || /^\d+$/.test(domainWithoutSuffix))
      continue;
    if (!noSellers.has(domainWithoutSuffix)) return true;
  }
  return false;
}
