import type { Language } from './markets.ts';

/** What customers write, by what they complain of: subject and body. `{site}` is a seller. */
export type Complaint =
  | 'missing'
  | 'declined'
  | 'twice'
  | 'price'
  | 'billing'
  | 'verify'
  | 'waiting'
  | 'cannot'
  | 'refund'
  | 'fewer'
  | 'limited'
  | 'seller'
  | 'lost'
  | 'wrong'
  | 'thanks';

type Letters = Readonly<Record<Complaint, readonly [subject: string, body: string]>>;

const en: Letters = {
  missing: ['Coins not received', 'I paid but the coins are missing. Please check my recharge.'],
  declined: ['Card refused', 'My card was declined when I tried to buy coins. Why?'],
  twice: ['Charged twice', 'I was charged twice for the same coins. I only wanted one pack.'],
  price: [
    'Wrong price',
    'The same coins cost less on the website. Why is the price in the app higher?',
  ],
  billing: ['Store error', 'The store says there is a billing problem with a previous purchase.'],
  verify: ['Store asks for verification', 'The store says verification required before I can buy.'],
  waiting: ['Still pending', 'My payment is still pending. When do I get the coins?'],
  cannot: ['Cannot buy coins', 'I tap Buy and only see an error. Nothing was taken, I think.'],
  refund: ['Negative balance', 'My purchase was refunded and now my balance is wrong.'],
  fewer: ['Not the right amount', 'The number of coins is not what the pack promised.'],
  limited: [
    'Recharge not allowed',
    'The app says that I cannot recharge. What is wrong with my account?',
  ],
  seller: [
    'Bought coins elsewhere',
    'I bought cheap coins from {site} and nothing arrived. They asked for my password.',
  ],
  lost: ['Where is my order', 'I paid yesterday and nothing came. Here is all I have.'],
  wrong: [
    'Your servers are broken',
    'Your last update broke everything and ate my coins. My bank says all is fine.',
  ],
  thanks: ['Invoice', 'All fine, thank you. Can I have an invoice for this purchase?'],
};

const es: Letters = {
  missing: [
    'No llegaron las monedas',
    'Pagué, pero faltan las monedas. Revisen mi recarga, por favor.',
  ],
  declined: ['Tarjeta rechazada', 'Mi tarjeta fue rechazada al comprar monedas. ¿Por qué?'],
  twice: ['Cobro doble', 'Me cobraron dos veces las mismas monedas. Solo quería un paquete.'],
  price: [
    'Precio equivocado',
    'Las mismas monedas cuestan menos en la web. ¿Por qué el precio en la app es mayor?',
  ],
  billing: [
    'Error de la tienda',
    'La tienda dice que hay un problema de facturación con una compra anterior.',
  ],
  verify: ['La tienda pide verificación', 'La tienda pide verificar mi cuenta antes de comprar.'],
  waiting: ['Sigue pendiente', 'Mi pago sigue pendiente. ¿Cuándo llegan las monedas?'],
  cannot: ['No puedo comprar monedas', 'Toco Comprar y solo sale un error.'],
  refund: ['Saldo negativo', 'Me reembolsaron la compra y ahora mi saldo está mal.'],
  fewer: ['Cantidad incorrecta', 'El número de monedas no es el que prometía el paquete.'],
  limited: ['No me deja recargar', 'La app dice que no puedo recargar. ¿Qué pasa con mi cuenta?'],
  seller: [
    'Compré en otro sitio',
    'Compré monedas baratas en {site} y no llegó nada. Me pidieron la contraseña.',
  ],
  lost: ['¿Dónde está mi pedido?', 'Pagué ayer y no llegó nada. Es todo lo que tengo.'],
  wrong: [
    'Sus servidores fallan',
    'La última actualización se comió mis monedas. Mi banco dice que todo está bien.',
  ],
  thanks: ['Factura', 'Todo bien, gracias. ¿Me pueden dar una factura de esta compra?'],
};

