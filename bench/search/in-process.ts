import path from 'node:path';
import { createListThread } from '../../main/desk/records/lists/list-thread.ts';
import { createWarming } from '../../main/desk/records/lists/warming.ts';
import { createRowReader } from '../../main/desk/records/records.ts';
import { createSearch, type SearchInput } from '../../main/desk/records/search/search.ts';
import { layoutOf, openFile } from '../../main/desk/storage/storage.ts';
import { listColumns, type LookUp, type Told } from './look-ups.ts';
import { type Peer, page } from './peer.ts';

/** How somebody tells the box what the text is: the kind of hits, and the reading of the text. */
function toldOf({ table, column }: Told): Pick<SearchInput, 'kind' | 'as'> {
  return table === 'accounts'
    ? { kind: 'account', as: column === 'account_id' ? 'id' : 'name' }
    : { kind: 'recharge', as: column === 'seller_domain' ? 'domain' : 'id' };
}

/**
 * The desk's own search and lists in this process, as its own calls use them: the box that looks
 * everywhere, and the box after somebody chose a kind and a reading of the text.
 */
export async function openOwn(folder: string): Promise<Peer[]> {
  const { records } = layoutOf(folder);
  const db = openFile(records, 'copy', 'read');
  const search = createSearch({ db, rows: createRowReader(db), furtherHits: () => [] });
  const files = { records, columns: path.join(folder, 'columns') };
  const thread = createListThread(files, Date.now);
  // As after every start and import: what lists begin with is read before anybody asks.
  await createWarming({ records: db, files, thread, clock: Date.now }).begin();
  const find = async (lookUp: LookUp, told: boolean) => {
    if ('text' in lookUp) {
      const chosen = told ? toldOf(lookUp.told) : {};
      return search({ text: lookUp.text, limit: page, ...chosen }).hits.length;
    }
    const input = { ...lookUp.query, columns: listColumns, offset: 0, limit: page };
    return (await thread.ask({ what: 'window', input })).rows.length;
  };
  return [
    {
      name: 'the desk, told the kind',
      told: true,
      find: (lookUp) => find(lookUp, true),
      close: async () => {},
    },
    {
      name: 'the desk, as the box',
      told: false,
      find: (lookUp) => find(lookUp, false),
      async close() {
        await thread.close();
        db.close();
      },
    },
  ];
}
