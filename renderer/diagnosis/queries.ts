import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReplyLanguage, Verdict } from '../../contract/diagnosis.ts';
import { useDesk } from '../app/desk.tsx';

const verdictKey = (recharge: string) => ['diagnosis', 'verdict', recharge];

/** The verdict of one attempt as of now. An id that is not in the copy has one too. */
export function useVerdict(recharge: string) {
  const desk = useDesk();
  return useQuery({
    queryKey: verdictKey(recharge),
    queryFn: async ({ signal }): Promise<Verdict | null> => {
      const verdicts = await desk.diagnosis.diagnose({ recharge }, { signal });
      return verdicts.find((each) => each.recharge_id === recharge) ?? verdicts[0] ?? null;
    },
  });
}

/** What a ticket is about, told from its words where it names no recharge. */
export function useTicketVerdict(ticket: string) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['diagnosis', 'of-ticket', ticket],
    queryFn: async ({ signal }): Promise<Verdict | null> =>
      (await desk.diagnosis.diagnose({ ticket }, { signal }))[0] ?? null,
  });
}

/** The customer text of a verdict in a language. */
export function useReply(recharge: string, language: ReplyLanguage) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['diagnosis', 'reply', recharge, language],
    queryFn: ({ signal }) => desk.diagnosis.reply({ recharge, language }, { signal }),
  });
}

/** What is still worth asking the customer, in a language, and what was answered. */
export function useQuestions(recharge: string, language: ReplyLanguage) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['diagnosis', 'questions', recharge, language],
    queryFn: ({ signal }) => desk.diagnosis.questions({ recharge, language }, { signal }),
  });
}

/** Puts the customer's answer down; the verdict that follows from it takes the old one's place. */
export function useAnswer(recharge: string) {
  const desk = useDesk();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: (answer: { question: string; value: string }) =>
      desk.diagnosis.answer({ recharge, ...answer }),
    onSuccess(verdict) {
      answers.setQueryData(verdictKey(recharge), verdict);
      return Promise.all(
        ['reply', 'questions', 'kept'].map((kind) =>
          answers.invalidateQueries({ queryKey: ['diagnosis', kind, recharge] }),
        ),
      );
    },
  });
}
