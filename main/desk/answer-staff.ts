import { refuse } from '../../contract/errors.ts';
import type { Answering } from './answering.ts';

/** Answers what is asked of who is signed in and who may be. */
export function answerStaff({ os, areas }: Answering) {
  const { staff } = areas;
  return {
    signIn: os.staff.signIn.handler(async ({ input, context }) => {
      const session = await staff.signIn(context.caller, input);
      context.connection.token = session.token;
      return session;
    }),
    resume: os.staff.resume.handler(({ input, context: { connection } }) => {
      const signedIn = staff.signedIn(input.token, connection.door);
      if (!signedIn)
        throw refuse('SIGNED_OUT', 'This sign-in has ended.', 'Sign in with name and password.');
      connection.token = input.token;
      const { user, role, locked } = signedIn;
      return { token: input.token, user, role, locked };
    }),
    signOut: os.staff.signOut.handler(({ context }) => {
      if (context.connection.token !== null)
        staff.signOut(context.caller, context.connection.token);
      context.connection.token = null;
      return {};
    }),
    me: os.staff.me.handler(({ context: { caller } }) => {
      if (caller.role === 'nobody' || caller.role === 'desk')
        throw refuse('SIGNED_OUT', 'Nobody is signed in.', 'Sign in first.');
      return { user: caller.user, role: caller.role };
    }),
    present: os.staff.present.handler(({ context }) => {
      staff.present(context.token);
      return {};
    }),
    lock: os.staff.lock.handler(({ context }) => {
      staff.lock(context.caller, context.token);
      return {};
    }),
    unlock: os.staff.unlock.handler(({ input, context }) =>
      staff.unlock(context.caller, context.token, input.password),
    ),
    changePassword: os.staff.changePassword.handler(async ({ input, context }) => {
      await staff.changePassword(context.caller, context.token, input);
      return {};
    }),
    resetPassword: os.staff.resetPassword.handler(({ input, context }) =>
      staff.resetPassword(context.caller, input),
    ),
    release: os.staff.release.handler(({ input, context }) => staff.release(context.caller, input)),
    recover: os.staff.recover.handler(({ input, context }) => staff.recover(context.caller, input)),
    list: os.staff.list.handler(() => staff.list()),
    add: os.staff.add.handler(({ input, context }) => staff.add(context.caller, input)),
    setRole: os.staff.setRole.handler(({ input, context }) => staff.setRole(context.caller, input)),
    declineRole: os.staff.declineRole.handler(({ input, context }) =>
      staff.declineRole(context.caller, input),
    ),
    disable: os.staff.disable.handler(({ input, context }) => staff.disable(context.caller, input)),
  };
}
