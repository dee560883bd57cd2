#!/usr/bin/env node
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { deskNode, ensureInstalled, runNode } from './ground.mjs';
import { asProgram, root } from './running.mjs';

/** The terminal door, on the desk's own Node: in this process where it already is that one. */
await asProgram(async () => {
  await ensureInstalled();
  const door = path.join(root, 'main/hosts/terminal/main.ts');
  if (deskNode() !== process.execPath || !process.features.typescript)
    return (await runNode([door, ...process.argv.slice(2)])).code;
  await import(pathToFileURL(door).href);
  return Number(process.exitCode ?? 0);
});
