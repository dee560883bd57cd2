import { policy } from '../../contract/policy.ts';
import { useDesk, useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { DeskLine } from './desk-line.tsx';

/** The way to take a key for the next one of a desk that lost its own: no signature tells, a person does. */
export function AcceptKey({ id }: { id: string }) {
  const desk = useDesk();
  const { role } = useMe();
  if (!may(role, policy.bundles.acceptKey)) return null;
  return (
    <DeskLine
      word="It has another key…"
      submit="Take it"
      label={`The new key of desk ${id}, compared by another way`}
      placeholder="Its new key, 16 digits"
      first=""
      most={40}
      act={(given) => desk.bundles.acceptKey({ key_id: id, new_key_id: given.toLowerCase() })}
    />
  );
}
