import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ZodError } from 'zod';
import { issueWords } from '../../../../contract/issue-words.ts';
import { type Mapping, mapping } from '../../../../contract/mapping.ts';
import { recordKinds } from '../../../../contract/records.ts';
import type { ImportResult, SearchResult, Shown } from '../../../../contract/records.ts';
import { flag, given, needed, oneOf, small, text, type Verb } from '../verb.ts';
import { refuse } from '../../../../contract/errors.ts';

export const importVerb: Verb = {
  words: 'import',
  does: 'plans, or plans and commits, a drop of records',
  positional: ['drop'],
  options: {
    plan: { does: 'say what would happen, change nothing' },
    mapping: { value: 'FILE', does: 'read the CSV of another program by this mapping' },
    zone: { value: 'Z', does: 'the time zone of times without one, such as Europe/Berlin' },
  },
  async run({ client, args, progress }) {
    const events = await client.records.importDrop({
      path: path.resolve(needed(args, 'drop')),
      commit: !flag(args, 'plan'),
      ...given({ zone: text(args, 'zone'), mapping: mappingAt(text(args, 'mapping')) }),
    });
    for await (const event of events) {
      if (event.kind === 'progress') progress(event.progress);
      else return { one: toTerminal(event.result) };
    }
    throw refuse('INTERNAL', 'The import ended without a result.', 'Try again.');
  },
  say(answer) {
    const result = answer as ReturnType<typeof toTerminal>;
    const lines = Object.entries(result.tables).map(
      ([table, c]) =>
        `  ${table.padEnd(16)} ${c.read} read: ${c.inserted} new, ${c.updated} updated, ` +
        `${c.unchanged} unchanged, ${c.rejected} rejected${c.redacted ? `, ${c.redacted} redacted` : ''}`,
    );
    return [
      result.run
        ? `Imported as ${result.run} in ${result.seconds} s.`
        : 'Planned; nothing was changed.',
      ...lines,
      ...result.files.map(({ file, source, because }) => `Read ${file} as ${source}: ${because}.`),
      ...(result.ignored.length ? [`Ignored: ${result.ignored.join(', ')}.`] : []),
      ...result.warnings.map((warning) => `Warning: ${warning}`),
      ...(result.rejects_file ? [`Rejected rows, with reasons: ${result.rejects_file}`] : []),
    ].join('\n');
  },
};

/** The mapping in a file. Refuses BAD_INPUT where there is none. */
function mappingAt(file: string | undefined): Mapping | undefined {
  if (file === undefined) return undefined;
  try {
    return mapping.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      throw refuse(
        'BAD_INPUT',
        `The mapping ${file} cannot be read.`,
        'Check its name and rights.',
      );
    const why = error instanceof ZodError ? issueWords(error.issues) : 'it is not JSON';
    throw refuse('BAD_INPUT', `${file} is no mapping: ${why}.`, 'Correct the file and try again.');
  }
}

/** The shape other programs rely on; what the screen shows besides stays out of it. */
export function toTerminal(result: ImportResult) {
  const { run, tables, ignored, warnings, rejects_file, seconds, as_of, as_of_guessed } = result;
  const files = result.files
    .filter(({ source }) => source !== null)
    .map(({ file, source, because }) => ({ file, source, because }));
  return { run, tables, ignored, warnings, rejects_file, seconds, as_of, as_of_guessed, files };
}

const searchVerb: Verb = {
  words: 'search',
  does: 'the search box',
  positional: ['text'],
  options: {
    kind: { value: 'K', does: `only one kind: ${recordKinds.join(', ')}` },
    limit: { value: 'N', does: 'at most so many hits' },
  },
  async run({ client, args }) {
    const kind = text(args, 'kind');
    const found = await client.records.search({
      text: text(args, 'text') ?? '',
      ...given({
        kind: kind === undefined ? undefined : oneOf(recordKinds, kind, 'kind'),
        limit: small(args, 'limit'),
      }),
    });
    return { one: found };
  },
  say(answer) {
    const found = answer as SearchResult;
    if (found.hits.length === 0) return 'Nothing found in this copy.';
    const lines = found.hits.map(
      (hit) =>
        `${hit.kind.padEnd(13)} ${hit.id}  ${hit.title}${hit.detail ? ` · ${hit.detail}` : ''}  ` +
        `(${hit.why.map((why) => `${why.field} ${why.shown ?? why.value}`).join(', ')})`,
    );
    return [
      `${found.total_exact ? '' : 'at least '}${found.total} found in ${found.ms} ms`,
      ...lines,
    ].join('\n');
  },
};

const showVerb: Verb = {
  words: 'show',
  does: 'one record with its timeline and where it came from',
  positional: ['kind', 'id'],
  async run({ client, args }) {
    const kind = oneOf(recordKinds, needed(args, 'kind'), 'kind');
    return { one: await client.records.show({ kind, id: needed(args, 'id') }) };
  },
  say(answer) {
    const shown = answer as Shown;
    return [
      `${shown.kind} ${shown.id}`,
      ...Object.entries(shown.fields)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => `  ${name.padEnd(21)} ${value}`),
      ...(shown.timeline.length ? ['', 'What happened:'] : []),
      ...shown.timeline.map(
        (entry) => `  ${entry.at ?? '—'}  ${entry.text}  (${entry.table} ${entry.key})`,
      ),
      '',
      ...shown.provenance.map((from) => `from ${from.file}, line ${from.line}, ${from.run}`),
    ].join('\n');
  },
};

const revealVerb: Verb = {
  words: 'reveal',
  does: 'the contact data and addresses of one record, whole; the reason is in the audit',
  positional: ['kind', 'id'],
  options: { reason: { value: 'T', does: 'why you must see it', must: true } },
  async run({ client, args }) {
    const kind = oneOf(recordKinds, needed(args, 'kind'), 'kind');
    const id = needed(args, 'id');
    const { fields } = await client.records.reveal({ kind, id, reason: needed(args, 'reason') });
    return { one: { kind, id, fields } };
  },
};

export const recordVerbs: readonly Verb[] = [importVerb, searchVerb, showVerb, revealVerb];
