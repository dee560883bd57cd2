import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { zipOf } from './archives.ts';
import { openCopy } from './copy.ts';

const piece = (text: string) => Buffer.from(text).toString('base64');

describe('files sent up from a page', () => {
  it('are put together piece by piece and imported like a folder', async () => {
    const { records } = openCopy();
    const { upload } = records.uploadBegin();
    const csv = 'ticket_id,opened_at,subject\nt1,2026-10-05T12:00:00Z,Hello\n';
    const send = (text: string) =>
      records.uploadPiece({ upload, name: 'tickets.csv', piece: piece(text) });
    expect(send(csv.slice(0, 20))).toEqual({ bytes: 20 });
    expect(send(csv.slice(20))).toEqual({ bytes: csv.length });
    const result = await records.importDrop({ drop: `upload:${upload}`, commit: true, by: 'oli' });
    expect(result.tables.tickets).toMatchObject({ read: 1, inserted: 1 });
    expect(records.runs()[0]).toMatchObject({ drop: 'tickets.csv' });
    expect(records.search({ text: 'hello', limit: 5 }).hits[0]).toMatchObject({ id: 't1' });
  });

  it('may be one archive, which is read as such', async () => {
    const { records } = openCopy();
    const { upload } = records.uploadBegin();
    const zip = zipOf([{ name: 'tickets.csv', content: 'ticket_id,opened_at\nt1,1\n' }]);
    records.uploadPiece({ upload, name: 'monday.zip', piece: zip.toString('base64') });
    const result = await records.importDrop({ drop: `upload:${upload}`, commit: true, by: 'oli' });
    expect(result.tables.tickets).toMatchObject({ read: 1, inserted: 1 });
    expect(records.runs()[0]).toMatchObject({ drop: 'monday.zip' });
  });

  it('never leave their folder, whatever they are called', () => {
    const { records, workspace, folder } = openCopy();
    const { upload } = records.uploadBegin();
    const names = [
      '../evil.csv',
      '/etc/evil.csv',
      'a/b.csv',
      'a\\b.csv',
      '..',
      '.',
      'nul',
      'COM1.csv',
      'a:b',
      'a\u0000b',
      'a\nb',
      'x\u202ecsv',
      'end.',
      'end ',
      '\ud800',
      'n'.repeat(256),
    ];
    for (const name of names)
      expect(() => records.uploadPiece({ upload, name, piece: piece('x') }), name).toThrowError(
        expect.objectContaining({ code: 'BAD_INPUT' }),
      );
    expect(readdirSync(path.join(workspace.layout.staging, upload))).toEqual([]);
    expect(readdirSync(folder)).not.toContain('evil.csv');
  });

  it('follow no link and overwrite nothing that is there', () => {
    const { records, workspace, folder } = openCopy();
    const { upload } = records.uploadBegin();
    const victim = path.join(folder, 'victim.txt');
    writeFileSync(victim, 'whole');
    symlinkSync(victim, path.join(workspace.layout.staging, upload, 'tickets.csv'));
    const send = () => records.uploadPiece({ upload, name: 'tickets.csv', piece: piece('evil') });
    expect(send).toThrowError(expect.objectContaining({ code: 'DISK' }));
    expect(readFileSync(victim, 'utf8')).toBe('whole');
  });

  it('belong to an upload that this desk began', async () => {
    const { records, workspace } = openCopy();
    mkdirSync(path.join(workspace.layout.staging, 'mine'));
    for (const upload of ['mine', '..', '../..', ''])
      expect(() => records.uploadPiece({ upload, name: 'a.csv', piece: '' })).toThrowError(
        expect.objectContaining({ code: 'NOT_FOUND' }),
      );
    await expect(
      records.importDrop({ drop: 'upload:../..', commit: true, by: 'oli' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
