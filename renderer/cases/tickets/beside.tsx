import type { Verdict } from '../../../contract/diagnosis.ts';
import { causeName } from '../../../contract/verdict-words.ts';
import { recordHref } from '../../app/route.ts';
import { useTicketVerdict, useVerdict } from '../../diagnosis/queries.ts';
import { formatCoins } from '../../ui/coins.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Refused } from '../../ui/refused.tsx';
import classes from './queue.module.css';

function Said(props: { data: Verdict | null | undefined; error: Error | null }) {
  const { data, error } = props;
  if (error !== null) return <Refused error={error} />;
  if (data === undefined) return <Loading rows={2} label="Diagnosing" />;
  if (data === null) return <p className={classes.dim}>Nothing can be said of this ticket.</p>;
  const recharge = data.recharge_id;
  return (
    <div className={classes.verdict} data-testid="verdict-beside">
      <p>{data.agent_text}</p>
      <p className={classes.dim}>
        {causeName(data.root_cause)} · {data.confidence}
        {data.coins_owed !== null &&
          ` · ${data.coins_owed === '0' ? 'nothing' : formatCoins(data.coins_owed)} owed`}
        {recharge !== null && (
          <>
            {' '}
            · <a href={recordHref('recharge', recharge)}>evidence and checklist</a>
          </>
        )}
      </p>
    </div>
  );
}

function OfRecharge({ recharge }: { recharge: string }) {
  const { data, error } = useVerdict(recharge);
  return <Said data={data} error={error} />;
}

/** A ticket without an order has a verdict too, told from its words. */
function OfTicket({ ticket }: { ticket: string }) {
  const { data, error } = useTicketVerdict(ticket);
  return <Said data={data} error={error} />;
}

/** The diagnosis, beside the ticket: what happened, and what is owed. */
export function Beside({ ticket, recharge }: { ticket: string; recharge: string | null }) {
  return recharge === null ? <OfTicket ticket={ticket} /> : <OfRecharge recharge={recharge} />;
}
