#!/usr/bin/env node
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { deskEnv, deskNode, ensureInstalled } from './ground.mjs';
import { asProgram, root, stay } from './running.mjs';

/** The terminal door, on the desk's own Node: in this process where it already is that one. */
await asProgram(async () => {
  await ensureInstalled();
  const door = path.join(root, 'main/hosts/terminal/main.ts');
  if (deskNode() !== process.execPath || !process.features.typescript)
    return stay(deskNode(), [door, ...process.argv.slice(2)], deskEnv());
  await import(pathToFileURL(door).href);
  return Number(process.exitCode ?? 0);
});
