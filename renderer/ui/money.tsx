import { sayMoney } from '../../contract/say.ts';
import { isWholeNumber, withMarks } from './coins.tsx';
import classes from './figures.module.css';

/**
 * Money as people read it, exact: ("1999", "USD") is "USD 19.99". Without a currency the minor
 * units stand as they are and say so.
 */
export function formatMoney(minor: string, currency: string | null): string {
  if (!isWholeNumber(minor)) return minor;
  if (currency === null) return `${withMarks(minor)} minor units`;
  return sayMoney(BigInt(minor), currency);
}

/** An amount of money with its currency code. Null is unknown. */
export function Money(props: { minor: string | null; currency: string | null }) {
  if (props.minor === null) return <span className={classes.unknown}>unknown</span>;
  return <span className={classes.figure}>{formatMoney(props.minor, props.currency)}</span>;
}
