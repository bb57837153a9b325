/** How a message of Slack is called: the channel's id and the message's time stamp there, `C0123ABCD/1700000000.000100`. */
export function writeRef(channel: string, ts: string): string {
  return `${channel}/${ts}`;
}

/** Reads such a name; `null` when it is none. */
export function readRef(ref: string | null): { readonly channel: string; readonly ts: string } | null {
  const [, channel = '', ts = ''] = /^([A-Z0-9]{2,30})\/(\d{1,12}\.\d{1,12})$/.exec(ref ?? '') ?? [];
  return channel === '' ? null : { channel, ts };
}
