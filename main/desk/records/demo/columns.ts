/**
 * The columns the demo drop writes, in the words of the exchange format. Said again here on
 * purpose: the generator stands for a data team outside the desk, which has the format's text
 * and not the desk's code. A test compares both.
 *
 * `confirmations` is left out: that file counts only with the signature of a platform key that
 * the owner has registered, and a demo that could sign one would prove that anybody can.
 */
export const columns = {
  accounts:
    'account_id username display_name email phone country storefront age_band birth_year status kind created_at updated_at',
  packages:
    'sku channel storefront currency price_minor tax_included tax_rate_bp coins bonus_coins valid_from valid_to',
  recharges:
    'recharge_id account_id channel sku quantity coins bonus_coins currency amount_minor tax_minor storefront provider external_id payment_id instrument_id device_id ip ip_country ip_kind app_version os os_version network client_clock_skew_ms seller_domain created_at updated_at',
  recharge_events:
    'recharge_id seq at stage provider scheme code sub_code message amount_minor detail',
  store_records:
    'provider external_id purchase_token recharge_id account_token sku state acknowledged consumed test_kind region storefront currency price_minor quantity purchased_at pending_since refunded_quantity refunded_minor voided_at void_source void_reason signature raw',
  payments:
    'provider payment_id recharge_id status currency amount_minor captured_minor refunded_minor failure_code decline_code network_code outcome_type cvc_check postcode_check three_ds eci avs_result cvv_result instrument_id created_at captured_at disputed dispute_reason dispute_at',
  instruments: 'instrument_id kind brand bin last4 exp_month exp_year issuer_country funding',
  ledger:
    'entry_id account_id at asset delta balance_after kind recharge_id external_id counterparty_id gift_id quantity note',
  gifts: 'gift_id name coins valid_from valid_to',
  devices:
    'device_id account_id platform model os_version app_version store_app_version first_seen last_seen rooted',
  sessions:
    'session_id account_id device_id started_at ended_at ip ip_country ip_kind network rtt_ms loss_pct timeouts balance_shown balance_synced_at cache_cleared_at',
  app_versions: 'platform version released_at minimum_for_billing latest',
  incidents: 'incident_id service provider regions started_at ended_at summary',
  limits: 'limit_id storefront age_band period coins_max attempts_max valid_from valid_to',
  sellers: 'seller_id name status kind first_seen country contact notes',
  offers: 'offer_id seller_id seen_at storefront currency price_minor coins url text',
  tickets:
    'ticket_id account_id recharge_id opened_at locale subject body contact status priority attachments',
  fx_rates: 'from to day rate source',
} as const;

export type DemoTable = keyof typeof columns;

type Words<S extends string> = S extends `${infer First} ${infer Rest}` ? First | Words<Rest> : S;

/** Empty is unknown. Coins and minor units are bigint, all other whole numbers are number. */
export type Cell = string | number | bigint | boolean | null | undefined;

export type DemoRow<T extends DemoTable> = { [C in Words<(typeof columns)[T]>]?: Cell };

export const demoTables = Object.keys(columns) as DemoTable[];

export function columnsOf(table: DemoTable): string[] {
  return columns[table].split(' ');
}
