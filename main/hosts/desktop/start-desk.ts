import { utilityProcess } from 'electron';
import type { StartDesk } from '../local/connect.ts';
import { lendKeyring } from './keyring.ts';

/**
 * Starts the desk in a utility process of Electron's, with the system's keyring at hand; resolves
 * with the first line it says.
 */
export function startDeskFrom(script: string): StartDesk {
  return (workspace, create) => {
    const args = [workspace, ...(create ? ['create'] : [])];
    const child = utilityProcess.fork(script, args, { serviceName: 'Recharge Desk' });
    lendKeyring(child);
    return new Promise((resolve) => {
      child.on('message', (said) => {
        if (typeof said === 'string') resolve(said);
      });
      child.once('exit', () => resolve(''));
    });
  };
}
