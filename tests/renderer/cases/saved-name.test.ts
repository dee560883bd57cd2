import { expect, it } from 'vitest';
import { savedName } from '../../../renderer/cases/files.ts';

it.each([
  ['shot.png', 'image/png', 'shot.png'],
  ['drawing.svg', 'text/plain', 'drawing.txt'],
  ['page.html', 'text/plain', 'page.txt'],
  ['run.exe', 'application/pdf', 'run.pdf'],
  ['gnp.\u202etxt', 'image/png', 'gnp.png'],
  ['../../.bashrc', 'text/plain', '_.._.txt'],
  ['C:\\Windows\\x.bat', 'text/plain', 'C__Windows_x.txt'],
  ['...', 'image/gif', 'attachment.gif'],
] as const)('saves %s of type %s as %s', (name, type, saved) => {
  expect(savedName(name, type)).toBe(saved);
});
