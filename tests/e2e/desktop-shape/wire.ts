/** What the fixture asks of the shell process, which runs the built main process. */
export type ToShell =
  | { readonly do: 'get'; readonly id: number; readonly url: string }
  | { readonly do: 'open-port'; readonly port: number }
  | { readonly do: 'say'; readonly port: number; readonly data: string | Uint8Array }
  | { readonly do: 'close-port'; readonly port: number };

/** What the shell process tells the fixture. */
export type FromShell =
  | { readonly tell: 'window'; readonly preload: string }
  | {
      readonly tell: 'got';
      readonly id: number;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
    }
  | { readonly tell: 'said'; readonly port: number; readonly data: string | Uint8Array }
  | { readonly tell: 'closed'; readonly port: number }
  | { readonly tell: 'refused'; readonly why: string };
