import type { HttpProxy } from '../contracts/http-proxy.ts';

/** Reads the URL of a proxy, `http://user:password@host:port`; `null` where it is none. Without a port it is 8080. */
export function readProxy(text: string, except: readonly string[]): HttpProxy | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.protocol !== 'http:' || !/^\/?$/.test(url.pathname) || url.search !== '') return null;
  const said = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const authorization = said === ':' ? null : `Basic ${Buffer.from(said).toString('base64')}`;
  // The port of HTTP itself is left out by URL.
  const port = url.port === '' ? (/:80\/?$/.test(text) ? 80 : 8080) : Number(url.port);
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port, authorization, except };
}
