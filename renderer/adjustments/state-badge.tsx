import type { AdjustmentState } from '../../contract/adjustments.ts';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { stateWords } from './words.ts';

/** The state of an adjustment as sign, word and colour. */
export function StateBadge(props: { state: AdjustmentState; bare?: boolean }) {
  const { outcome, word } = stateWords[props.state];
  return <OutcomeBadge outcome={outcome} word={word} bare={props.bare === true} />;
}
