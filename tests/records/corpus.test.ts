import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CorpusClass, corpus } from './corpus.ts';
import {
  dump,
  makeWorkspace,
  refusalOf,
  rejectsOf,
  type TestWorkspace,
} from './import-workspace.ts';

const card = '4111111111111111';

function placeDrop(w: TestWorkspace, { drop }: CorpusClass): string {
  if (!('zip' in drop) || typeof drop.zip === 'string')
    return w.drop(drop as Record<string, string>);
  mkdirSync(path.join(w.folder, 'in'));
  const file = path.join(w.folder, 'in', 'drop.zip');
  writeFileSync(file, drop.zip);
  return file;
}

/** A refused drop is named, says what to do next, and leaves no trace. */
async function expectRefused(w: TestWorkspace, drop: string, words: string): Promise<void> {
  const before = dump(w.db);
  const refusal = await refusalOf(w.run(drop));
  expect(refusal.code).toBe('DROP_REFUSED');
  expect(refusal.message).toContain(words);
  expect(refusal.next).not.toBe('');
  expect(dump(w.db)).toBe(before);
  expect(readdirSync(w.layout.staging)).toEqual([]);
  expect(readdirSync(w.layout.rejects)).toEqual([]);
}

async function expectTaken(w: TestWorkspace, drop: string, each: CorpusClass): Promise<void> {
  const plan = await w.run(drop, { commit: false });
  const result = await w.run(drop);
  expect(result.tables).toEqual(plan.tables);
  const sum = { read: 0, inserted: 0, updated: 0, unchanged: 0, rejected: 0, redacted: 0 };
  for (const counts of Object.values(result.tables)) {
    const { read, inserted, updated, unchanged, rejected } = counts;
    expect(read).toBe(inserted + updated + unchanged + rejected);
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += counts[name];
  }
  const { read, inserted, updated, unchanged, rejected } = sum;
  expect([read, inserted, updated, unchanged, rejected]).toEqual(each.rows);
  expect(result.first_rejects.map(({ code }) => code)).toEqual(each.codes ?? []);
  for (const reject of result.first_rejects) {
    expect(reject.line).toBeGreaterThan(0);
    expect(reject.sentence).toMatch(/\.$/);
  }
  if (each.redacted !== undefined) expect(sum.redacted).toBe(each.redacted);
  if (each.ignored) expect(result.ignored.sort()).toEqual([...each.ignored].sort());
  if (each.warned !== undefined) expect(result.warnings.join('\n')).toContain(each.warned);
  expect(dump(w.db) + rejectsOf(result) + JSON.stringify(result)).not.toContain(card);
  const again = await w.run(drop);
  for (const counts of Object.values(again.tables)) {
    expect(counts.inserted).toBe(0);
    expect(counts.updated).toBe(0);
  }
}

describe('the corpus of broken and hostile drops', () => {
  for (const [family, classes] of Object.entries(corpus))
    describe(`in its ${family}`, () => {
      for (const each of classes)
        it(`${each.what}: ${each.refused ? 'refused by name' : `${each.rows?.join('/')} ${(each.codes ?? []).join(' ')}`}`, async () => {
          const w = makeWorkspace();
          const drop = placeDrop(w, each);
          if (each.refused !== undefined) await expectRefused(w, drop, each.refused);
          else await expectTaken(w, drop, each);
        });
    });

  it('has sixty classes at least, none of them twice', () => {
    const names = Object.entries(corpus).flatMap(([family, classes]) =>
      classes.map(({ what }) => `${family}: ${what}`),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(60);
  });
});
