import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

/**
 * A big drop: the same number of recharges gives the same bytes, row after row as they are made.
 * Ids are as good as random in the order of time, as those of real platforms are.
 */

const first =
  'María John Zoë Łukasz Ana Mehmet Yuki Thảo Olu Priya Noah Ivan Chloé Fatma Liam Søren Aisha Pedro Emma Diego'.split(
    ' ',
  );
const last =
  'Silva O’Neil García Kowalski Nguyễn Müller Tanaka Okafor Yılmaz Santos Smith Petrov Dubois Jensen Khan Rossi Haddad Costa Novák Brown'.split(
    ' ',
  );
const syllables = 'ba co di fu ga he jo ka li mo na pe ri su ta vu wa xi yo ze'.split(' ');
const domains = 'mail.example post.example inbox.example correo.example quickmail.example'.split(
  ' ',
);
const sites = Array.from({ length: 200 }, (_, n) => `${word(n * 7 + 1)}-coins${n}.example`);
const countries = 'US BR DE TR JP GB FR VN ID MX'.split(' ');
const currencies: Record<string, string> = {
  US: 'USD',
  BR: 'BRL',
  DE: 'EUR',
  TR: 'TRY',
  JP: 'JPY',
  GB: 'GBP',
  FR: 'EUR',
  VN: 'VND',
  ID: 'IDR',
  MX: 'MXN',
};
const packs = [70, 350, 700, 1400, 3500, 7000, 17500];
const prices = [99, 499, 999, 1999, 4999, 9999, 24999];
const start = Date.UTC(2025, 8, 1);

/** A number of 32 bits that looks random and is another one for every `n` of one `salt`. */
function scrambled(n: number, salt: number): number {
  let x = Math.imul(n ^ salt, 0x9e3779b1) >>> 0;
  x ^= x >>> 16;
  x = Math.imul(x, 0x85ebca6b) >>> 0;
  return (x ^ (x >>> 13)) >>> 0;
}

function word(n: number): string {
  let rest = scrambled(n, 99);
  let text = '';
  for (let part = 0; part < 4; part++, rest = Math.floor(rest / 20)) text += syllables[rest % 20];
  return text;
}

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
const id = (prefix: string, n: number, salt: number) =>
  `${prefix}${scrambled(n, salt).toString(36).padStart(7, '0')}${(n % 1296).toString(36).padStart(2, '0')}`;

export const accountId = (n: number) => id('ac_', n, 11);
export const rechargeId = (n: number) => id('rc_', n, 22);

/** The store's order number or the processor's payment id of a recharge. */
export function externalId(n: number): string {
  if (channelOf(n) === 'web')
    return `pi_3M${scrambled(n, 33).toString(36).toUpperCase()}x${n.toString(36)}`;
  const digits = `${String(scrambled(n, 44)).padStart(10, '0')}${String(n).padStart(7, '0')}`;
  return `GPA.${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 17)}`;
}

const channelOf = (n: number) => (scrambled(n, 55) % 10 < 6 ? 'google_play' : 'web');

/** A site to which buyers are sent. */
export const siteName = (n: number) => pick(sites, n);

/** The name of an account, as it is shown. */
export const displayName = (n: number) =>
  `${pick(first, scrambled(n, 1))} ${pick(last, scrambled(n, 2))}${n % 3 === 0 ? ` ${word(n)}` : ''}`;
export const userName = (n: number) => `${word(n)}_${scrambled(n, 3) % 10_000}`;

interface Sizes {
  readonly recharges: number;
  readonly accounts: number;
  readonly devices: number;
  readonly instruments: number;
  readonly tickets: number;
}

export function sizesOf(recharges: number): Sizes {
  return {
    recharges,
    accounts: Math.ceil(recharges / 4),
    devices: Math.ceil(recharges / 4),
    instruments: Math.ceil(recharges / 8),
    tickets: Math.ceil(recharges / 50),
  };
}

