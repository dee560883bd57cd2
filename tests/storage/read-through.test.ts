import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readThrough } from '../../main/desk/storage/storage.ts';

const size = 2.5 * 2 ** 20;
let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-through-'));
  file = path.join(folder, 'records.db');
  writeFileSync(file, Buffer.alloc(size));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('reading a copy through', () => {
  it('reaches its end', () => {
    expect(readThrough(file, () => {})).toBe(size);
  });

  it('leaves alone what would fill most of the memory that is free', () => {
    expect(readThrough(file, () => {}, size * 2)).toBe(size);
    expect(readThrough(file, () => {}, size * 1.4)).toBe(0);
  });

  it('ends at the next piece when nobody wants it any more', () => {
    let pieces = 0;
    const twice = () => {
      pieces += 1;
      if (pieces > 2) throw new Error('not wanted');
    };
    expect(() => readThrough(file, twice)).toThrow('not wanted');
  });
});
