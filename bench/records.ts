import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeBigDrop } from './records/big-drop.ts';
import { measureImport } from './records/import-speed.ts';

/**
 * Records: how fast a drop of so many recharges is imported, beside its peer.
 * `npm run bench:records -- --rows 1000000`; `--folder` keeps drops and copies for the next run,
 * `--alone` leaves the peer out.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    folder: { type: 'string' },
    runs: { type: 'string', default: '1' },
    alone: { type: 'boolean', default: false },
  },
});
const recharges = Number(values.rows);
const folder = values.folder ?? path.join(tmpdir(), `recharge-desk-bench-${process.pid}`);
mkdirSync(folder, { recursive: true });
try {
  const drop = path.join(folder, `drop-${recharges}`);
  const { rows, bytes } = writeBigDrop(drop, recharges);
  console.log(
    `Drop: ${recharges.toLocaleString('en')} recharges, ${rows.toLocaleString('en')} rows, ${Math.round(bytes / 1e6)} MB of CSV.`,
  );
  measureImport({ drop, folder, runs: Number(values.runs), alone: values.alone });
} finally {
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
}
