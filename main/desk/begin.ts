import path from 'node:path';
import { refuse } from '../../contract/errors.ts';
import type { ImportProgress } from '../../contract/records.ts';
import type { Role } from '../../contract/staff.ts';
import type { Created } from '../../contract/workspace.ts';
import type { Caller } from './audit/audit.ts';
import type { Areas } from './desk.ts';
import { runImport } from './imports.ts';
import { writeDemoDrop } from './records/records.ts';

type BeginEvent =
  | { kind: 'progress'; progress: ImportProgress }
  | { kind: 'done'; result: Created };

/** One of each role, and a second of those whose work needs two people. */
const demoStaff: readonly { readonly user: string; readonly role: Role }[] = [
  { user: 'agent', role: 'agent' },
  { user: 'agent2', role: 'agent' },
  { user: 'senior', role: 'senior' },
  { user: 'reviewer', role: 'reviewer' },
  { user: 'reviewer2', role: 'reviewer' },
  { user: 'investigator', role: 'investigator' },
  { user: 'auditor', role: 'auditor' },
  { user: 'owner2', role: 'owner' },
];

const hourMs = 60 * 60_000;

/**
 * Makes a workspace ready: its first owner and, for a demo, staff and synthetic records that
 * come in as a drop by the ordinary way. Refuses FORBIDDEN where it has an owner already.
 */
export async function* begin(
  areas: Areas,
  caller: Caller,
  input: { owner: string; password?: string | undefined; demo: boolean },
  signal?: AbortSignal,
): AsyncGenerator<BeginEvent> {
  const { staff, workspace } = areas;
  if (staff.begun())
    throw refuse(
      'FORBIDDEN',
      'This workspace has an owner already.',
      'Sign in, or name another folder with --workspace.',
    );
  // Records first: until the first owner is there nobody can sign in, and a start that was cut
  // off is simply done again, with the copy it may have left.
  if (input.demo && areas.records.runs().length === 0) {
    const drop = path.join(workspace.layout.staging, 'demo');
    const asOf = areas.clock();
    await writeDemoDrop(drop, { asOf: asOf - (asOf % hourMs) });
    const importer: Caller = { ...caller, user: input.owner, role: 'owner' };
    for await (const event of runImport(areas, importer, { path: drop, commit: true }, signal))
      if (event.kind === 'progress') yield event;
  }
  const { staff: signIns, ...secrets } = await staff.begin(caller, {
    ...input,
    demo: input.demo ? demoStaff : null,
  });
  const created: Created = { workspace: workspace.layout.folder, owner: input.owner, ...secrets };
  yield { kind: 'done', result: input.demo ? { ...created, staff: signIns } : created };
}
