import path from 'node:path';
import { DuckDBInstance, type DuckDBPreparedStatement } from '@duckdb/node-api';
import { bigTables } from '../records/big-drop.ts';
import { listColumns, type LookUp } from './look-ups.ts';
import { boxSql, boxValues, type Peer, page, questionOf, starts } from './peer.ts';

type ListSql = Extract<LookUp, { sql: unknown }>['sql'];

/**
 * DuckDB in this process with the records of a drop and an index for every id that the desk has
 * one for; two peers over it: one is told the column, the other looks everywhere as the box does.
 */
export async function openDuck(drop: string): Promise<Peer[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const client = await instance.connect();
  const began = performance.now();
  for (const table of bigTables)
    await client.run(
      `create table ${table} as select * from read_csv('${path.join(drop, `${table}.csv`)}')`,
    );
  for (const [table, column] of starts)
    await client.run(`create index ${table}_${column} on ${table} (${column})`);
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`DuckDB loaded and indexed in ${seconds} s.`);

  const prepared = new Map<string, DuckDBPreparedStatement>();
  async function ask(sql: string, values: readonly string[]): Promise<number> {
    const statement = prepared.get(sql) ?? (await client.prepare(sql));
    prepared.set(sql, statement);
    for (const [at, value] of values.entries()) statement.bindVarchar(at + 1, value);
    return (await statement.runAndReadAll()).getRows().length;
  }
  const list = ({ where, order }: ListSql) =>
    ask(
      `select ${listColumns.join(', ')} from recharges where ${where} order by ${order} limit ${page}`,
      [],
    );
  const box = boxSql();
  return [
    {
      name: 'DuckDB, told the column',
      told: true,
      find(lookUp) {
        if ('sql' in lookUp) return list(lookUp.sql);
        const { sql, values } = questionOf(lookUp.told);
        return ask(sql, values(lookUp.text));
      },
      close: async () => {},
    },
    {
      name: 'DuckDB, as the box',
      told: false,
      find: (lookUp) => ('sql' in lookUp ? list(lookUp.sql) : ask(box, boxValues(lookUp.text))),
      async close() {
        client.closeSync();
        instance.closeSync();
      },
    },
  ];
}
