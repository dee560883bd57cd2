import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { call } from '../../contract/call.ts';
import { issueWords } from '../../contract/issue-words.ts';
import { coins } from '../../contract/values.ts';

const said = (schema: z.ZodType, value: unknown) =>
  issueWords(schema.safeParse(value).error?.issues ?? []);

describe('what does not fit', () => {
  test('is said in plain words for every field of the contract', () => {
    expect(call).toBeDefined();
    const form = z.object({
      old_passphrase: z.string().min(1).max(1000),
      name: z.string().min(8),
      limit: z.number().int().max(500),
      mail: z.email(),
      role: z.enum(['agent', 'owner']),
      files: z.array(z.string()).max(2),
    });
    const fits = {
      ...{ old_passphrase: 'x', name: 'long enough', limit: 1, mail: 'a@b.example' },
      ...{ role: 'agent', files: [] },
    };
    expect(said(form, fits)).toBe('');
    for (const [change, words] of [
      [{ old_passphrase: '' }, 'old passphrase is empty'],
      [{ old_passphrase: 'x'.repeat(1001) }, 'old passphrase must have at most 1,000 characters'],
      [{ name: 'short' }, 'name must have at least 8 characters'],
      [{ limit: 501 }, 'limit must be at most 500'],
      [{ mail: 'nobody' }, 'mail is no e-mail address'],
      [{ role: 'king' }, 'role must be one of agent, owner'],
      [{ files: ['a', 'b', 'c'] }, 'files must have at most 2 items'],
      [{ name: undefined }, 'name is missing'],
      [{ name: 7 }, 'name must be text'],
    ] as const)
      expect(said(form, { ...fits, ...change })).toBe(words);
  });

  test('keeps the words that a schema has of its own', () => {
    expect(said(z.object({ coins }), { coins: '1.5' })).toBe(
      'coins: a whole number of coins, as in 1400 or -70',
    );
  });
});
