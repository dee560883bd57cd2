import { FlagNote } from './flag-note.tsx';
import { WatchNote } from './watch-note.tsx';

/** What stands against the sellers and things that a recharge, account or ticket has to do with. */
export function SellerNotes(of: { recharge?: string; account?: string; ticket?: string }) {
  return (
    <>
      <FlagNote {...of} />
      <WatchNote {...of} />
    </>
  );
}
