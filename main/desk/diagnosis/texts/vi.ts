import type { Language } from './language.ts';

export const vi: Language = {
  direction: 'ltr',
  locale: 'vi',
  between: ' ',
  about: 'Về giao dịch mua {what} ngày {date}:',
  what: '{coins} xu với giá {amount}',
  owed: 'Bạn còn được nhận {coins} xu; chúng tôi đang tiến hành bổ sung.',
  until: 'Có thể thực hiện đến {time}.',
  lines: {
    declined:
      'Không thể hoàn tất thanh toán. Bạn chưa bị trừ tiền. Vui lòng dùng phương thức thanh toán khác.',
    looking:
      'Chúng tôi chưa thấy giao dịch này kết thúc ra sao. Chúng tôi đang kiểm tra; tạm thời xin đừng mua lại.',
    healthy: 'Giao dịch đã hoàn tất và mọi thứ đều ổn ở phía chúng tôi.',
    not_found: 'Chúng tôi không tìm thấy giao dịch này. Vui lòng gửi mã đơn hàng trên biên lai.',
    funds:
      'Thanh toán bị từ chối vì số dư hoặc hạn mức không đủ. Vui lòng nạp thêm, chọn gói nhỏ hơn hoặc dùng phương thức khác.',
    card_expired: 'Thanh toán bị từ chối vì thẻ đã hết hạn. Vui lòng nhập thẻ còn hiệu lực.',
    card_details: 'Thanh toán bị từ chối vì thông tin thẻ không đúng. Vui lòng nhập lại.',
    cvc_or_address:
      'Thanh toán bị từ chối vì mã bảo mật hoặc mã bưu chính không khớp. Vui lòng kiểm tra và thử lại.',
    authentication:
      'Thanh toán chưa được xác nhận với ngân hàng. Vui lòng thử lại và hoàn tất xác nhận trong ứng dụng ngân hàng.',
    bank_block:
      'Ngân hàng của bạn từ chối thanh toán và không cho biết lý do. Hãy đề nghị ngân hàng cho phép hoặc dùng phương thức khác.',
    card_type:
      'Không dùng được loại thẻ này ở đây. Hãy đề nghị ngân hàng bật thanh toán trực tuyến hoặc dùng thẻ khác.',
    cross_border:
      'Thẻ không được chấp nhận cho quốc gia hoặc loại tiền này. Hãy dùng thẻ của quốc gia bạn hoặc phương thức khác.',
    attempt_limit: 'Có quá nhiều lần thử trong thời gian ngắn. Vui lòng đợi một ngày rồi thử lại.',
    hold_not_captured:
      'Số tiền chỉ được giữ tạm và chưa bị trừ. Khoản giữ sẽ tự kết thúc. Bạn có thể mua lại.',
    store_billing:
      'Cửa hàng không thể trừ tiền từ phương thức thanh toán của bạn. Hãy kiểm tra phương thức thanh toán và hóa đơn còn mở trong tài khoản cửa hàng.',
    store_verification:
      'Cửa hàng yêu cầu bạn xác minh tài khoản. Hãy xác minh trong tài khoản cửa hàng rồi thử lại.',
    store_pending:
      'Cửa hàng vẫn đang chờ thanh toán của bạn. Hãy hoàn tất ở đó và đừng mua lại; xu sẽ đến sau.',
    guardian_approval:
      'Giao dịch đang chờ cha mẹ hoặc người quản lý gia đình phê duyệt. Sau đó xu sẽ được cộng.',
    purchases_disabled:
      'Tính năng mua đang tắt trên thiết bị này. Hãy cho phép trong phần cài đặt hoặc hỏi người quản lý thiết bị.',
    not_in_storefront: 'Gói này không được bán ở quốc gia của tài khoản cửa hàng của bạn.',
    region_mismatch:
      'Quốc gia của tài khoản cửa hàng, phương thức thanh toán và vị trí của bạn không khớp. Hãy mua với thiết lập của quốc gia bạn.',
    vpn_or_travel:
      'Kết nối đến từ quốc gia khác hoặc qua VPN. Hãy tắt VPN và thử lại trên mạng quen thuộc.',
    store_client_outdated: 'Ứng dụng cửa hàng trên thiết bị quá cũ. Vui lòng cập nhật rồi thử lại.',
    already_owned:
      'Lần mua trước của gói này chưa hoàn tất. Hãy đóng ứng dụng rồi mở lại; chúng tôi đang kiểm tra lần mua trước.',
    unacknowledged:
      'Cửa hàng đã tự động hoàn tiền vì giao dịch không hoàn tất đúng hạn. Bạn có thể mua lại.',
    customer_cancelled: 'Giao dịch đã bị hủy trước khi thanh toán. Bạn không bị trừ tiền.',
    test_purchase: 'Đây là đơn thử nghiệm hoặc khuyến mãi không được thanh toán.',
    connectivity:
      'Kết nối bị gián đoạn khi mua. Hãy xem lịch sử mua trước, rồi thử lại trên mạng ổn định.',
    app_outdated: 'Phiên bản ứng dụng của bạn quá cũ để mua. Vui lòng cập nhật rồi thử lại.',
    stale_balance:
      'Xu đã có trong tài khoản. Hãy đóng ứng dụng, xóa bộ nhớ đệm và đăng nhập lại để thấy.',
    clock_wrong: 'Đồng hồ của thiết bị không đúng. Hãy bật ngày giờ tự động rồi thử lại.',
    incident: 'Lúc đó có sự cố kỹ thuật. Tạm thời xin đừng mua lại; chúng tôi đang xử lý.',
    receipt_invalid:
      'Chúng tôi không xác nhận được biên lai với cửa hàng. Vui lòng gửi biên lai chính thức từ tài khoản cửa hàng.',
    paid_not_granted:
      'Tiền của bạn đã đến nhưng xu thì chưa. Đây là lỗi của chúng tôi, thành thật xin lỗi.',
    double_grant: 'Xu đã được cộng nhiều hơn một lần. Phần thừa sẽ được thu lại.',
    double_charge:
      'Cùng một giao dịch bị trừ tiền hai lần. Chúng tôi đang yêu cầu kiểm tra lần trừ thứ hai.',
    wrong_account: 'Xu thuộc về tài khoản đã thanh toán. Vui lòng đăng nhập bằng tài khoản đó.',
    wrong_quantity: 'Số xu không khớp với đơn hàng. Chúng tôi đang điều chỉnh.',
    already_spent: 'Xu đã đến và sau đó được gửi làm quà. Bạn có thể xem trong lịch sử quà tặng.',
    age: 'Không thể mua xu bằng tài khoản này do yêu cầu về độ tuổi.',
    country_not_enabled: 'Xu không được cung cấp ở quốc gia này hoặc cho loại tài khoản này.',
    recharge_cap: 'Đã đạt giới hạn mua xu của ngày, tuần hoặc tháng. Vui lòng thử lại ở kỳ sau.',
    account_restricted: 'Tài khoản hiện bị giới hạn hoặc có số dư âm; xu mới sẽ bù phần đó trước.',
    refunded_after_use:
      'Giao dịch đã được hoàn tiền. Xu của giao dịch đã hoàn tiền sẽ được thu lại.',
    refund_reversed: 'Khoản hoàn tiền đã bị hủy, vì vậy xu lại thuộc về bạn.',
    third_party_purchase:
      'Giao dịch này không được thực hiện với chúng tôi. Xu chỉ được bán trong ứng dụng và trên trang chính thức. Hãy hỏi người bán và đổi mật khẩu nếu bạn đã chia sẻ.',
    slow_method:
      'Phương thức thanh toán này cần thời gian. Khi tiền đến, xu sẽ được cộng. Xin đừng mua lại.',
    price_question:
      'Giá ở các cửa hàng ứng dụng và trên trang web khác nhau vì cửa hàng cộng thêm phí. Bạn đã trả theo giá nơi bạn mua.',
  },
};
