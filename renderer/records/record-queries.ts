import { useQuery } from '@tanstack/react-query';
import { useDesk } from '../app/desk.tsx';

/** One attempt to buy with all that the copy holds of it. */
export function useRechargePage(id: string) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['records', 'recharge', id],
    queryFn: ({ signal }) => desk.records.recharge({ id }, { signal }),
  });
}

/** One account with all that the copy holds of it. */
export function useAccountPage(id: string) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['records', 'account', id],
    queryFn: ({ signal }) => desk.records.account({ id }, { signal }),
  });
}
