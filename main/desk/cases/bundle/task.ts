import { type Opened, openBundle, type OpenRequest } from './open.ts';
import { pack, type PackRequest } from './pack.ts';

/** Long work on one bundle. */
export type BundleTask =
  | { readonly kind: 'open'; readonly request: OpenRequest }
  | { readonly kind: 'pack'; readonly request: PackRequest };

export type BundleDone =
  | { readonly kind: 'opened'; readonly opened: Opened }
  | { readonly kind: 'packed' };

/** Does it on this thread. Refuses as `openBundle` and `pack` do. */
export async function doTask(task: BundleTask): Promise<BundleDone> {
  if (task.kind === 'open') return { kind: 'opened', opened: await openBundle(task.request) };
  await pack(task.request);
  return { kind: 'packed' };
}
