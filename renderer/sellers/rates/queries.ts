import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDesk } from '../../app/desk.tsx';

/** Exchange rates; `currency` keeps those from or to one, `day` those of one. */
export function useRates(currency: string | undefined, day?: string) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['sellers', 'rates', { currency, day }],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      desk.sellers.rates(
        {
          ...(currency === undefined ? {} : { currency }),
          ...(day === undefined ? {} : { day }),
        },
        { signal },
      ),
  });
}

/** Pairs of currencies that offers cannot be compared for want of a rate. */
export function useLackingRates() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['sellers', 'lacking-rates'],
    queryFn: ({ signal }) => desk.sellers.lackingRates(undefined, { signal }),
  });
}

/** Types a rate in, and lets one count no more. Either has every score worked out anew. */
export function useRateActs() {
  const desk = useDesk();
  const answers = useQueryClient();
  const onSuccess = () => answers.invalidateQueries({ queryKey: ['sellers'] });
  const set = useMutation({
    mutationFn: (input: Parameters<typeof desk.sellers.setRate>[0]) => desk.sellers.setRate(input),
    onSuccess,
  });
  const withdraw = useMutation({
    mutationFn: (input: Parameters<typeof desk.sellers.withdrawRate>[0]) =>
      desk.sellers.withdrawRate(input),
    onSuccess,
  });
  return { set, withdraw };
}