const pt: Letters = {
  missing: ['Moedas não chegaram', 'Paguei, mas as moedas não chegaram. Verifiquem minha recarga.'],
  declined: ['Cartão recusado', 'Meu cartão foi recusado ao comprar moedas. Por quê?'],
  twice: ['Cobrança dupla', 'Fui cobrado duas vezes pelas mesmas moedas. Só queria um pacote.'],
  price: ['Preço errado', 'As mesmas moedas custam menos no site. Por que o preço no app é maior?'],
  billing: ['Erro da loja', 'A loja diz que há um problema de cobrança com uma compra anterior.'],
  verify: ['A loja pede verificação', 'A loja pede para verificar minha conta antes de comprar.'],
  waiting: ['Ainda pendente', 'Meu pagamento ainda está pendente. Quando chegam as moedas?'],
  cannot: ['Não consigo comprar moedas', 'Toco em Comprar e só aparece um erro.'],
  refund: ['Saldo negativo', 'Minha compra foi reembolsada e agora o saldo está errado.'],
  fewer: ['Quantidade errada', 'O número de moedas não é o que o pacote prometia.'],
  limited: [
    'Não posso recarregar',
    'O app diz que não posso recarregar. O que há com a minha conta?',
  ],
  seller: [
    'Comprei em outro lugar',
    'Comprei moedas baratas em {site} e nada chegou. Pediram minha senha.',
  ],
  lost: ['Onde está meu pedido?', 'Paguei ontem e nada chegou. É tudo o que tenho.'],
  wrong: [
    'Servidores quebrados',
    'A última atualização comeu minhas moedas. Meu banco diz que está tudo certo.',
  ],
  thanks: ['Nota fiscal', 'Tudo certo, obrigado. Posso ter a nota desta compra?'],
};

const id: Letters = {
  missing: [
    'Koin belum masuk',
    'Saya sudah bayar tetapi koin belum masuk. Tolong cek isi ulang saya.',
  ],
  declined: ['Kartu ditolak', 'Kartu saya ditolak saat membeli koin. Mengapa?'],
  twice: [
    'Ditagih dua kali',
    'Saya ditagih dua kali untuk koin yang sama. Saya hanya mau satu paket.',
  ],
  price: [
    'Harga salah',
    'Koin yang sama lebih murah di situs web. Mengapa harga di aplikasi lebih tinggi?',
  ],
  billing: ['Kesalahan toko', 'Toko bilang ada masalah tagihan pada pembelian sebelumnya.'],
  verify: ['Toko minta verifikasi', 'Toko meminta verifikasi akun sebelum saya bisa membeli.'],
  waiting: ['Masih tertunda', 'Pembayaran saya masih tertunda. Kapan koinnya masuk?'],
  cannot: ['Tidak bisa beli koin', 'Saya tekan Beli dan hanya muncul kesalahan.'],
  refund: ['Saldo minus', 'Pembelian saya dikembalikan dan sekarang saldo saya salah.'],
  fewer: ['Jumlah tidak sesuai', 'Jumlah koin tidak sesuai dengan paketnya.'],
  limited: [
    'Tidak boleh isi ulang',
    'Aplikasi bilang saya tidak bisa isi ulang. Ada apa dengan akun saya?',
  ],
  seller: [
    'Beli koin di tempat lain',
    'Saya beli koin murah di {site} dan tidak ada yang masuk. Mereka minta kata sandi saya.',
  ],
  lost: [
    'Di mana pesanan saya',
    'Saya bayar kemarin dan tidak ada yang datang. Hanya ini yang saya punya.',
  ],
  wrong: ['Server rusak', 'Pembaruan terakhir memakan koin saya. Bank bilang semuanya baik.'],
  thanks: ['Faktur', 'Semua baik, terima kasih. Boleh minta faktur pembelian ini?'],
};

