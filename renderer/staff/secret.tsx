import { CopyButton } from '../ui/copy-button.tsx';
import classes from './sign-in.module.css';

/** A secret that is shown this once, with a way to keep it. */
export function Secret({ text, name }: { text: string; name: string }) {
  return (
    <span className={classes.secret}>
      <span>{text}</span>
      <CopyButton text={text} name={name} />
    </span>
  );
}
