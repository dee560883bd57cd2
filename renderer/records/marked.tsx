import { revealed } from '../ui/reveal.ts';
import classes from './search-page.module.css';

/** Where the typed text stands in a value: whole, or else its last word; null where neither. */
function placeOf(value: string, typed: string): { from: number; to: number } | null {
  const low = value.toLowerCase();
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  for (const wanted of [typed.toLowerCase(), ...words.toReversed()]) {
    const from = low.indexOf(wanted);
    if (wanted !== '' && from >= 0) return { from, to: from + wanted.length };
  }
  return null;
}

/** A value with the part marked that the typed text found. Hidden characters are shown. */
export function Marked({ value, typed }: { value: string; typed: string }) {
  const text = revealed(value);
  const place = text.length === text.toLowerCase().length ? placeOf(text, typed) : null;
  if (place === null) return <bdi>{text}</bdi>;
  return (
    <bdi>
      {text.slice(0, place.from)}
      <mark className={classes.mark}>{text.slice(place.from, place.to)}</mark>
      {text.slice(place.to)}
    </bdi>
  );
}
