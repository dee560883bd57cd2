import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Dice } from '../simulator/dice.ts';

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
/** When the copy was taken. */
export const asOf = Date.UTC(2026, 10, 25, 12);

export type Value = string | number | boolean | bigint | null;
export type Fields = Record<string, Value>;

export function shuffled<T>(dice: Dice, list: readonly T[]): T[] {
  return list
    .map((one) => [dice.next(), one] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, one]) => one);
}

export function word(dice: Dice, length: number, letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ'): string {
  return Array.from({ length }, () => dice.pick([...letters])).join('');
}

/** One moment in one of the ways that the format allows. */
export function timeIn(dice: Dice, at: number): string {
  const shift = dice.pick([0, -480, 60, 330, 540]);
  if (shift === 0) return dice.chance(0.5) ? String(at) : new Date(at).toISOString();
  const wall = new Date(at + shift * minute).toISOString().slice(0, 23);
  const part = (minutes: number) => String(minutes).padStart(2, '0');
  const away = Math.abs(shift);
  return `${wall}${shift < 0 ? '-' : '+'}${part(Math.floor(away / 60))}:${part(away % 60)}`;
}

/** Rows of a drop by table, as a data team would export them: columns in any order, gaps and all. */
export class Drop {
  readonly tables = new Map<string, Fields[]>();
  private readonly dice: Dice;
  constructor(dice: Dice) {
    this.dice = dice;
  }

  put(table: string, row: Fields): Fields {
    this.tables.set(table, [...(this.tables.get(table) ?? []), row]);
    return row;
  }

  write(folder: string): void {
    mkdirSync(folder, { recursive: true });
    const files = [...this.tables].map(([table, rows]) => {
      const inOrder = table === 'ledger' ? rows : shuffled(this.dice, rows);
      const lines = this.dice.chance(0.4) ? asLines(inOrder) : this.asCsv(inOrder);
      const name = `${table}.${lines.startsWith('{') ? 'ndjson' : 'csv'}`;
      writeFileSync(path.join(folder, name), lines);
      const sha256 = createHash('sha256').update(lines).digest('hex');
      return { name, rows: rows.length, sha256 };
    });
    const at = (time: number) => new Date(time).toISOString();
    writeFileSync(
      path.join(folder, 'manifest.json'),
      JSON.stringify({
        format: 'recharge-desk/1',
        source: 'outside',
        as_of: at(asOf),
        covers_from: at(asOf - 400 * day),
        covers_to: at(asOf),
        files,
      }),
    );
  }

  private asCsv(rows: readonly Fields[]): string {
    const columns = shuffled(this.dice, [...new Set(rows.flatMap((row) => Object.keys(row)))]);
    const cell = (value: Value | undefined) => {
      const text = value === null || value === undefined ? '' : String(value);
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    return `${[columns.join(','), ...rows.map((row) => columns.map((name) => cell(row[name])).join(','))].join('\r\n')}\r\n`;
  }
}

function asLines(rows: readonly Fields[]): string {
  return rows
    .map(
      (row) =>
        `${JSON.stringify(row, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}\n`,
    )
    .join('');
}
