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
import { refuseMarkup } from './trusted-text.ts';

refuseMarkup();

/** The nonce of this answer, which the widgets' own style elements must carry. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

const colorScheme = localStorageColorSchemeManager({ key: 'desk-theme' });
const place = document.getElementById('desk');
if (place === null) throw new Error('the shell has no place for the page');

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
