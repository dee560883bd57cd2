import type { AccountPage } from '../../../contract/records.ts';
import type { Adjustment } from '../../../contract/adjustments.ts';
import { href } from '../../app/route.ts';
import { CoinChart } from '../../ui/coin-chart.tsx';
import { Coins } from '../../ui/coins.tsx';
import { OutcomeBadge } from '../../ui/outcome-badge.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './account.module.css';
import { kindNames, sumsByKind } from './sums.ts';

/** So many ledger rows come with the page; with more, sums by kind would be of a part only. */
const mostEntries = 500;

/** Coins decided at this desk that the platform has not confirmed. */
function unconfirmed(adjustments: readonly Adjustment[]): bigint {
  return adjustments
    .filter((one) => one.state === 'approved' || one.state === 'sent')
    .reduce((sum, one) => sum + BigInt(one.coins), 0n);
}

function Sums({ page, adjustments }: { page: AccountPage; adjustments: readonly Adjustment[] }) {
  const coins = page.balances.find((balance) => balance.asset === 'coins');
  const here = unconfirmed(adjustments);
  const partial = page.ledger.length >= mostEntries;
  return (
    <table className={classes.sums}>
      <tbody>
        {!partial &&
          sumsByKind(page.ledger).map((sum) => (
            <tr key={sum.kind}>
              <th scope="row">
                {kindNames[sum.kind] ?? sum.kind} ({sum.entries})
              </th>
              <td>
                <Coins coins={`${sum.coins}`} signed bare />
              </td>
            </tr>
          ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Sum of all entries</th>
          <td>
            <Coins coins={coins?.computed ?? '0'} />
          </td>
        </tr>
        {here !== 0n && (
          <tr>
            <th scope="row">decided here, not confirmed</th>
            <td>
              <Coins coins={`${here}`} signed bare />
            </td>
          </tr>
        )}
        {page.balances
          .filter((balance) => balance.asset !== 'coins')
          .map((balance) => (
            <tr key={balance.asset}>
              <th scope="row">{balance.asset}</th>
              <td>
                <Coins coins={balance.computed} bare />
              </td>
            </tr>
          ))}
      </tfoot>
    </table>
  );
}

/** Does the sum agree with what the newest entry says? */
function Agreement({ page }: { page: AccountPage }) {
  const coins = page.balances.find((balance) => balance.asset === 'coins');
  if (coins === undefined) return null;
  if (coins.stated === null)
    return <p className={classes.explain}>No entry says what the balance was after it.</p>;
  if (coins.stated === coins.computed)
    return (
      <p className={classes.explain}>
        <OutcomeBadge bare outcome="pass" word="agrees" /> The newest entry states the same balance.
      </p>
    );
  const difference = BigInt(coins.stated) - BigInt(coins.computed);
  return (
    <p className={classes.explain}>
      <OutcomeBadge bare outcome="warn" word="differs" /> The newest entry states{' '}
      <Coins coins={coins.stated} />, which is <Coins coins={`${difference}`} signed />: entries are
      missing from this copy, doubled, or from before it begins.
    </p>
  );
}

/** The coin balance over time, and the entries that sum to it. */
export function BalancePanel(props: { page: AccountPage; adjustments: readonly Adjustment[] }) {
  const { page } = props;
  return (
    <Panel
      title="Balance"
      aside={<a href={href({ screen: 'balance', id: page.account_id })}>Explain this balance</a>}
    >
      <div className={classes.balance}>
        {page.balance_series.length > 0 ? (
          <CoinChart points={page.balance_series} />
        ) : (
          <p className={classes.explain}>The copy holds no coin entry of this account.</p>
        )}
        <div>
          <Sums {...props} />
          <Agreement page={page} />
        </div>
      </div>
    </Panel>
  );
}
