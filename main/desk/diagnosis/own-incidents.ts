import type { OwnIncidentWire } from '../../../contract/diagnosis.ts';
import { refuse } from '../../../contract/errors.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Audit, Caller } from '../audit/audit.ts';
import type { Db } from '../storage/storage.ts';
import type { OwnIncident } from './own-facts.ts';

interface Stored {
  readonly number: bigint;
  readonly incident_id: string;
  readonly service: string;
  readonly provider: string | null;
  readonly regions: string | null;
  readonly started_at: bigint;
  readonly ended_at: bigint | null;
  readonly summary: string;
  readonly by: string;
  readonly at: bigint;
}

export interface IncidentInput {
  readonly incident?: string | undefined;
  readonly service: OwnIncidentWire['service'];
  readonly provider: string | null;
  readonly regions: readonly string[];
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly summary: string;
}

/** Outages that people of this desk opened, in desk.db; what one said before is kept. */
export function createOwnIncidents(deps: { desk: Db; audit: Audit; clock: () => number }) {
  const { desk, audit, clock } = deps;
  const all = desk.prepare('select * from own_incidents order by number');
  const insert = desk.prepare(
    `insert into own_incidents (incident_id, service, provider, regions, started_at, ended_at, summary, by, at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const count = desk.prepare('select count(*) from own_incidents').pluck();

  function standing(): Stored[] {
    const found = new Map<string, Stored>();
    for (const row of all.all() as Stored[]) found.set(row.incident_id, row);
    return [...found.values()];
  }

  return {
    version: (): string => String(count.get()),
    all: (): readonly OwnIncident[] =>
      standing().map((row) => ({
        incident_id: row.incident_id,
        service: row.service,
        provider: row.provider,
        regions: row.regions,
        started_at: Number(row.started_at),
        ended_at: row.ended_at === null ? null : Number(row.ended_at),
        summary: row.summary,
      })),
    list: (): OwnIncidentWire[] => standing().toReversed().map(toWire),

    /**
     * Opens an outage, or with the id of one of ours changes it. Refuses BAD_INPUT where it ends
     * before it begins, NOT_FOUND for an id that is not one of ours.
     */
    set(caller: Caller, input: IncidentInput): OwnIncidentWire {
      const started = Date.parse(input.started_at);
      const ended = input.ended_at === null ? null : Date.parse(input.ended_at);
      if (ended !== null && ended < started)
        throw refuse('BAD_INPUT', 'It ends before it begins.', 'Give an end after the start.');
      return desk
        .transaction(() => {
          const known = standing();
          if (
            input.incident !== undefined &&
            !known.some((row) => row.incident_id === input.incident)
          )
            throw refuse(
              'NOT_FOUND',
              `There is no outage ${input.incident} of this desk.`,
              'Outages of the copy come with the records; open one of your own.',
            );
          const id = input.incident ?? `desk-incident-${known.length + 1}`;
          const regions = input.regions.map((region) => region.toUpperCase()).join(',');
          insert.run(
            id,
            input.service,
            input.provider,
            regions === '' ? null : regions,
            started,
            ended,
            input.summary,
            caller.user,
            clock(),
          );
          audit.append(caller, {
            command: 'diagnosis.setIncident',
            object: id,
            outcome: 'done',
            sentence: `${caller.user} ${input.incident === undefined ? 'opened' : 'changed'} the outage ${id}.`,
            details: { service: input.service, summary: input.summary },
          });
          const row = standing().find((one) => one.incident_id === id);
          if (!row) throw new Error('the outage just written is not there');
          return toWire(row);
        })
        .immediate();
    },
  };
}

function toWire(row: Stored): OwnIncidentWire {
  return {
    incident_id: row.incident_id,
    service: row.service as OwnIncidentWire['service'],
    provider: row.provider,
    regions: row.regions,
    started_at: wireTime(Number(row.started_at)),
    ended_at: row.ended_at === null ? null : wireTime(Number(row.ended_at)),
    summary: row.summary,
    by: row.by,
    at: wireTime(Number(row.at)),
  };
}
