import { expect, test } from 'vitest';
import { contract } from '../../contract/contract.ts';
import { policy } from '../../contract/policy.ts';
import { role } from '../../contract/staff.ts';

interface Leaf {
  readonly path: string;
  readonly value: object;
}

/** Every procedure of a contract, or every entry of a policy, by its path. */
function leaves(tree: object, isLeaf: (node: object) => boolean, path = ''): Leaf[] {
  return Object.entries(tree).flatMap(([name, node]): Leaf[] => {
    if (typeof node !== 'object' || node === null) return [];
    const here = path ? `${path}.${name}` : name;
    return isLeaf(node) ? [{ path: here, value: node }] : leaves(node, isLeaf, here);
  });
}

const pathsOf = (tree: object, isLeaf: (node: object) => boolean) =>
  leaves(tree, isLeaf)
    .map((leaf) => leaf.path)
    .toSorted();
const isProcedure = (node: object) => '~orpc' in node;
const isPolicy = (node: object) => 'may' in node;

test('every procedure of the contract has a policy, and no policy is without a procedure', () => {
  const procedures = pathsOf(contract, isProcedure);
  expect(procedures.length).toBeGreaterThan(20);
  expect(pathsOf(policy, isPolicy)).toEqual(procedures);
});

test('control: a procedure without a policy is seen', () => {
  const { show: _, ...records } = policy.records;
  expect(pathsOf({ ...policy, records }, isPolicy)).not.toEqual(pathsOf(contract, isProcedure));
});

test('every policy names somebody, by roles that there are', () => {
  for (const { path, value } of leaves(policy, isPolicy)) {
    const may: unknown = 'may' in value ? value.may : null;
    if (may === 'anyone' || may === 'staff') continue;
    expect(may, path).toEqual(expect.arrayContaining([expect.any(String)]));
    for (const name of may as unknown[]) expect(role.options, path).toContain(name);
  }
});
