import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import type { DeskClient } from '../../contract/contract.ts';
import { type Connection, type ConnectionState, connect } from './connection.ts';
import { pipes } from './pipe.ts';
import { go } from './route.ts';
import { createGate, type Gate } from './gate.ts';
import { reportPresence } from './presence.ts';
import { createSession, type Person, type Session, type SessionState } from './session.ts';

/** What every screen stands on: the desk, who is signed in, and the answers kept so far. */
export interface Ground {
  readonly connection: Connection;
  readonly session: Session;
  /** Waits for the password once more. */
  readonly gate: Gate;
  /** Waits for the passphrase of the signing key. */
  readonly keyGate: Gate;
  readonly answers: QueryClient;
}

/** The network is this machine: answers are asked for again soon, refusals are not retried. */
function newAnswers(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: false, staleTime: 15_000, gcTime: 300_000 },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

/** Opens the way to the desk for this page, once. */
export function layGround(): Ground {
  const answers = newAnswers();
  const session = createSession(() => {
    answers.clear();
    go({ screen: 'home' }, { replace: true });
  });
  const gate = createGate();
  const keyGate = createGate();
  const connection = connect({
    pipes,
    greet: session.resume,
    onSignedOut: session.ended,
    onLocked: session.locked,
    askPassword: gate.ask,
    askPassphrase: keyGate.ask,
    onReturn: () => void answers.invalidateQueries(),
  });
  session.subscribe(() => {
    if (session.state().signedIn) return;
    for (const each of [gate, keyGate]) each.settle(false);
  });
  reportPresence(async () => {
    if (session.state().signedIn) await connection.client.staff.present();
  });
  return { connection, session, gate, keyGate, answers };
}

const GroundContext = createContext<Ground | null>(null);

function useGround(): Ground {
  const ground = useContext(GroundContext);
  if (ground === null) throw new Error('a screen stands outside <OnGround>');
  return ground;
}

/** Hands the ground to all screens below. */
export function OnGround(props: { ground: Ground; children: ReactNode }) {
  return (
    <GroundContext value={props.ground}>
      <QueryClientProvider client={props.ground.answers}>{props.children}</QueryClientProvider>
    </GroundContext>
  );
}

/** The desk's procedures, typed by the contract. */
export function useDesk(): DeskClient {
  return useGround().connection.client;
}

/** How the way to the desk is right now. */
export function useConnection(): ConnectionState {
  const { connection } = useGround();
  return useSyncExternalStore(connection.subscribe, connection.state);
}

/** The sign-in of this page, for the few screens that change it. */
export function useSession(): { readonly state: SessionState; readonly session: Session } {
  const { session } = useGround();
  return { session, state: useSyncExternalStore(session.subscribe, session.state) };
}

interface Asking {
  readonly asked: boolean;
  readonly gate: Gate;
}

function useGate(gate: Gate): Asking {
  return { gate, asked: useSyncExternalStore(gate.subscribe, gate.asked) };
}

/** What waits for the password once more, for the dialog that asks for it. */
export function usePasswordGate(): Asking {
  return useGate(useGround().gate);
}

/** What waits for the passphrase of the signing key, for the dialog that asks for it. */
export function useKeyGate(): Asking {
  return useGate(useGround().keyGate);
}

/** Who works here. Only for screens below the sign-in, where somebody is or was. */
export function useMe(): Person {
  const { state } = useSession();
  if (state.person === null) throw new Error('a screen asks who is here before anybody is');
  return state.person;
}
