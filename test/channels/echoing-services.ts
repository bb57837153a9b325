import { createServer, type Socket } from 'node:net';
import { type Arrived, type LoopbackHttp, listenLoopback, type Reply } from './loopback-http.ts';

/** A service that answers with all that it was sent: what it says must reach nobody. */
export interface EchoingHttp extends LoopbackHttp {
  /** The status of its next answers. */
  status: number;
}

/** Listens for HTTP, and repeats address, headers and body in its answers, also as an error code and an address to go to. */
export async function listenEchoing(): Promise<EchoingHttp> {
  const echo = (arrived: Arrived): Reply => {
    const said = JSON.stringify(arrived);
    const body = JSON.stringify({ ok: false, error: said, message: said, id: said, key: said, result: said, ts: said });
    return { status: echoing.status, body, headers: { location: `http://127.0.0.1/?${encodeURIComponent(said)}` } };
  };
  const http = await listenLoopback(echo);
  const echoing: EchoingHttp = Object.assign(http, { status: 200 });
  return echoing;
}

/** Listens for SMTP, and repeats each line of a client, plain and in the clear, in a refusal of it from the given verb on. */
export async function listenEchoingSmtp(from: 'AUTH' | 'MAIL' | 'RCPT' | 'DATA', code: number) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.write('220 here\r\n');
    let rest = '';
    const heard: string[] = [];
    socket.on('data', (part) => {
      const lines = (rest + part.toString('utf8')).split('\r\n');
      rest = lines.pop()!;
      for (const line of lines) {
        heard.push(line, Buffer.from(line.split(' ').at(-1)!, 'base64').toString('utf8').replaceAll('\0', ' '));
        if (/^EHLO/i.test(line)) socket.write('250-here\r\n250 AUTH PLAIN\r\n');
        else if (line.toUpperCase().startsWith(from)) socket.write(`${code} 5.7.8 ${heard.join(' ')}\r\n`);
        else socket.write(/^AUTH/i.test(line) ? '235 in\r\n' : '250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { readonly port: number };
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { host: `127.0.0.1:${port}`, close };
}
