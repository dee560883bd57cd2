import { refuse } from '../../../contract/errors.ts';
import { openDoor } from './door.ts';
import { createProgress, line } from './print.ts';

/**
 * Makes a workspace and prints its secrets, this once. Refuses FORBIDDEN where it has an owner
 * already, BAD_INPUT for a password from RECHARGE_DESK_PASSWORD that is too weak.
 */
export async function initWorkspace(
  workspace: string,
  options: { readonly owner: string; readonly demo: boolean; readonly json: boolean },
): Promise<void> {
  const door = await openDoor(workspace, true);
  const progress = createProgress();
  try {
    const password = process.env.RECHARGE_DESK_PASSWORD;
    const events = await door.client.workspace.create({
      owner: options.owner,
      demo: options.demo,
      ...(password ? { password } : {}),
    });
    for await (const event of events) {
      if (event.kind === 'progress') {
        progress.show(event.progress);
        continue;
      }
      progress.end();
      const { result } = event;
      if (options.json) await line(JSON.stringify(result));
      else {
        await line(`The workspace is ${result.workspace}.`);
        await line('Who signs in, as what, with which password:');
        for (const one of result.staff ?? [
          { user: result.owner, role: 'owner', password: result.password },
        ])
          await line(`  ${one.user.padEnd(14)} ${one.role.padEnd(14)} ${one.password}`);
        await line(`Recovery code of ${result.owner}, kept nowhere else: ${result.recovery_code}`);
      }
      return;
    }
    throw refuse('INTERNAL', 'The workspace was not finished.', 'Run init again.');
  } finally {
    progress.end();
    door.close();
  }
}
