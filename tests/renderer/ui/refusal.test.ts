import { ORPCError } from '@orpc/client';
import { describe, expect, test } from 'vitest';
import { PageRefusal, readRefusal } from '../../../renderer/ui/refusal.ts';

describe('what a person reads of a call that was not done', () => {
  test('a refusal of the desk comes through whole', () => {
    const error = new ORPCError('LIMIT_EXCEEDED', {
      message: 'That is over your limit.',
      data: { next: 'Ask a senior.' },
    });
    expect(readRefusal(error)).toEqual({
      code: 'LIMIT_EXCEEDED',
      message: 'That is over your limit.',
      next: 'Ask a senior.',
    });
  });

  test('a call that was broken off claims nothing about what the desk did', () => {
    const { code, message } = readRefusal(new DOMException('gone', 'AbortError'));
    expect(code).toBe('CONNECTION');
    expect(message).toContain('not known');
  });

  test('what the page says itself keeps its words', () => {
    expect(readRefusal(new PageRefusal('SIGNED_OUT', 'One.', 'Two.'))).toEqual({
      code: 'SIGNED_OUT',
      message: 'One.',
      next: 'Two.',
    });
  });

  test('a fault of the page shows no stack and no inner words', () => {
    const { code, message, next } = readRefusal(new TypeError('x is undefined at file.ts:1'));
    expect(code).toBe('INTERNAL');
    expect(`${message} ${next}`).not.toContain('undefined');
  });
});
