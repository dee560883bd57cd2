import type { Caller } from './audit.ts';
import type { GuardingDeps } from './guarding.ts';
import type { NextKeyFile } from './key.ts';
import { forgetKept, keepSecret, keptCiphered } from './keyring.ts';

/**
 * Puts another file of the signing key in place. What desk.db says of it, `said` with it, is durable
 * before it counts, and what `said` throws leaves the old file there. A keyring that knew the old
 * secret is told the new one.
 */
export function createPutKey(deps: GuardingDeps) {
  const { desk, audit, key, folder, clock, keyring } = deps;
  const insert = desk.prepare(
    'insert into key_files (at, by, is_sealed, sha256) values (?, ?, ?, ?)',
  );
  return async <N extends NextKeyFile>(
    caller: Caller,
    next: N,
    said: (next: N) => void,
  ): Promise<void> => {
    const kept = keptCiphered(folder, key.id) !== null;
    try {
      desk
        .transaction(() => {
          insert.run(clock(), caller.user, next.isSealed ? 1 : 0, next.sha256);
          said(next);
        })
        .immediate();
    } catch (error) {
      next.drop();
      throw error;
    }
    next.put();
    audit.seal(true);
    forgetKept(folder);
    const secret = key.secret();
    if (kept && keyring && secret) await keepSecret(folder, key.id, keyring, secret);
  };
}