const tr: Letters = {
  missing: ['Jetonlar gelmedi', 'Ödedim ama jetonlar gelmedi. Lütfen yüklememi kontrol edin.'],
  declined: ['Kart reddedildi', 'Jeton alırken kartım reddedildi. Neden?'],
  twice: ['İki kez çekildi', 'Aynı jetonlar için iki kez ücret alındı. Tek paket istemiştim.'],
  price: [
    'Yanlış fiyat',
    'Aynı jetonlar web sitesinde daha ucuz. Uygulamadaki fiyat neden daha yüksek?',
  ],
  billing: [
    'Mağaza hatası',
    'Mağaza önceki bir alışverişte faturalandırma sorunu olduğunu söylüyor.',
  ],
  verify: ['Mağaza doğrulama istiyor', 'Mağaza satın almadan önce hesabımı doğrulamamı istiyor.'],
  waiting: ['Hâlâ beklemede', 'Ödemem hâlâ beklemede. Jetonlar ne zaman gelir?'],
  cannot: ['Jeton alamıyorum', 'Satın al düğmesine basınca yalnızca hata çıkıyor.'],
  refund: ['Eksi bakiye', 'Alışverişim iade edildi ve şimdi bakiyem yanlış.'],
  fewer: ['Sayı yanlış', 'Jeton sayısı pakette yazan kadar değil.'],
  limited: ['Yükleme yapılamıyor', 'Uygulama yükleme yapamayacağımı söylüyor. Hesabımda ne var?'],
  seller: [
    'Başka yerden aldım',
    '{site} sitesinden ucuz jeton aldım, hiçbir şey gelmedi. Şifremi istediler.',
  ],
  lost: ['Siparişim nerede', 'Dün ödedim, hiçbir şey gelmedi. Elimdeki tek şey bu.'],
  wrong: ['Sunucularınız bozuk', 'Son güncelleme jetonlarımı yuttu. Bankam her şey yolunda diyor.'],
  thanks: ['Fatura', 'Her şey yolunda, teşekkürler. Bu alışveriş için fatura alabilir miyim?'],
};

const ar: Letters = {
  missing: ['لم تصل العملات', 'دفعت لكن العملات لم تصل. أرجو التحقق من عملية الشحن.'],
  declined: ['رُفضت البطاقة', 'رُفضت بطاقتي عند شراء العملات. لماذا؟'],
  twice: ['خصم مرتين', 'تم الخصم مرتين لنفس العملات. أردت باقة واحدة فقط.'],
  price: ['سعر خاطئ', 'نفس العملات أرخص في الموقع. لماذا السعر في التطبيق أعلى؟'],
  billing: ['خطأ من المتجر', 'يقول المتجر إن هناك مشكلة في الفوترة مع عملية شراء سابقة.'],
  verify: ['المتجر يطلب التحقق', 'المتجر يطلب التحقق من حسابي قبل الشراء.'],
  waiting: ['ما زال معلقًا', 'دفعتي ما زالت معلقة. متى تصل العملات؟'],
  cannot: ['لا أستطيع شراء العملات', 'أضغط شراء ويظهر خطأ فقط.'],
  refund: ['رصيد سالب', 'تم رد مبلغ الشراء والآن رصيدي غير صحيح.'],
  fewer: ['العدد غير صحيح', 'عدد العملات ليس كما وعدت الباقة.'],
  limited: ['الشحن غير مسموح', 'يقول التطبيق إنني لا أستطيع الشحن. ما مشكلة حسابي؟'],
  seller: ['اشتريت من مكان آخر', 'اشتريت عملات رخيصة من {site} ولم يصل شيء. طلبوا كلمة المرور.'],
  lost: ['أين طلبي', 'دفعت أمس ولم يصل شيء. هذا كل ما لدي.'],
  wrong: ['خوادمكم معطلة', 'آخر تحديث أكل عملاتي. البنك يقول إن كل شيء سليم.'],
  thanks: ['فاتورة', 'كل شيء جيد، شكرًا. هل يمكنني الحصول على فاتورة؟'],
};

