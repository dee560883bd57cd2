import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import '../ui/tokens.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { layGround, OnGround } from './desk.tsx';
import { cssVariables, theme } from './theme.ts';

/** The nonce of this answer, which the widgets' own style elements must carry. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

/** Draws the page into its place in the shell. */
export function start(): void {
  // The lock of scrolling under a dialog makes its own style element and looks for this name.
  Reflect.set(window, '__webpack_nonce__', styleNonce());
  const place = document.getElementById('desk');
  if (place === null) throw new Error('the shell has no place for the page');
  const colorScheme = localStorageColorSchemeManager({ key: 'desk-theme' });
  createRoot(place).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={colorScheme}
        defaultColorScheme="auto"
        getStyleNonce={styleNonce}
      >
        <OnGround ground={layGround()}>
          <App />
        </OnGround>
        <Notifications position="bottom-right" limit={3} />
      </MantineProvider>
    </StrictMode>,
  );
}
