import { href } from '../app/route.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { defanged } from './words.ts';

/** A seller's name or site: defanged, hidden characters visible; leads to its page here, never out. */
export function Site(props: { id: string; link?: boolean }) {
  const text = <HostileText inline text={defanged(props.id)} />;
  return props.link === true ? <a href={href({ screen: 'seller', id: props.id })}>{text}</a> : text;
}
