import { useMutation, useQueryClient } from '@tanstack/react-query';

/** A change of staff, after which the list is asked for anew. */
export function useChange<T, R>(change: (input: T) => Promise<R>) {
  const answers = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => answers.invalidateQueries({ queryKey: ['staff'] }),
  });
}
