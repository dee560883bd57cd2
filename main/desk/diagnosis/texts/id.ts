import type { Language } from './language.ts';

export const id: Language = {
  direction: 'ltr',
  locale: 'id',
  between: ' ',
  about: 'Tentang pembelian {what} pada {date}:',
  what: '{coins} koin seharga {amount}',
  owed: '{coins} koin masih menjadi hak Anda; kami sedang mengurus penambahannya.',
  until: 'Ini dapat dilakukan sampai {time}.',
  lines: {
    declined:
      'Pembayaran tidak dapat diselesaikan. Tidak ada yang ditagih. Silakan gunakan metode pembayaran lain.',
    looking:
      'Kami belum melihat bagaimana pembelian ini berakhir. Kami sedang memeriksanya; untuk sementara jangan membeli lagi.',
    healthy: 'Pembelian selesai dan semuanya beres di pihak kami.',
    not_found: 'Kami tidak menemukan pembelian ini. Kirimkan nomor pesanan dari tanda terima Anda.',
    funds:
      'Pembayaran ditolak karena saldo atau batasnya tidak cukup. Silakan isi saldo, pilih paket lebih kecil, atau gunakan metode pembayaran lain.',
    card_expired:
      'Pembayaran ditolak karena masa berlaku kartu sudah habis. Silakan masukkan kartu yang masih berlaku.',
    card_details: 'Pembayaran ditolak karena data kartu tidak benar. Silakan masukkan lagi.',
    cvc_or_address:
      'Pembayaran ditolak karena kode keamanan atau kode pos tidak cocok. Periksa keduanya dan coba lagi.',
    authentication:
      'Pembayaran belum dikonfirmasi dengan bank Anda. Coba lagi dan selesaikan konfirmasi di aplikasi bank.',
    bank_block:
      'Bank Anda menolak pembayaran tanpa memberi tahu alasannya. Minta bank mengizinkannya, atau gunakan metode pembayaran lain.',
    card_type:
      'Jenis kartu ini tidak dapat digunakan di sini. Minta bank mengaktifkan pembayaran online, atau gunakan kartu lain.',
    cross_border:
      'Kartu ini tidak diterima untuk negara atau mata uang ini. Gunakan kartu dari negara Anda atau metode pembayaran lain.',
    attempt_limit:
      'Terlalu banyak percobaan dalam waktu singkat. Tunggu satu hari sebelum mencoba lagi.',
    hold_not_captured:
      'Jumlahnya hanya ditahan dan tidak ditagih. Penahanan berakhir dengan sendirinya. Anda dapat membeli lagi.',
    store_billing:
      'Toko aplikasi tidak dapat menagih metode pembayaran Anda. Periksa metode pembayaran dan tagihan terbuka di akun toko Anda.',
    store_verification:
      'Toko aplikasi meminta verifikasi akun Anda. Lakukan di akun toko, lalu coba lagi.',
    store_pending:
      'Toko aplikasi masih menunggu pembayaran Anda. Selesaikan di sana dan jangan membeli lagi; koin datang setelahnya.',
    guardian_approval:
      'Pembelian menunggu persetujuan orang tua atau pengelola keluarga. Setelah itu koin ditambahkan.',
    purchases_disabled:
      'Pembelian dinonaktifkan di perangkat ini. Izinkan di pengaturan, atau tanyakan kepada pengelolanya.',
    not_in_storefront: 'Paket ini tidak dijual di negara akun toko Anda.',
    region_mismatch:
      'Negara akun toko, metode pembayaran, dan lokasi Anda tidak sama. Silakan membeli dengan pengaturan negara Anda.',
    vpn_or_travel:
      'Koneksi datang lewat negara lain atau VPN. Matikan VPN dan coba lagi di jaringan biasa Anda.',
    store_client_outdated: 'Aplikasi toko di perangkat Anda terlalu lama. Perbarui dan coba lagi.',
    already_owned:
      'Pembelian paket ini sebelumnya belum selesai. Tutup aplikasi dan buka lagi; kami sedang memeriksa yang sebelumnya.',
    unacknowledged:
      'Toko mengembalikan dana secara otomatis karena pembelian tidak selesai tepat waktu. Anda dapat membeli lagi.',
    customer_cancelled: 'Pembelian dibatalkan sebelum pembayaran. Tidak ada yang ditagih.',
    test_purchase: 'Ini pesanan uji coba atau promosi yang tidak dibayar.',
    connectivity:
      'Koneksi terputus saat pembelian. Lihat dulu riwayat pembelian, lalu coba lagi di jaringan yang stabil.',
    app_outdated: 'Versi aplikasi Anda terlalu lama untuk pembelian. Perbarui dan coba lagi.',
    stale_balance:
      'Koin sudah ada di akun Anda. Tutup aplikasi, bersihkan cache, dan masuk lagi untuk melihatnya.',
    clock_wrong:
      'Jam perangkat Anda tidak tepat. Aktifkan tanggal dan waktu otomatis, lalu coba lagi.',
    incident:
      'Ada gangguan teknis saat itu. Untuk sementara jangan membeli lagi; kami sedang menanganinya.',
    receipt_invalid:
      'Kami tidak dapat mengonfirmasi tanda terima dengan toko. Kirimkan tanda terima resmi dari akun toko Anda.',
    paid_not_granted:
      'Pembayaran Anda masuk, koinnya tidak. Ini kesalahan kami, dan kami minta maaf.',
    double_grant: 'Koin ditambahkan lebih dari sekali. Kelebihannya akan ditarik kembali.',
    double_charge:
      'Pembelian yang sama ditagih dua kali. Kami sedang meminta pemeriksaan tagihan kedua.',
    wrong_account:
      'Koin adalah milik akun yang digunakan untuk membayar. Silakan masuk dengan akun itu.',
    wrong_quantity: 'Jumlah koin tidak sesuai dengan pesanan. Kami sedang memperbaikinya.',
    already_spent:
      'Koin sudah tiba dan sejak itu dikirim sebagai hadiah. Lihat riwayat hadiah Anda.',
    age: 'Koin tidak dapat dibeli dengan akun ini karena persyaratan usia.',
    country_not_enabled: 'Koin tidak ditawarkan di negara ini atau untuk jenis akun ini.',
    recharge_cap:
      'Batas pembelian koin untuk hari, minggu, atau bulan ini sudah tercapai. Coba lagi pada periode berikutnya.',
    account_restricted:
      'Akun sedang dibatasi atau saldonya negatif, yang ditutup dulu oleh koin baru.',
    refunded_after_use:
      'Dana pembelian dikembalikan. Koin dari pembelian yang dananya dikembalikan ditarik kembali.',
    refund_reversed: 'Pengembalian dana dibatalkan, jadi koin kembali menjadi milik Anda.',
    third_party_purchase:
      'Pembelian ini tidak dilakukan di tempat kami. Koin hanya dijual di aplikasi dan halaman resmi kami. Tanyakan kepada penjual, dan ganti kata sandi jika pernah Anda bagikan.',
    slow_method:
      'Metode pembayaran ini perlu waktu. Begitu pembayaran masuk, koin ditambahkan. Jangan membeli lagi.',
    price_question:
      'Harga di toko aplikasi dan di halaman web kami berbeda karena toko menambahkan biayanya. Anda ditagih sesuai harga tempat Anda membeli.',
  },
};
