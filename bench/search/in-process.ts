import path from 'node:path';
import { createListThread } from '../../main/desk/records/lists/list-thread.ts';
import { createWarming } from '../../main/desk/records/lists/warming.ts';
import { createRowReader } from '../../main/desk/records/records.ts';
import { createSearch } from '../../main/desk/records/search/search.ts';
import { layoutOf, openFile } from '../../main/desk/storage/storage.ts';
import { listColumns } from './look-ups.ts';
import { type Peer, page } from './peer.ts';

/** The desk's own search and lists in this process, as its own calls use them. */
export async function openOwn(folder: string): Promise<Peer> {
  const { records } = layoutOf(folder);
  const db = openFile(records, 'copy', 'read');
  const search = createSearch({ db, rows: createRowReader(db), furtherHits: () => [] });
  const files = { records, columns: path.join(folder, 'columns') };
  const thread = createListThread(files, Date.now);
  // As after every start and import: what lists begin with is read before anybody asks.
  await createWarming({ records: db, files, thread, clock: Date.now }).begin();
  return {
    name: 'the desk',
    async find(lookUp) {
      if ('text' in lookUp) return search({ text: lookUp.text, limit: page }).hits.length;
      const input = { ...lookUp.query, columns: listColumns, offset: 0, limit: page };
      return (await thread.ask({ what: 'window', input })).rows.length;
    },
    async close() {
      await thread.close();
      db.close();
    },
  };
}
