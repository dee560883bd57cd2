/**
 * The contract as a client meets it, whatever the door: one walk through a support agent's work
 * and through what is refused. Every door must give the very same transcript.
 */

/** One call by its path in the contract. A refusal comes back as its three parts, never thrown. */
export type Call = (path: string, input?: unknown) => Promise<Reply>;

export type Reply =
  | { readonly ok: unknown }
  | { readonly error: { readonly code: string; readonly message: string; readonly next: string } };

export interface Credentials {
  readonly agent: string;
  readonly senior: string;
  readonly owner: string;
}

/** What happened at each step, with what differs from run to run taken out. */
export type Transcript = readonly (readonly [step: string, said: unknown])[];

/** Fields whose values are different each time: left in as their type alone. */
const passing = new Set([
  'ms',
  'token',
  'id',
  'key',
  'created_at',
  'at',
  'seconds',
  'hash',
  'seq',
  'session',
]);

export async function walk(call: Call, passwords: Credentials, name: string): Promise<Transcript> {
  const said: [string, unknown][] = [];
  const step = async (what: string, path: string, input?: unknown): Promise<unknown> => {
    const reply = await call(path, input);
    said.push([
      what,
      'ok' in reply
        ? shapeOf(reply.ok, name)
        : { refused: reply.error.code, hasNext: reply.error.next.length > 3 },
    ]);
    return 'ok' in reply ? reply.ok : null;
  };

  await step('status is for anyone', 'workspace.status');
  await step('nothing else is, before sign-in', 'records.search', { text: 'rc_' });
  await step('a wrong password', 'staff.signIn', { user: 'agent', password: 'wrong wrong wrong' });
  await step('sign in', 'staff.signIn', { user: 'agent', password: passwords.agent });
  await step('who am I', 'staff.me');

  const found = await step('search', 'records.search', { text: 'rc_', kind: 'recharge', limit: 3 });
  const recharge = firstId(found);
  await step('its page', 'records.recharge', { id: recharge });
  await step('its verdict', 'diagnosis.diagnose', { recharge });
  await step('an unknown recharge is a verdict', 'diagnosis.diagnose', { recharge: 'rc_unknown' });
  await step('an unknown record is refused', 'records.show', {
    kind: 'recharge',
    id: 'rc_unknown',
  });
  const shown = await step('a record', 'records.show', { kind: 'recharge', id: recharge });
  const account = fieldOf(shown, 'account_id');

  const body = {
    account,
    coins: '+7',
    reason: 'GOODWILL',
    note: 'for the trouble',
    key: `walk-${name}`,
  };
  await step('what an adjustment would do', 'adjustments.preview', body);
  const first = await step('an adjustment', 'adjustments.propose', body);
  const again = await step('the same again', 'adjustments.propose', body);
  said.push(['gives the first answer', JSON.stringify(first) === JSON.stringify(again)]);
  await step('the same key for something else', 'adjustments.propose', { ...body, coins: '+8' });
  for (const coins of ['1e3', '0x10', '', '７', '9223372036854775808', 7])
    await step(`coins as ${JSON.stringify(coins)}`, 'adjustments.propose', {
      ...body,
      coins,
      key: 'x',
    });
  await step('more than goodwill may give', 'adjustments.propose', {
    ...body,
    coins: '+351',
    key: 'y',
  });
  await step('an unknown account', 'adjustments.propose', {
    ...body,
    account: 'ac_unknown',
    key: 'z',
  });
  await step('a field nobody knows is not a fault', 'records.search', { text: 'x', more: 1 });
  await step('no input where some is needed', 'records.show', {});
  await step('the audit is not for agents', 'audit.list', {});
  await step('nor is approving', 'adjustments.approve', { id: 'adj_1', note: 'n' });
  await step('a path that is no procedure', 'records.nothing', {});
  await step('hostile search', 'records.search', {
    text: `"a' OR 1=1 -- secret:x \u202e \u0000 NEAR(`,
  });

  await step('sign out', 'staff.signOut');
  await step('and out it is', 'staff.me');
  await step('a senior', 'staff.signIn', { user: 'senior', password: passwords.senior });
  await step('decides nothing that is not there', 'adjustments.approve', {
    id: 'adj_1',
    note: 'n',
  });
  await step('an owner', 'staff.signIn', { user: 'owner', password: passwords.owner });
  await step('verifies the audit', 'audit.verify');
  await step('imports no folder that is not there', 'records.importDrop', {
    path: '/no/such/folder',
    commit: false,
  });
  return said;
}

function firstId(found: unknown): string {
  const hits = (found as { hits?: { id: string }[] } | null)?.hits;
  return hits?.[0]?.id ?? '';
}

function fieldOf(shown: unknown, name: string): string {
  const fields = (shown as { fields?: Record<string, string | null> } | null)?.fields;
  return fields?.[name] ?? '';
}

/** An answer without what passes: times, fresh ids, counts that grow from walk to walk. */
function shapeOf(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((one) => shapeOf(one, name));
  if (typeof value === 'string') return value.replaceAll(name, '<walk>');
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [
      key,
      passing.has(key) || /^(balance_|limit_left|warnings|earlier|rows|sentence)/.test(key)
        ? typeof held
        : shapeOf(held, name),
    ]),
  );
}
