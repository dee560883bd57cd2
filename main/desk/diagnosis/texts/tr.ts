import type { Language } from './language.ts';

export const tr: Language = {
  direction: 'ltr',
  locale: 'tr',
  between: ' ',
  about: '{date} tarihli {what} satın alımınız hakkında:',
  what: '{coins} jeton ({amount})',
  owed: 'Size hâlâ {coins} jeton borçluyuz; eklenmesi için işlem yapıyoruz.',
  until: 'Bu, {time} tarihine kadar mümkündür.',
  lines: {
    declined:
      'Ödeme tamamlanamadı. Hiçbir tutar alınmadı. Lütfen başka bir ödeme yöntemi kullanın.',
    looking:
      'Bu satın alımın nasıl bittiğini henüz göremiyoruz. İnceliyoruz; lütfen şimdilik yeniden satın almayın.',
    healthy: 'Satın alım tamamlandı ve bizim tarafımızda her şey yolunda.',
    not_found: 'Bu satın alımı bulamadık. Lütfen makbuzunuzdaki sipariş numarasını gönderin.',
    funds:
      'Bakiye veya limit yetmediği için ödeme reddedildi. Lütfen para yükleyin, daha küçük bir paket seçin veya başka bir ödeme yöntemi kullanın.',
    card_expired:
      'Kartın son kullanma tarihi geçtiği için ödeme reddedildi. Lütfen geçerli bir kart girin.',
    card_details: 'Kart bilgileri doğru olmadığı için ödeme reddedildi. Lütfen yeniden girin.',
    cvc_or_address:
      'Güvenlik kodu veya posta kodu uyuşmadığı için ödeme reddedildi. Lütfen ikisini de kontrol edip yeniden deneyin.',
    authentication:
      'Ödeme bankanızla onaylanmadı. Lütfen yeniden deneyin ve onayı banka uygulamanızda tamamlayın.',
    bank_block:
      'Bankanız ödemeyi reddetti ve nedenini bize bildirmedi. Bankanızdan izin vermesini isteyin veya başka bir ödeme yöntemi kullanın.',
    card_type:
      'Bu tür bir kart burada kullanılamaz. Bankanızdan internet ödemelerini açmasını isteyin veya başka bir kart kullanın.',
    cross_border:
      'Kart bu ülke veya para birimi için kabul edilmiyor. Kendi ülkenizin kartını veya başka bir ödeme yöntemini kullanın.',
    attempt_limit:
      'Kısa sürede çok fazla deneme yapıldı. Lütfen yeniden denemeden önce bir gün bekleyin.',
    hold_not_captured:
      'Tutar yalnızca bloke edildi, tahsil edilmedi. Bloke kendiliğinden kalkar. Yeniden satın alabilirsiniz.',
    store_billing:
      'Mağaza ödeme yönteminizden tahsilat yapamadı. Mağaza hesabınızda ödeme yöntemini ve açık faturaları kontrol edin.',
    store_verification:
      'Mağaza hesabınızı doğrulamanızı istiyor. Lütfen mağaza hesabınızda doğrulayıp yeniden deneyin.',
    store_pending:
      'Mağaza hâlâ ödemenizi bekliyor. Lütfen orada tamamlayın ve yeniden satın almayın; jetonlar ardından gelir.',
    guardian_approval:
      'Satın alım bir ebeveynin veya aile yöneticisinin onayını bekliyor. Onaydan sonra jetonlar eklenir.',
    purchases_disabled:
      'Bu cihazda satın alımlar kapalı. Ayarlardan izin verin veya cihazı yöneten kişiye sorun.',
    not_in_storefront: 'Bu paket, mağaza hesabınızın ülkesinde satılmıyor.',
    region_mismatch:
      'Mağaza hesabınızın, ödeme yönteminizin ve konumunuzun ülkeleri uyuşmuyor. Lütfen kendi ülkenizin ayarlarıyla satın alın.',
    vpn_or_travel:
      'Bağlantı başka bir ülkeden veya VPN üzerinden geldi. VPN’i kapatıp her zamanki ağınızda yeniden deneyin.',
    store_client_outdated:
      'Cihazınızdaki mağaza uygulaması çok eski. Lütfen güncelleyip yeniden deneyin.',
    already_owned:
      'Bu paketin önceki satın alımı henüz bitmedi. Uygulamayı kapatıp yeniden açın; öncekini inceliyoruz.',
    unacknowledged:
      'Satın alım zamanında tamamlanmadığı için mağaza parayı otomatik olarak iade etti. Yeniden satın alabilirsiniz.',
    customer_cancelled: 'Satın alım ödemeden önce iptal edildi. Hiçbir tutar alınmadı.',
    test_purchase: 'Bu, ödenmemiş bir deneme veya tanıtım siparişiydi.',
    connectivity:
      'Satın alım sırasında bağlantı kesildi. Önce satın alma geçmişinize bakın, sonra sağlam bir ağda yeniden deneyin.',
    app_outdated:
      'Uygulama sürümünüz satın alımlar için çok eski. Lütfen güncelleyip yeniden deneyin.',
    stale_balance:
      'Jetonlar hesabınızda. Görmek için uygulamayı kapatın, önbelleğini temizleyin ve yeniden oturum açın.',
    clock_wrong: 'Cihazınızın saati doğru değil. Otomatik tarih ve saati açıp yeniden deneyin.',
    incident:
      'O sırada teknik bir aksaklık vardı. Lütfen şimdilik yeniden satın almayın; ilgileniyoruz.',
    receipt_invalid:
      'Makbuzu mağazada doğrulayamadık. Lütfen mağaza hesabınızdaki resmî makbuzu gönderin.',
    paid_not_granted: 'Ödemeniz ulaştı, jetonlar ulaşmadı. Hata bizde, özür dileriz.',
    double_grant: 'Jetonlar birden fazla kez eklendi. Fazlası geri alınacak.',
    double_charge:
      'Aynı satın alım iki kez tahsil edildi. İkinci tahsilatın incelenmesini istiyoruz.',
    wrong_account: 'Jetonlar, ödemenin yapıldığı hesaba aittir. Lütfen o hesapla oturum açın.',
    wrong_quantity: 'Jeton sayısı siparişinizle uyuşmuyor. Düzeltiyoruz.',
    already_spent:
      'Jetonlar ulaştı ve o zamandan beri hediye olarak gönderildi. Hediye geçmişinizde görebilirsiniz.',
    age: 'Yaş koşulu nedeniyle bu hesapla jeton satın alınamaz.',
    country_not_enabled: 'Jetonlar bu ülkede veya bu tür hesaplar için sunulmuyor.',
    recharge_cap:
      'Bu gün, hafta veya ay için jeton satın alma sınırına ulaşıldı. Sonraki dönemde yeniden deneyin.',
    account_restricted:
      'Hesap şu anda kısıtlı veya bakiyesi eksideydi; yeni jetonlar önce onu kapatır.',
    refunded_after_use: 'Satın alım iade edildi. İade edilen satın alımın jetonları geri alınır.',
    refund_reversed: 'İade geri çekildi, bu yüzden jetonlar yeniden sizindir.',
    third_party_purchase:
      'Bu satın alım bizden yapılmadı. Jetonlar yalnızca uygulamada ve resmî sayfamızda satılır. Satıcıya sorun ve paylaştıysanız parolanızı değiştirin.',
    slow_method:
      'Bu ödeme yöntemi biraz zaman alır. Ödeme ulaşınca jetonlar eklenir. Lütfen yeniden satın almayın.',
    price_question:
      'Uygulama mağazalarının ve web sayfamızın fiyatları farklıdır, çünkü mağazalar kendi ücretini ekler. Satın aldığınız yerin fiyatı alındı.',
  },
};
