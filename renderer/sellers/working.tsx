import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDesk } from '../app/desk.tsx';
import { Loading } from '../ui/loading.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';

/** While links and scores are worked out: what is being done, not just that it lasts. */
export function Working({ label }: { label: string }) {
  const desk = useDesk();
  const [step, setStep] = useState<{ step: string; part: number } | null>(null);
  useQuery({
    queryKey: ['sellers', 'refresh'],
    staleTime: 0,
    gcTime: 0,
    queryFn: async ({ signal }) => {
      const steps = await desk.sellers.refresh(undefined, { signal });
      for await (const one of steps)
        setStep({ step: one.step, part: one.of === 0 ? 0 : one.done / one.of });
      return true;
    },
  });
  if (step === null || step.step === 'done') return <Loading rows={12} label={label} />;
  return (
    <ProgressBar
      label={label}
      share={step.part === 0 ? null : step.part}
      now={`Working out ${step.step} from the records`}
    />
  );
}
