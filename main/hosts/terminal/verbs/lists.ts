import { createWriteStream, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { once } from 'node:events';
import {
  exportFormats,
  filter as filterShape,
  type Filter,
  listNames,
  type Sorting,
} from '../../../../contract/record-lists.ts';
import { refuse } from '../../../../contract/errors.ts';
import { counted } from '../../../../contract/say.ts';
import { needed, oneOf, text, type Verb } from '../verb.ts';

/** A filter as JSON. Refuses BAD_JSON and BAD_INPUT; which columns there are the desk knows. */
export function filterOf(given: string | undefined): Filter {
  if (given === undefined) return [];
  let json: unknown;
  try {
    json = JSON.parse(given);
  } catch {
    throw refuse('BAD_JSON', 'The filter is no JSON.', 'Put it into single quotes.');
  }
  const found = filterShape.safeParse(json);
  if (found.success) return found.data;
  throw refuse(
    'BAD_INPUT',
    'The filter is no list of conditions.',
    'Write it as in [{"op":"in","column":"channel","values":["web"]}].',
  );
}

/** `created_at,-coins`: a dash turns the order round. */
function sortOf(given: string | undefined): Sorting {
  return (given ?? '')
    .split(',')
    .filter((word) => word !== '')
    .map((word) => ({ column: word.replace(/^-/, ''), desc: word.startsWith('-') }));
}

const exportVerb: Verb = {
  words: 'export',
  does: 'writes the rows of a list to a file: CSV, JSON or NDJSON',
  positional: ['list', 'file'],
  options: {
    filter: { value: 'JSON', does: 'only rows that meet these conditions' },
    sort: { value: 'COLUMNS', does: 'order, as in created_at,-coins; a dash turns it round' },
    columns: { value: 'COLUMNS', does: 'only these, in this order' },
    format: { value: 'F', does: `${exportFormats.join(', ')}; else by the name of the file` },
  },
  async run({ client, args, progress }) {
    const list = oneOf(listNames, needed(args, 'list'), 'list');
    const file = path.resolve(needed(args, 'file'));
    const ending = path.extname(file).slice(1);
    const described = (await client.records.lists()).find((each) => each.list === list);
    const columns = text(args, 'columns')?.split(',') ?? described?.columns.map(({ name }) => name);
    const events = await client.records.exportRows({
      list,
      filter: filterOf(text(args, 'filter')),
      sort: sortOf(text(args, 'sort')),
      columns: columns ?? [],
      format: oneOf(exportFormats, text(args, 'format') ?? ending, 'format'),
    });
    const rows = await written(events, file, progress);
    return { one: { list, file, rows } };
  },
  say(answer) {
    const { rows, file } = answer as { rows: number; file: string };
    return `Wrote ${counted(rows, 'row')} to ${file}`;
  },
};

type Events = Awaited<ReturnType<Parameters<Verb['run']>[0]['client']['records']['exportRows']>>;

/** Writes beside the file and puts it in place when it is whole. Refuses DISK. */
async function written(
  events: Events,
  file: string,
  progress: Parameters<Verb['run']>[0]['progress'],
): Promise<number> {
  const draft = `${file}.part`;
  const out = createWriteStream(draft, { mode: 0o600 });
  const faults: Error[] = [];
  out.on('error', (error) => faults.push(error));
  const began = performance.now();
  let total = 0;
  let rows = 0;
  try {
    for await (const event of events) {
      assertNone(faults);
      if (event.kind === 'begun') total = event.total;
      if (event.kind !== 'piece') continue;
      rows = event.rows;
      if (!out.write(event.text)) await Promise.race([once(out, 'drain'), once(out, 'close')]);
      const seconds = Math.max(0.001, (performance.now() - began) / 1000);
      progress({
        phase: 'exporting',
        file: path.basename(file),
        rows,
        rows_a_second: Math.round(rows / seconds),
        bytes: rows,
        bytes_total: total,
      });
    }
    out.end();
    await once(out, 'close');
    assertNone(faults);
    renameSync(draft, file);
    return rows;
  } catch (error) {
    out.destroy();
    rmSync(draft, { force: true });
    throw error;
  }
}

function assertNone([fault]: readonly Error[]): void {
  if (!fault) return;
  throw refuse(
    'DISK',
    `The file could not be written: ${fault.message}.`,
    'Name a file in a folder that you may write to.',
  );
}

export const listVerbs = [exportVerb];
