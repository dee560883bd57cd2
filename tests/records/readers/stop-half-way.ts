import type { FromReader, ToReader } from '../../../main/desk/records/import/reader-messages.ts';

/** A parser that hands over some rows of the drop it is given, and then is gone. */
const say = (message: FromReader) => process.send?.(message);

process.on('message', (order: ToReader) => {
  if (order.do === 'check')
    say({
      kind: 'checked',
      checked: {
        drop: {
          folder: '',
          files: [
            {
              name: 'devices.csv',
              shown: 'devices.csv',
              path: '',
              table: 'devices',
              format: 'csv',
              packing: 'plain',
              bytes: 1,
              stamp: '',
            },
          ],
          attachments: [],
          confirmations: [],
          strangers: [],
          manifest: null,
          ignored: [],
          unmapped: [],
        },
        manifest: null,
        fingerprint: 'half',
      },
    });
  if (order.do !== 'read') return;
  say({ kind: 'file', index: 0 });
  const rows = JSON.stringify([['dv_half', ...Array.from({ length: 10 }, () => null), 2]]);
  say({
    kind: 'rows',
    batch: {
      file: 0,
      present: null,
      head: null,
      taken: 1,
      rows,
      redacted: 0,
      rejects: [],
      patches: null,
    },
  });
  setTimeout(() => process.exit(0), 50);
});
