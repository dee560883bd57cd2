import { utilityProcess } from 'electron';
import type { StartDesk } from '../local/connect.ts';

/** Starts the desk in a utility process of Electron's; resolves with the first line it says. */
export function startDeskFrom(script: string): StartDesk {
  return (workspace, create) => {
    const args = [workspace, ...(create ? ['create'] : [])];
    const child = utilityProcess.fork(script, args, { serviceName: 'Recharge Desk' });
    return new Promise((resolve) => {
      child.once('message', (line) => resolve(String(line)));
      child.once('exit', () => resolve(''));
    });
  };
}