const ja: Letters = {
  missing: [
    'コインが届きません',
    '支払いましたがコインが届いていません。チャージを確認してください。',
  ],
  declined: ['カードが拒否されました', 'コインの購入でカードが拒否されました。なぜですか。'],
  twice: ['二重請求', '同じコインで二回請求されました。一つだけ欲しかったのです。'],
  price: ['価格が違います', '同じコインがウェブでは安いです。なぜアプリの価格は高いのですか。'],
  billing: ['ストアのエラー', 'ストアに、以前の購入のお支払いに問題があると表示されます。'],
  verify: ['ストアが確認を要求', '購入前にアカウントの確認が必要だとストアに表示されます。'],
  waiting: ['保留のまま', '支払いが保留のままです。コインはいつ届きますか。'],
  cannot: ['コインを購入できません', '購入を押すとエラーだけが出ます。'],
  refund: ['残高がマイナス', '購入が返金され、残高がおかしくなりました。'],
  fewer: ['枚数が違います', 'コインの枚数がパックの表示と違います。'],
  limited: ['チャージできません', 'チャージできないと表示されます。アカウントに問題がありますか。'],
  seller: [
    '別の場所で購入',
    '{site} で安いコインを買いましたが届きません。パスワードを聞かれました。',
  ],
  lost: ['注文はどこですか', '昨日支払いましたが何も届きません。これしかありません。'],
  wrong: ['サーバーの故障', '前回の更新でコインが消えました。銀行は問題ないと言っています。'],
  thanks: ['領収書', '問題ありません。この購入の領収書をいただけますか。'],
};

const vi: Letters = {
  missing: [
    'Chưa nhận được xu',
    'Tôi đã thanh toán nhưng chưa nhận được xu. Vui lòng kiểm tra lần nạp.',
  ],
  declined: ['Thẻ bị từ chối', 'Thẻ của tôi bị từ chối khi mua xu. Vì sao?'],
  twice: [
    'Bị trừ tiền hai lần',
    'Tôi bị trừ tiền hai lần cho cùng một gói xu. Tôi chỉ muốn một gói.',
  ],
  price: ['Sai giá', 'Cùng số xu đó trên web rẻ hơn. Vì sao giá trong ứng dụng cao hơn?'],
  billing: ['Lỗi cửa hàng', 'Cửa hàng báo có vấn đề thanh toán với lần mua trước.'],
  verify: ['Cửa hàng yêu cầu xác minh', 'Cửa hàng yêu cầu xác minh tài khoản trước khi mua.'],
  waiting: ['Vẫn đang chờ', 'Khoản thanh toán vẫn đang chờ. Khi nào có xu?'],
  cannot: ['Không mua được xu', 'Tôi bấm Mua và chỉ thấy lỗi.'],
  refund: ['Số dư âm', 'Lần mua đã được hoàn tiền và giờ số dư của tôi sai.'],
  fewer: ['Sai số lượng', 'Số xu không đúng như gói đã hứa.'],
  limited: ['Không được nạp', 'Ứng dụng báo tôi không thể nạp. Tài khoản của tôi bị sao?'],
  seller: [
    'Mua xu ở nơi khác',
    'Tôi mua xu rẻ ở {site} và không nhận được gì. Họ hỏi mật khẩu của tôi.',
  ],
  lost: ['Đơn của tôi đâu', 'Tôi đã trả tiền hôm qua mà không có gì. Tôi chỉ có vậy.'],
  wrong: ['Máy chủ hỏng', 'Bản cập nhật vừa rồi nuốt xu của tôi. Ngân hàng nói mọi thứ ổn.'],
  thanks: ['Hóa đơn', 'Mọi thứ ổn, cảm ơn. Cho tôi xin hóa đơn lần mua này?'],
};

export const letters: Readonly<Record<Language, Letters>> = { en, es, pt, id, tr, ar, ja, vi };
