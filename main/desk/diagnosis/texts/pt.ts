import type { Language } from './language.ts';

export const pt: Language = {
  direction: 'ltr',
  locale: 'pt-BR',
  between: ' ',
  about: 'Sobre a sua compra de {what} em {date}:',
  what: '{coins} moedas por {amount}',
  owed: 'Ainda faltam {coins} moedas para você; estamos providenciando a inclusão.',
  until: 'Isso é possível até {time}.',
  lines: {
    declined: 'O pagamento não pôde ser concluído. Nada foi cobrado. Use outra forma de pagamento.',
    looking:
      'Ainda não vemos como esta compra terminou. Estamos verificando; por enquanto, não compre de novo.',
    healthy: 'A compra foi concluída e está tudo certo do nosso lado.',
    not_found: 'Não encontramos esta compra. Envie o número do pedido que está no seu recibo.',
    funds:
      'O pagamento foi recusado porque o saldo ou o limite não era suficiente. Recarregue, escolha um pacote menor ou use outra forma de pagamento.',
    card_expired:
      'O pagamento foi recusado porque o cartão está vencido. Informe um cartão válido.',
    card_details:
      'O pagamento foi recusado porque os dados do cartão não estão corretos. Informe-os de novo.',
    cvc_or_address:
      'O pagamento foi recusado porque o código de segurança ou o CEP não conferia. Confira os dois e tente de novo.',
    authentication:
      'O pagamento não foi confirmado com o seu banco. Tente de novo e conclua a confirmação no aplicativo do banco.',
    bank_block:
      'O seu banco recusou o pagamento e não nos disse por quê. Peça ao banco que o permita ou use outra forma de pagamento.',
    card_type:
      'Este tipo de cartão não pode ser usado aqui. Peça ao banco que libere pagamentos on-line ou use outro cartão.',
    cross_border:
      'O cartão não é aceito para este país ou esta moeda. Use um cartão do seu país ou outra forma de pagamento.',
    attempt_limit: 'Houve tentativas demais em pouco tempo. Espere um dia antes de tentar de novo.',
    hold_not_captured:
      'O valor foi apenas reservado e não foi cobrado. A reserva termina sozinha. Você pode comprar de novo.',
    store_billing:
      'A loja não conseguiu cobrar a sua forma de pagamento. Confira a forma de pagamento e as faturas em aberto na sua conta da loja.',
    store_verification:
      'A loja pede que você verifique a sua conta. Faça isso na conta da loja e tente de novo.',
    store_pending:
      'A loja ainda espera o seu pagamento. Conclua-o lá e não compre de novo; as moedas chegam depois.',
    guardian_approval:
      'A compra espera a aprovação de um responsável ou do organizador da família. Depois disso, as moedas são incluídas.',
    purchases_disabled:
      'As compras estão desativadas neste aparelho. Permita-as nos ajustes ou fale com quem o administra.',
    not_in_storefront: 'Este pacote não é vendido no país da sua conta da loja.',
    region_mismatch:
      'Os países da sua conta da loja, da forma de pagamento e do seu local não combinam. Compre com os ajustes do seu país.',
    vpn_or_travel:
      'A conexão veio por outro país ou por uma VPN. Desligue a VPN e tente de novo na sua rede habitual.',
    store_client_outdated:
      'O aplicativo da loja no seu aparelho é antigo demais. Atualize-o e tente de novo.',
    already_owned:
      'Uma compra anterior deste pacote ainda não terminou. Feche o aplicativo e abra de novo; estamos verificando a anterior.',
    unacknowledged:
      'A loja reembolsou a compra automaticamente porque ela não foi concluída a tempo. Você pode comprar de novo.',
    customer_cancelled: 'A compra foi cancelada antes do pagamento. Nada foi cobrado.',
    test_purchase: 'Foi um pedido de teste ou promocional que não foi pago.',
    connectivity:
      'A conexão falhou durante a compra. Confira primeiro o histórico de compras e depois tente em uma rede estável.',
    app_outdated:
      'A sua versão do aplicativo é antiga demais para compras. Atualize-a e tente de novo.',
    stale_balance:
      'As moedas estão na sua conta. Feche o aplicativo, limpe o cache e entre de novo para vê-las.',
    clock_wrong:
      'O relógio do seu aparelho não está certo. Ative data e hora automáticas e tente de novo.',
    incident:
      'Houve uma interrupção técnica naquele momento. Por enquanto, não compre de novo; estamos cuidando disso.',
    receipt_invalid:
      'Não conseguimos confirmar o recibo com a loja. Envie o recibo oficial da sua conta da loja.',
    paid_not_granted: 'O seu pagamento chegou, as moedas não. O erro é nosso, e pedimos desculpas.',
    double_grant: 'As moedas foram incluídas mais de uma vez. O excedente será retirado.',
    double_charge:
      'A mesma compra foi cobrada duas vezes. Estamos pedindo a verificação da segunda cobrança.',
    wrong_account:
      'As moedas pertencem à conta com a qual o pagamento foi feito. Entre com essa conta.',
    wrong_quantity: 'O número de moedas não confere com o pedido. Estamos corrigindo.',
    already_spent:
      'As moedas chegaram e desde então foram enviadas como presentes. Elas estão no seu histórico de presentes.',
    age: 'Com esta conta não é possível comprar moedas por causa do requisito de idade.',
    country_not_enabled: 'Moedas não são oferecidas neste país ou para este tipo de conta.',
    recharge_cap:
      'O limite de compra de moedas do dia, da semana ou do mês foi atingido. Tente no próximo período.',
    account_restricted:
      'A conta está limitada no momento ou tinha saldo negativo, que as moedas novas cobrem primeiro.',
    refunded_after_use:
      'A compra foi reembolsada. As moedas de uma compra reembolsada são retiradas.',
    refund_reversed: 'O reembolso foi desfeito, e as moedas voltam a ser suas.',
    third_party_purchase:
      'Esta compra não foi feita conosco. Moedas são vendidas somente no aplicativo e na nossa página oficial. Fale com o vendedor e troque a senha se você a informou.',
    slow_method:
      'Esta forma de pagamento leva algum tempo. Assim que o pagamento chegar, as moedas são incluídas. Não compre de novo.',
    price_question:
      'Os preços das lojas de aplicativos e da nossa página são diferentes porque as lojas somam a própria taxa. Foi cobrado o preço do lugar onde você comprou.',
  },
};
