import { Activity } from 'react';
import { UnlockKey } from '../audit/unlock-key.tsx';
import { ConfirmPassword } from '../staff/confirm-password.tsx';
import { SignIn } from '../staff/sign-in.tsx';
import { Unlock } from '../staff/unlock.tsx';
import { Loading } from '../ui/loading.tsx';
import classes from './app.module.css';
import { ConnectionBanner } from './connection-banner.tsx';
import { useConnection, useSession } from './desk.tsx';
import { Frame } from './frame.tsx';

/**
 * The page: the sign-in, or the frame with its screens. When the desk ends a sign-in the frame
 * stays behind it as it was, out of sight, until the same person is back.
 */
export function App() {
  const { state, session } = useSession();
  const connection = useConnection();
  const { signedIn, locked, person } = state;
  if (connection === 'opening' && !signedIn) {
    return (
      <div className={classes.opening}>
        <Loading rows={3} label="Opening the desk" />
      </div>
    );
  }
  return (
    <>
      <ConnectionBanner />
      {locked && person !== null && (
        <Unlock user={person.user} onOpened={session.begin} onOther={session.left} />
      )}
      {!signedIn && !locked && (
        <SignIn returning={person?.user ?? null} onSignedIn={session.begin} />
      )}
      {person !== null && (
        <Activity key={person.user} mode={signedIn ? 'visible' : 'hidden'}>
          <Frame />
          <UnlockKey />
          <ConfirmPassword />
        </Activity>
      )}
    </>
  );
}
