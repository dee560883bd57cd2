import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDesk } from '../app/desk.tsx';

/** The signing key and what guards it; looked at again, for another door may open it. */
export function useKeyState() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['audit', 'key'],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => desk.audit.keyState(undefined, { signal }),
  });
}

/** A change of what guards the key; everything that is said of the audit is read anew. */
export function useKeyChange<In, Out>(change: (input: In) => Promise<Out>) {
  const answers = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => answers.invalidateQueries({ queryKey: ['audit'] }),
  });
}