const timeOf = (n: number, all: number) => start + Math.floor((n / all) * 7_776_000_000);
const accountOf = (n: number, { accounts }: Sizes) => scrambled(n, 66) % accounts;

type Row = (n: number, sizes: Sizes) => string | null;

const tables: Record<string, { head: string; count: (sizes: Sizes) => number; row: Row }> = {
  accounts: {
    head: 'account_id,username,display_name,email,phone,country,storefront,age_band,birth_year,status,kind,created_at,updated_at',
    count: ({ accounts }) => accounts,
    row(n) {
      const country = pick(countries, scrambled(n, 4));
      const phone = `+${49 + (n % 40)}${String(1_000_000_000 + (scrambled(n, 5) % 900_000_000))}`;
      return `${accountId(n)},${userName(n)},${displayName(n)},${word(n)}${n}@${pick(domains, n)},${phone},${country},${country},18_plus,${1960 + (n % 45)},active,personal,${start - n * 1000},`;
    },
  },
  recharges: {
    head: 'recharge_id,account_id,channel,sku,quantity,coins,bonus_coins,currency,amount_minor,tax_minor,storefront,provider,external_id,payment_id,instrument_id,device_id,ip,ip_country,ip_kind,app_version,os,os_version,network,client_clock_skew_ms,seller_domain,created_at,updated_at',
    count: ({ recharges }) => recharges,
    row(n, sizes) {
      const account = accountOf(n, sizes);
      const country = pick(countries, scrambled(account, 4));
      const pack = scrambled(n, 7) % packs.length;
      const web = channelOf(n) === 'web';
      const at = timeOf(n, sizes.recharges);
      const external = externalId(n);
      const ip = `10.${account % 250}.${scrambled(account, 8) % 250}.${1 + (n % 9)}`;
      const site = n % 20 === 0 ? pick(sites, scrambled(n, 9)) : '';
      return `${rechargeId(n)},${accountId(account)},${channelOf(n)},coins.p${pack},1,${packs[pack]},0,${currencies[country]},${prices[pack]},${Math.floor((prices[pack] ?? 0) / 6)},${country},${web ? 'stripe' : 'google'},${external},${web ? external : ''},${web ? id('fp_', account % sizes.instruments, 77) : ''},${id('dv_', account % sizes.devices, 88)},${ip},${country},mobile,32.${n % 9},${n % 2 ? 'android' : 'ios'},${10 + (n % 6)},wifi,${(n % 400) - 200},${site},${at},${at + 5000}`;
    },
  },
  store_records: {
    head: 'provider,external_id,purchase_token,recharge_id,account_token,sku,state,acknowledged,consumed,test_kind,region,storefront,currency,price_minor,quantity,purchased_at,signature',
    count: ({ recharges }) => recharges,
    row(n, sizes) {
      if (channelOf(n) === 'web') return null;
      const account = accountOf(n, sizes);
      const country = pick(countries, scrambled(account, 4));
      const pack = scrambled(n, 7) % packs.length;
      return `google,${externalId(n)},tok${id('', n, 101)}${id('.AO-', n, 102)}${id('', n, 103)},${rechargeId(n)},${accountId(account)},coins.p${pack},purchased,true,true,none,${country},${country},${currencies[country]},${prices[pack]},1,${timeOf(n, sizes.recharges) + 2000},verified`;
    },
  },
  payments: {
    head: 'provider,payment_id,recharge_id,status,currency,amount_minor,captured_minor,refunded_minor,failure_code,decline_code,network_code,outcome_type,cvc_check,three_ds,instrument_id,created_at,captured_at,disputed',
    count: ({ recharges }) => recharges,
    row(n, sizes) {
      if (channelOf(n) !== 'web') return null;
      const account = accountOf(n, sizes);
      const country = pick(countries, scrambled(account, 4));
      const price = prices[scrambled(n, 7) % packs.length] ?? 0;
      const failed = n % 7 === 0;
      const at = timeOf(n, sizes.recharges) + 1000;
      return `stripe,${externalId(n)},${rechargeId(n)},${failed ? 'failed' : 'succeeded'},${currencies[country]},${price},${failed ? 0 : price},0,${failed ? 'card_declined' : ''},${failed ? 'insufficient_funds' : ''},${failed ? '51' : ''},${failed ? 'issuer_declined' : 'authorized'},pass,Y,${id('fp_', account % sizes.instruments, 77)},${at},${failed ? '' : at + 900},false`;
    },
  },
  instruments: {
    head: 'instrument_id,kind,brand,bin,last4,exp_month,exp_year,issuer_country,funding',
    count: ({ instruments }) => instruments,
    row: (n) =>
      `${id('fp_', n, 77)},card,${n % 2 ? 'visa' : 'mastercard'},${n % 2 ? 424242 : 555555},${String(scrambled(n, 104) % 10_000).padStart(4, '0')},${1 + (n % 12)},${2026 + (n % 5)},${pick(countries, n)},credit`,
  },
  ledger: {
    head: 'entry_id,account_id,at,asset,delta,balance_after,kind,recharge_id,external_id',
    count: ({ recharges }) => recharges,
    row(n, sizes) {
      if (n % 10 === 0) return null;
      const coins = packs[scrambled(n, 7) % packs.length];
      return `${id('le_', n, 105)},${accountId(accountOf(n, sizes))},${timeOf(n, sizes.recharges) + 4000},coins,${coins},${coins},recharge_grant,${rechargeId(n)},${externalId(n)}`;
    },
  },
  devices: {
    head: 'device_id,account_id,platform,model,os_version,app_version,first_seen,last_seen,rooted',
    count: ({ devices }) => devices,
    row: (n) =>
      `${id('dv_', n, 88)},${accountId(n)},${n % 2 ? 'android' : 'ios'},Model ${n % 60},${10 + (n % 6)},32.${n % 9},${start},${start + n},false`,
  },
  sellers: {
    head: 'seller_id,name,status,kind,first_seen,country,contact,notes',
    count: () => sites.length,
    row: (n) =>
      `${sites[n]},${word(n)} Coins ${n},flagged,site,${start},${pick(countries, n)},@${word(n)},`,
  },
  tickets: {
    head: 'ticket_id,account_id,recharge_id,opened_at,locale,subject,body,status,priority',
    count: ({ tickets }) => tickets,
    row(n, sizes) {
      const recharge = n * 50 < sizes.recharges ? n * 50 : 0;
      return `T-${100_000 + n},${accountId(accountOf(recharge, sizes))},${rechargeId(recharge)},${timeOf(recharge, sizes.recharges) + 3_600_000},en,"No coins after payment, ${word(n)}","I paid and ""nothing"" came.",${n % 3 ? 'closed' : 'open'},normal`;
    },
  },
};

export const bigTables = Object.keys(tables);

/** Writes the drop into a folder, unless it is there already; gives its rows and bytes. */
export function writeBigDrop(folder: string, recharges: number): { rows: number; bytes: number } {
  const sizes = sizesOf(recharges);
  const part = `${folder}.part`;
  const there = existsSync(folder);
  if (!there) {
    rmSync(part, { recursive: true, force: true });
    mkdirSync(part, { recursive: true });
  }
  let rows = 0;
  let bytes = 0;
  for (const [name, table] of Object.entries(tables)) {
    const file = openSync(there ? '/dev/null' : path.join(part, `${name}.csv`), 'w');
    let text = `${table.head}\n`;
    const count = table.count(sizes);
    for (let n = 0; n < count; n++) {
      const row = table.row(n, sizes);
      if (row === null) continue;
      rows += 1;
      text += `${row}\n`;
      if (text.length > 1 << 20) {
        bytes += writeSync(file, text);
        text = '';
      }
    }
    bytes += writeSync(file, text);
    closeSync(file);
  }
  if (!there) renameSync(part, folder);
  return { rows, bytes };
}
