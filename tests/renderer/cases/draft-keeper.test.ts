import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  createDraftKeeper,
  type DraftState,
  type DraftText,
} from '../../../renderer/cases/tickets/draft-keeper.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const draft = (text: string): DraftText => ({ language: 'en', text });

function keeper(save: (draft: DraftText) => Promise<unknown>) {
  const states: DraftState[] = [];
  return { ...createDraftKeeper(save, (state) => states.push(state)), states };
}

it('keeps what was typed a moment after the last key, and at once where the place is left', async () => {
  const saved: string[] = [];
  const kept = keeper(async ({ text }) => saved.push(text));
  kept.typed(draft('a'));
  kept.typed(draft('ab'));
  await vi.advanceTimersByTimeAsync(500);
  expect(saved).toEqual(['ab']);
  kept.typed(draft('abc'));
  await kept.flush();
  expect(saved).toEqual(['ab', 'abc']);
  expect(kept.states.at(-1)).toBe('kept');
});

it('never lets an older save end after a newer one', async () => {
  const saved: string[] = [];
  let slow: () => void = () => {};
  const kept = keeper(async ({ text }) => {
    if (text === 'first') await new Promise<void>((go) => (slow = go));
    saved.push(text);
  });
  kept.typed(draft('first'));
  const done = kept.flush();
  kept.typed(draft('second'));
  void kept.flush();
  slow();
  await done;
  expect(saved).toEqual(['first', 'second']);
});

it('says where it could not be kept, and tries again with the next key', async () => {
  let fails = true;
  const saved: string[] = [];
  const kept = keeper(async ({ text }) => {
    if (fails) throw new Error('the desk is away');
    saved.push(text);
  });
  kept.typed(draft('a'));
  await kept.flush();
  expect(kept.states.at(-1)).toBe('lost');
  fails = false;
  await kept.flush();
  expect(saved).toEqual(['a']);
});
