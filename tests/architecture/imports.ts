import { parseSync, Visitor } from 'vite';

/** One thing that a file takes from elsewhere: the specifier as written, and the names taken. */
export interface Import {
  readonly from: string;
  /** Empty where all of it is taken, or where that cannot be told. */
  readonly names: readonly string[];
}

/**
 * Every import of a file, read by the parser that also builds the program: static and dynamic
 * ones, those of types alone, exports from elsewhere, `require`, and files that are named for a
 * worker or a process by `new URL('./file.ts', import.meta.url)`. A dynamic import whose target
 * is computed is reported as `?`.
 */
export function importsOf(file: string, source: string): Import[] {
  const { module, program, errors } = parseSync(file, source);
  const [error] = errors;
  if (error) throw new Error(`${file} cannot be parsed: ${error.message}`);
  const found: Import[] = [];
  for (const { moduleRequest, entries } of module.staticImports) {
    const names = entries.map((entry) => entry.importName);
    const all = names.some((name) => name.kind !== 'Name');
    found.push({
      from: moduleRequest.value,
      names: all ? [] : names.map((name) => name.name ?? ''),
    });
  }
  for (const { entries } of module.staticExports)
    for (const { moduleRequest } of entries)
      if (moduleRequest) found.push({ from: moduleRequest.value, names: [] });
  const take = (from: unknown) =>
    found.push({ from: typeof from === 'string' ? from : '?', names: [] });
  new Visitor({
    ImportExpression: (node) => take(node.source.type === 'Literal' && node.source.value),
    TSImportType: (node) => take(node.source.value),
    TSExternalModuleReference: (node) => take(node.expression.value),
    CallExpression: (node) => {
      const [target] = node.arguments;
      if (node.callee.type === 'Identifier' && node.callee.name === 'require')
        take(target?.type === 'Literal' && target.value);
    },
    NewExpression: (node) => {
      const [target] = node.arguments;
      const isUrl = node.callee.type === 'Identifier' && node.callee.name === 'URL';
      if (isUrl && target?.type === 'Literal' && isCode(target.value)) take(target.value);
    },
  }).visit(program);
  return found;
}

function isCode(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('.') && /\.(?:ts|tsx|mjs)$/.test(value);
}
