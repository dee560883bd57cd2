const channels: Readonly<Record<string, string>> = {
  app_store: 'App Store',
  google_play: 'Google Play',
  web: 'Web',
  partner: 'Partner',
};

/** A channel as people call it; an unknown word stands as it is. */
export function channelName(channel: string | null | undefined): string {
  if (channel === null || channel === undefined) return 'channel unknown';
  return channels[channel] ?? channel;
}
