import { revealed } from '../ui/reveal.ts';
import { foundPlace } from './found-place.ts';
import classes from './search-page.module.css';

/** A value with the part marked that the typed text found. Hidden characters are shown. */
export function Marked({ value, typed }: { value: string; typed: string }) {
  const text = revealed(value);
  const place = foundPlace(text, typed);
  if (place === null) return <bdi>{text}</bdi>;
  const characters = Array.from(text);
  return (
    <bdi>
      {characters.slice(0, place.from).join('')}
      <mark className={classes.mark}>{characters.slice(place.from, place.to).join('')}</mark>
      {characters.slice(place.to).join('')}
    </bdi>
  );
}
