import type { Language } from './language.ts';

export const es: Language = {
  direction: 'ltr',
  locale: 'es',
  between: ' ',
  about: 'Sobre su compra de {what} del {date}:',
  what: '{coins} monedas por {amount}',
  owed: 'Aún le corresponden {coins} monedas; estamos gestionando que se añadan.',
  until: 'Es posible hasta el {time}.',
  lines: {
    declined: 'No se pudo completar el pago. No se cobró nada. Use otro método de pago.',
    looking:
      'Todavía no vemos cómo terminó esta compra. La estamos revisando; por ahora no compre de nuevo.',
    healthy: 'La compra se completó y todo está en orden por nuestra parte.',
    not_found: 'No encontramos esta compra. Envíenos el número de pedido de su recibo.',
    funds:
      'El pago se rechazó porque el saldo o el límite no alcanzaba. Recargue, elija un paquete más pequeño o use otro método de pago.',
    card_expired:
      'El pago se rechazó porque la tarjeta está vencida. Introduzca una tarjeta válida.',
    card_details:
      'El pago se rechazó porque los datos de la tarjeta no son correctos. Introdúzcalos de nuevo.',
    cvc_or_address:
      'El pago se rechazó porque el código de seguridad o el código postal no coincidía. Revise ambos e inténtelo de nuevo.',
    authentication:
      'El pago no se confirmó con su banco. Inténtelo de nuevo y termine la confirmación en la aplicación de su banco.',
    bank_block:
      'Su banco rechazó el pago y no nos dijo por qué. Pida al banco que lo permita o use otro método de pago.',
    card_type:
      'Este tipo de tarjeta no se puede usar aquí. Pida a su banco que active los pagos en línea o use otra tarjeta.',
    cross_border:
      'La tarjeta no se acepta para este país o esta moneda. Use una tarjeta de su país u otro método de pago.',
    attempt_limit:
      'Hubo demasiados intentos en poco tiempo. Espere un día antes de intentarlo de nuevo.',
    hold_not_captured:
      'El importe solo se reservó y no se cobró. La reserva termina por sí sola. Puede comprar de nuevo.',
    store_billing:
      'La tienda no pudo cobrar con su método de pago. Revise el método de pago y las facturas pendientes en su cuenta de la tienda.',
    store_verification:
      'La tienda le pide que verifique su cuenta. Hágalo en su cuenta de la tienda e inténtelo de nuevo.',
    store_pending:
      'La tienda aún espera su pago. Termínelo allí y no compre de nuevo; las monedas llegan después.',
    guardian_approval:
      'La compra espera la aprobación de un padre, una madre o el organizador familiar. Después se añaden las monedas.',
    purchases_disabled:
      'Las compras están desactivadas en este dispositivo. Permítalas en los ajustes o consulte a quien lo administra.',
    not_in_storefront: 'Este paquete no se vende en el país de su cuenta de la tienda.',
    region_mismatch:
      'Los países de su cuenta de la tienda, de su método de pago y de su ubicación no coinciden. Compre con los ajustes de su país.',
    vpn_or_travel:
      'La conexión llegó desde otro país o por una VPN. Desactive la VPN e inténtelo de nuevo en su red habitual.',
    store_client_outdated:
      'La aplicación de la tienda de su dispositivo es demasiado antigua. Actualícela e inténtelo de nuevo.',
    already_owned:
      'Una compra anterior de este paquete aún no ha terminado. Cierre la aplicación y ábrala de nuevo; estamos revisando la anterior.',
    unacknowledged:
      'La tienda reembolsó la compra automáticamente porque no se completó a tiempo. Puede comprar de nuevo.',
    customer_cancelled: 'La compra se canceló antes del pago. No se cobró nada.',
    test_purchase: 'Fue un pedido de prueba o promocional que no se pagó.',
    connectivity:
      'La conexión falló durante la compra. Revise primero su historial de compras y luego inténtelo en una red estable.',
    app_outdated:
      'Su versión de la aplicación es demasiado antigua para comprar. Actualícela e inténtelo de nuevo.',
    stale_balance:
      'Las monedas están en su cuenta. Cierre la aplicación, borre su caché e inicie sesión de nuevo para verlas.',
    clock_wrong:
      'El reloj de su dispositivo no es correcto. Active la fecha y hora automáticas e inténtelo de nuevo.',
    incident:
      'En ese momento hubo una interrupción técnica. Por ahora no compre de nuevo; nos estamos ocupando.',
    receipt_invalid:
      'No pudimos confirmar el recibo con la tienda. Envíenos el recibo oficial de su cuenta de la tienda.',
    paid_not_granted: 'Su pago llegó, las monedas no. Es un error nuestro y lo sentimos.',
    double_grant: 'Las monedas se añadieron más de una vez. Se retirará el excedente.',
    double_charge:
      'La misma compra se cobró dos veces. Estamos pidiendo que se revise el segundo cobro.',
    wrong_account:
      'Las monedas pertenecen a la cuenta con la que se hizo el pago. Inicie sesión con esa cuenta.',
    wrong_quantity: 'El número de monedas no coincide con su pedido. Lo estamos corrigiendo.',
    already_spent:
      'Las monedas llegaron y desde entonces se enviaron como regalos. Las encontrará en su historial de regalos.',
    age: 'Con esta cuenta no se pueden comprar monedas debido al requisito de edad.',
    country_not_enabled: 'Las monedas no se ofrecen en este país o para este tipo de cuenta.',
    recharge_cap:
      'Se alcanzó el límite de compra de monedas del día, la semana o el mes. Inténtelo en el próximo período.',
    account_restricted:
      'La cuenta está limitada en este momento o tenía un saldo negativo, que las monedas nuevas cubren primero.',
    refunded_after_use: 'La compra se reembolsó. Las monedas de una compra reembolsada se retiran.',
    refund_reversed: 'El reembolso se anuló, así que las monedas vuelven a ser suyas.',
    third_party_purchase:
      'Esta compra no se hizo con nosotros. Las monedas solo se venden en la aplicación y en nuestra página oficial. Pregunte al vendedor y cambie su contraseña si la compartió.',
    slow_method:
      'Este método de pago tarda un poco. En cuanto llegue el pago se añadirán las monedas. No compre de nuevo.',
    price_question:
      'Los precios de las tiendas de aplicaciones y de nuestra página web son distintos porque las tiendas añaden su comisión. Se le cobró el precio del lugar donde compró.',
  },
};
