import { app, type Session, type WebContents } from 'electron';
import { pageUrl } from './scheme.ts';

/** The one permission a page has: copying text. It cannot read what others copied. */
const allowed = 'clipboard-sanitized-write';

/** Denies a session everything but our page: the network, permissions, devices, downloads. */
export function confineSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) =>
    decide(permission === allowed),
  );
  session.setPermissionCheckHandler((_contents, permission) => permission === allowed);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, decide) => {
    const own = details.url.startsWith(pageUrl) || details.url.startsWith('blob:desk://app/');
    decide({ cancel: !own });
  });
}

/** Confines whatever the app will ever show, before it loads anything. */
export function confineAllContents(): void {
  app.on('web-contents-created', (_event, contents) => confineContents(contents));
}

/** Keeps a page where it is: no other address, no other window, no page within the page. */
function confineContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => {
    // A page may load itself anew, wherever it stands; that is how it gets another port.
    if (!event.isMainFrame || event.url.split('#')[0] !== pageUrl) event.preventDefault();
  });
}
