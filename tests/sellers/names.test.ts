import { describe, expect, it } from 'vitest';
import {
  blurbOf,
  contactsIn,
  mailboxOf,
  mailFormOf,
} from '../../main/desk/sellers/names/contact.ts';
import { lookAlikeOf } from '../../main/desk/sellers/names/look-alike.ts';
import { siteOf, sitesIn, siteAsRead } from '../../main/desk/sellers/names/registered.ts';
import { deceivingCharacters, skeletonOf } from '../../main/desk/sellers/names/skeleton.ts';

const official = ['lumolive.example', 'paypoint.example'];

describe('a site is known by its registered domain', () => {
  it.each([
    ['https://www.Lumolive.co.uk/buy?x=1', 'lumolive.co.uk'],
    ['shop.lumolive.example', 'lumolive.example'],
    ['one.myshopify.com', 'one.myshopify.com'],
    ['user:pass@lumolive.example:8443/x', 'lumolive.example'],
    ['lumolıve.example', 'xn--lumolve-vfb.example'],
  ])('%s is %s', (text, domain) => expect(siteOf(text)?.domain).toBe(domain));

  it.each(['', 'receipt.txt', 'co.uk', '10.0.0.1', 'chat:@someone', 'a b.example', '...'])(
    '%j is no site',
    (text) => expect(siteOf(text)).toBeNull(),
  );

  it('finds sites in running text and leaves mail addresses and file names alone', () => {
    expect(
      sitesIn(
        'I paid at cheap-coins.example/x, wrote to me@mail.example; see chat.zip, receipt.txt. Then www.b.test.',
      ),
    ).toEqual(['cheap-coins.example', 'b.test']);
  });
});

describe('a look-alike', () => {
  it.each([
    ['lum0live.example', 'homoglyph'],
    ['lumoIive.test', 'homoglyph'],
    ['lumolıve.example', 'homoglyph'],
    ['xn--lumolve-vfb.example', 'homoglyph'],
    ['lumoliveофф.example', null],
    ['lumolive.test', 'tld_swap'],
    ['lumo-live.example', 'hyphenation'],
    ['lumoilve.example', 'transposition'],
    ['lumolivee.example', 'repetition'],
    ['lumoliv.example', 'omission'],
    ['lumolivx.example', 'replacement'],
    ['lumolive-coins.example', 'dictionary'],
    ['getlumolivecoins.example', 'dictionary'],
    ['free-lumolive.invalid', 'dictionary'],
    ['lumolive.pay-here.example', 'subdomain'],
  ])('%s: %s', (name, family) => expect(lookAlikeOf(name, official)?.family ?? null).toBe(family));

  it.each([
    'lumolive.example',
    'www.lumolive.example',
    'paypoint.example',
    'volumolivery.example',
    'lumoliveaudiophilesclub.example',
    'pay.example',
    'chat:@lumolive',
  ])('%s only has the name inside, or is the official one', (name) =>
    expect(lookAlikeOf(name, official)).toBeNull(),
  );

  it('shows which characters are not what they look like', () => {
    const found = (name: string) =>
      deceivingCharacters(name, 'lumolive.example').map(
        ({ character, looksLike }) => `${character}${looksLike}`,
      );
    expect(found('lumоlive.test')).toEqual(['оo']);
    expect(found('lum0live.example')).toEqual(['0o']);
    expect(found('lumoIive.test')).toEqual(['Il']);
    expect(found(siteAsRead('xn--lumolve-vfb.example') ?? '')).toEqual(['ıi']);
    expect(found('lumolive.test')).toEqual([]);
    expect(found('LumoLive.test')).toEqual([]);
    expect(skeletonOf('ｌｕｍｏ​live')).toBe(skeletonOf('lumolive'));
  });
});

describe('contacts', () => {
  it('are compared in one form', () => {
    expect(contactsIn('Sales+eu@Lumo-Topup.invalid')).toEqual(['mail:sales@lumo-topup.invalid']);
    expect(contactsIn('chat:+00 000 000 0417')).toEqual(['phone:0000000417']);
    expect(contactsIn('dm @Cheap_Coins or t.me/cheapcoins')).toEqual([
      'handle:cheap_coins',
      'handle:t.me/cheapcoins',
    ]);
    expect(mailboxOf('J.o.e+x@GMail.com')).toBe('joe@gmail.com');
    expect(mailFormOf('buyer0012@mail.example')).toBe('buyer#@mail.example');
  });

  it('a blurb is the same text whatever the price and the site', () => {
    const one = blurbOf('Official partner! 1400 coins, delivery in 5 minutes at a.example');
    expect(one).toBe(blurbOf('official partner! 7000 coins, delivery in 10 minutes at b.test'));
    expect(blurbOf('1400 coins')).toBeNull();
  });
});
