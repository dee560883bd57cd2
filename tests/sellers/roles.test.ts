import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Row } from '../../main/desk/records/records.ts';
import type { AccountFacts } from '../../main/desk/sellers/rings/facts.ts';
import { groupMatter } from '../../main/desk/sellers/rings/matter.ts';
import { rolesOf } from '../../main/desk/sellers/rings/roles.ts';

const day = 86_400_000;
const t0 = Date.UTC(2026, 9, 1);

function session(id: string, device: string, at: number): Row<'sessions'> {
  return {
    session_id: `${id}/${at}`,
    account_id: id,
    device_id: device,
    started_at: at,
  } as Row<'sessions'>;
}
function recharge(
  id: string,
  device: string,
  card: string,
  at: number,
  seller: string | null,
): Row<'recharges'> {
  return {
    recharge_id: `rc${id}${at}`,
    account_id: id,
    device_id: device,
    instrument_id: card,
    created_at: at,
    seller_domain: seller,
  } as Row<'recharges'>;
}

const anyMember = fc.record({
  age: fc.integer({ min: 0, max: 400 }),
  atHub: fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 4 }),
  bought: fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 3 }),
  atHome: fc.array(fc.integer({ min: -90, max: 60 }), { maxLength: 3 }),
  ownsHub: fc.boolean(),
  ownsPhone: fc.boolean(),
  sink: fc.boolean(),
  writes: fc.boolean(),
});

describe('a victim is never a seller', () => {
  it('whatever else is seen of somebody who wrote to us about the ring’s seller', () => {
    fc.assert(
      fc.property(fc.array(anyMember, { minLength: 2, maxLength: 8 }), (people) => {
        const members = people.map((one, index): AccountFacts => {
          const id = `ac${index}`;
          return {
            id,
            row: {
              account_id: id,
              username: id,
              created_at: t0 - one.age * day,
              country: 'US',
            } as Row<'accounts'>,
            uses: [
              { account: id, kind: 'device', node: 'hub', first: t0, last: t0 },
              ...(one.ownsPhone
                ? [{ account: id, kind: 'phone', node: '900', first: t0, last: t0 }]
                : []),
              ...(one.sink
                ? []
                : [{ account: id, kind: 'receiver', node: 'ac0', first: t0, last: t0 }]),
            ],
            recharges: one.bought.map((at) => recharge(id, 'hub', 'card', t0 + at * day, null)),
            sessions: [
              ...one.atHub.map((at) => session(id, 'hub', t0 + at * day)),
              ...one.atHome.map((at) => session(id, `home${index}`, t0 + at * day)),
            ],
            gifts: one.bought.map(
              (at) =>
                ({
                  entry_id: `${id}${at}`,
                  account_id: id,
                  at: t0 + at * day + 1,
                  asset: 'coins',
                  delta: -70n,
                  counterparty_id: 'ac0',
                }) as Row<'ledger'>,
            ),
            harm: [],
            mentions: one.writes
              ? [{ ticket: `ti${index}`, seller: 'shop.example', complains: true }]
              : [],
            ownDevices: new Map(one.ownsHub ? [['hub', t0 - day]] : []),
          };
        });
        const matter = groupMatter(members, {
          incomeOf: () => 70n,
          contactOwner: (kind, node) =>
            kind === 'phone' && node === '900' ? 'shop.example' : null,
          isTrusted: () => false,
        });
        const roles = rolesOf(matter, []);
        expect(roles).toHaveLength(members.length);
        for (const [index, one] of people.entries())
          if (one.writes)
            expect(roles.find((role) => role.account === `ac${index}`)?.role).toBe('victim');
      }),
    );
  });

  it('nor is one who was served once from the seller’s device, though its record names them', () => {
    const served = (id: string, at: number, owns: boolean): AccountFacts => ({
      id,
      row: { account_id: id, created_at: t0 - 300 * day, country: 'US' } as Row<'accounts'>,
      uses: [{ account: id, kind: 'device', node: 'hub', first: at, last: at }],
      recharges: [recharge(id, 'hub', 'card', at, 'shop.example')],
      sessions: [session(id, 'hub', at - 1)],
      gifts: [],
      harm: [],
      mentions: [],
      ownDevices: new Map(owns ? [['hub', t0]] : []),
    });
    const matter = groupMatter(
      [served('a', t0, true), served('b', t0 + day, false), served('c', t0 + 2 * day, false)],
      {
        incomeOf: () => 0n,
        contactOwner: () => null,
        isTrusted: () => false,
      },
    );
    expect(rolesOf(matter, []).map((one) => one.role)).toEqual(['victim', 'victim', 'victim']);
  });
});
