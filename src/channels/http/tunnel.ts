import { request } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { connect as secure } from 'node:tls';
import type { HttpProxy } from '../../contracts/http-proxy.ts';

/** What a tunnel fails with that a proxy refused, or because of which it could not be reached: nothing came to the service. */
export const [proxyRefused, proxyAway] = ['PORTCULLIS_PROXY_REFUSED', 'PORTCULLIS_PROXY_AWAY'] as const;

/** Whether a host is reached through a proxy: not where it, or what it is beneath, is excepted. */
export function isThrough({ except }: HttpProxy, host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return !except.some((each) => {
    const part = each.toLowerCase().replace(/^\*?\./, '');
    return part === '*' || name === part || (isIP(name) === 0 && name.endsWith(`.${part}`));
  });
}

/**
 * Has a proxy connect to a service (RFC 9110, 9.3.6: CONNECT), encrypted up to the service where that is asked for: the proxy
 * sees the host and no more. Rejects with a code that says so where it does not.
 */
export async function tunnel(
  proxy: HttpProxy,
  to: { readonly host: string; readonly port: number; readonly secure: boolean; readonly ca?: string | undefined },
  signal: AbortSignal,
): Promise<Socket> {
  const socket = await connected(proxy, to, signal);
  if (!to.secure) return socket;
  const { host, ca } = to;
  return await new Promise<Socket>((settle, fail) => {
    const name = isIP(host) === 0 ? { servername: host } : {};
    const made = secure({ socket, host, rejectUnauthorized: true, ...name, ...(ca === undefined ? {} : { ca }) });
    const callOff = () => made.destroy(new Error('called off'));
    signal.addEventListener('abort', callOff, { once: true });
    const over = () => signal.removeEventListener('abort', callOff);
    made.once('secureConnect', () => {
      over();
      made.off('error', fail);
      settle(made);
    });
    made.once('error', (error) => {
      over();
      fail(error);
    });
  });
}

function connected(
  { host, port, authorization }: HttpProxy,
  to: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<Socket> {
  const target = `${to.host.includes(':') ? `[${to.host}]` : to.host}:${to.port}`;
  const headers = { host: target, ...(authorization === null ? {} : { 'proxy-authorization': authorization }) };
  return new Promise((settle, fail) => {
    const refused = (code: string) => fail(Object.assign(new Error('there is no tunnel'), { code }));
    const asked = request({ host, port, method: 'CONNECT', path: target, headers, agent: false, signal });
    asked.once('connect', (answer, socket: Socket) => {
      if (answer.statusCode === 200) return settle(socket);
      socket.destroy();
      refused(proxyRefused);
    });
    asked.once('response', (answer) => {
      answer.destroy();
      refused(proxyRefused);
    });
    asked.once('error', () => refused(proxyAway));
    asked.end();
  });
}
