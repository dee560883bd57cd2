import { useQuery } from '@tanstack/react-query';
import { policy } from '../../contract/policy.ts';
import { useDesk, useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { shortened } from '../ui/id.tsx';
import classes from './case.module.css';
import { DeskLine } from './desk-line.tsx';

/** The desks that were met, this one first. */
export function useDesks() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['cases', 'desks'],
    queryFn: ({ signal }) => desk.bundles.desks(undefined, { signal }),
  });
}

/** A desk by the name that people here gave it, and by its key, which alone proves anything. */
export function DeskName({ id }: { id: string }) {
  const { data } = useDesks();
  const met = data?.find((one) => one.key_id === id);
  if (met?.own === true) return <span title={`The key of this desk is ${id}`}>this desk</span>;
  return (
    <span title={`The key of this desk is ${id}`}>
      {met?.name ? <HostileText inline text={met.name} /> : 'desk'}{' '}
      <span className={classes.key}>{shortened(id, 9)}</span>
    </span>
  );
}

/** The way to give a desk a name, or another one; emptied, it has none. */
export function NameDesk({ id }: { id: string }) {
  const desk = useDesk();
  const { role } = useMe();
  const { data } = useDesks();
  const met = data?.find((one) => one.key_id === id);
  if (met === undefined || met.own || !may(role, policy.bundles.nameDesk)) return null;
  return (
    <DeskLine
      word={met.name === null ? 'Name this desk…' : 'Rename…'}
      submit="Save"
      label={`What desk ${id} is called here`}
      placeholder="What it is called here"
      first={met.name ?? ''}
      most={60}
      mayBeEmpty
      act={(given) => desk.bundles.nameDesk({ key_id: id, name: given === '' ? null : given })}
    />
  );
}
