import type { ReplyLanguage } from '../../../contract/diagnosis.ts';

export interface DraftText {
  readonly language: ReplyLanguage;
  readonly text: string;
}

/** How a draft stands: at the desk, on its way there, or not to be kept there. */
export type DraftState = 'kept' | 'typing' | 'lost';

/** A draft goes to the desk so long after the last key, in ms. */
const keepAfterMs = 400;

/**
 * Keeps a draft as it is typed: a moment after the last key, and at once where the place is left.
 * One save at a time, the newest words last; what failed is tried again with the next key.
 */
export function createDraftKeeper(
  save: (draft: DraftText) => Promise<unknown>,
  onState: (state: DraftState) => void,
) {
  let newest: DraftText | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let saving: Promise<void> | null = null;

  const run = async (): Promise<void> => {
    while (newest !== null) {
      const draft = newest;
      newest = null;
      try {
        await save(draft);
        if (newest === null) onState('kept');
      } catch {
        newest ??= draft;
        onState('lost');
        return;
      }
    }
  };
  const flush = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    saving ??= run().finally(() => {
      saving = null;
    });
    return saving;
  };

  return {
    typed(draft: DraftText): void {
      newest = draft;
      onState('typing');
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(() => void flush(), keepAfterMs);
    },
    /** The reply was copied and the draft is gone: what waits need not be kept. */
    settle(): void {
      newest = null;
      if (timer !== null) clearTimeout(timer);
      timer = null;
      onState('kept');
    },
    flush,
  };
}
