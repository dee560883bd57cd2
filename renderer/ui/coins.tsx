import { sayCoins, sayDelta, sayNumber } from '../../contract/say.ts';
import classes from './figures.module.css';

/** True for text that is a whole number and nothing else. */
export function isWholeNumber(text: string): boolean {
  return /^-?[0-9]{1,30}$/.test(text);
}

/** A whole number with thousands marks, exact at any size; other text comes back as it is. */
export function withMarks(text: string): string {
  return isWholeNumber(text) ? sayNumber(BigInt(text)) : text;
}

/** Coins as a sentence says them: "1,400 coins", with `signed` also "+1,400 coins". */
export function formatCoins(coins: string, options: { signed?: boolean } = {}): string {
  if (!isWholeNumber(coins)) return coins;
  return options.signed === true ? sayDelta(BigInt(coins)) : sayCoins(BigInt(coins));
}

/**
 * An amount of coins from its decimal string, never by way of a float. Null is unknown. `bare`
 * leaves the word away where a column head says it.
 */
export function Coins(props: { coins: string | null; signed?: boolean; bare?: boolean }) {
  const { coins, signed = false, bare = false } = props;
  if (coins === null) return <span className={classes.unknown}>unknown</span>;
  const text = formatCoins(coins, { signed });
  return <span className={classes.figure}>{bare ? text.replace(/ coins?$/, '') : text}</span>;
}
