/**
 * The conditions by which evidence is read. They stand here once, because a run over the whole
 * copy answers the very same ones from rows that it has read ahead.
 */
export const byRecharge = 'where recharge_id = ?';
export const byExternal = 'where external_id = ?';
export const byToken = 'where purchase_token = ?';
export const byPayment = 'where payment_id = ?';
export const byAccount = 'where account_id = ?';
export const byInstrument = 'where instrument_id = ?';
export const byDevice = 'where device_id = ?';
export const sessionsBetween = 'where account_id = ? and started_at between ? and ?';
export const neighboursBetween =
  'where account_id = ? and created_at between ? and ? and recharge_id <> ?';

const hour = 3_600_000;

/** Sessions that can say something of an attempt: from before it until long after a grant. */
export const sessionReach = { beforeMs: 6 * hour, afterMs: hour, afterGrantMs: 14 * 24 * hour };
