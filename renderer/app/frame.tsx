import { KeyChip } from '../audit/key-chip.tsx';
import { ImportHolder } from '../records/import/importing.tsx';
import { TakingHolder } from '../records/watch/taking.tsx';
import { CopyChip } from './copy-chip.tsx';
import classes from './frame.module.css';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { Screens } from './routes.tsx';
import { SearchBox } from './search-box.tsx';
import { UserMenu } from './user-menu.tsx';

/** What stands around every screen: search, the copy's age, the person, and the places to go. */
export function Frame() {
  return (
    <div className={classes.frame}>
      <header className={classes.bar}>
        <a className={classes.brand} href="#/" aria-label="Recharge Desk, home">
          <img src="/icon.svg" alt="" width={22} height={22} />
        </a>
        <SearchBox />
        <span className={classes.space} />
        <KeyChip />
        <CopyChip />
        <UserMenu />
      </header>
      <Rail />
      <main className={classes.screen}>
        <ImportHolder>
          <TakingHolder>
            <Screens />
          </TakingHolder>
        </ImportHolder>
      </main>
      <Palette />
    </div>
  );
}
