import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { counted } from '../../contract/say.ts';
import { policy } from '../../contract/policy.ts';
import { useDesk, useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { recordHref } from '../app/route.ts';
import { Id } from '../ui/id.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './sellers.module.css';

/** Collects the whole history of a seller and makes a case of it, in one action. */
export function CaseOfIt({ id }: { id: string }) {
  const desk = useDesk();
  const answers = useQueryClient();
  const { role } = useMe();
  const make = useMutation({
    mutationFn: () => desk.cases.ofSeller({ seller: id }),
    onSuccess: () => answers.invalidateQueries({ queryKey: ['cases'] }),
  });
  if (!may(role, policy.cases.ofSeller)) return null;
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
            {counted(make.data.records, 'record')}
            {make.data.missing > 0 && `; ${make.data.missing} more are named but not in this copy`}.
          </p>
        )}
        {make.error !== null && <Refused error={make.error} />}
      </div>
    </Panel>
  );
}
