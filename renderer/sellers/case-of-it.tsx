import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { policy } from '../../contract/policy.ts';
import type { Collection } from '../../contract/sellers.ts';
import { useDesk, useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { recordHref } from '../app/route.ts';
import { Id } from '../ui/id.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './sellers.module.css';

/** Most records that one call links. */
const atOnce = 500;

type Linked = { readonly kind: 'seller' | 'account' | 'recharge' | 'ticket'; readonly id: string };

/** Every record of a collection that a case can hold a copy of. */
function recordsOf(all: Collection): Linked[] {
  const of = (kind: Linked['kind'], ids: readonly string[]) => ids.map((id) => ({ kind, id }));
  return [
    // A site that only orders or tickets name has no record of its own.
    ...(all.line.name !== null || all.line.kind !== null ? of('seller', [all.seller_id]) : []),
    ...of(
      'account',
      all.buyers.map((buyer) => buyer.account_id),
    ),
    ...of('recharge', all.recharges),
    ...of('ticket', all.tickets),
  ];
}

function summaryOf(all: Collection): string {
  const signals = all.line.signals.map((one) => `${one.points} ${one.name}: ${one.text}`);
  const refunds = all.refunds.map((one) => `${one.recharge_id} ${one.what} ${one.at ?? ''}`);
  return [
    `Seller ${all.seller_id}: ${all.line.score} points, ${all.buyers.length} accounts, ${all.coins} coins, ${all.recharges.length} recharges, ${all.refunds.length} of them went back, ${all.tickets.length} tickets, ${all.offers.length} offers.`,
    ...signals,
    ...(refunds.length > 0 ? ['Went back:', ...refunds] : []),
  ]
    .join('\n')
    .slice(0, 4000);
}

/** Collects the whole history of a seller and makes a case of it, in one action. */
export function CaseOfIt({ id }: { id: string }) {
  const desk = useDesk();
  const answers = useQueryClient();
  const { role } = useMe();
  const make = useMutation({
    mutationFn: async () => {
      const all = await desk.sellers.collect({ id });
      const made = await desk.cases.create({
        title: `Seller ${id}`.slice(0, 200),
        kind: 'seller_ring',
      });
      const records = recordsOf(all);
      for (let from = 0; from < records.length; from += atOnce)
        await desk.cases.link({ case: made.id, records: records.slice(from, from + atOnce) });
      await desk.cases.add({ case: made.id, what: { kind: 'note', text: summaryOf(all) } });
      return { case: made.id, records: records.length };
    },
    onSuccess: () => answers.invalidateQueries({ queryKey: ['cases'] }),
  });
  if (!may(role, policy.sellers.collect) || !may(role, policy.cases.create)) return null;
  return (
    <Panel title="Whole history">
      <div className={classes.stack}>
        {make.data === undefined ? (
          <>
            <p className={classes.dim}>
              Every buyer, recharge, refund and ticket, with what speaks for its points, as they are
              now.
            </p>
            <Button variant="default" loading={make.isPending} onClick={() => make.mutate()}>
              Make a case of it
            </Button>
          </>
        ) : (
          <p role="status">
            Case <Id id={make.data.case} href={recordHref('case', make.data.case)} /> holds{' '}
            {make.data.records} records.
          </p>
        )}
        {make.error !== null && <Refused error={make.error} />}
      </div>
    </Panel>
  );
}
