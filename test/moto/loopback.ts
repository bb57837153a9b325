import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came over the wire. */
export interface CameIn {
  /** `AssumeRole`, `DescribeSecurityGroups`, …. */
  readonly action: string;
  readonly form: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

/** What a stand-in for AWS does with a request: an answer of XML, or nothing at all. */
export type Doing =
  | { readonly kind: 'answers'; readonly status?: number; readonly xml: string; readonly date?: Date }
  | { readonly kind: 'hangs' }
  | { readonly kind: 'drops' };

/** A server on the loopback that does to each request what a test says, for what no emulator does: it hears all of them. */
export interface Loopback {
  readonly endpoint: string;
  readonly heard: readonly CameIn[];
  stop(): Promise<void>;
}

/** Starts a stand-in. */
export async function startLoopback(does: (request: CameIn, nth: number) => Doing): Promise<Loopback> {
  const heard: CameIn[] = [];
  const server = createServer((request, response) => {
    void readText(request).then((text) => {
      const form = new URLSearchParams(text);
      const came: CameIn = { action: form.get('Action') ?? '', form, headers: request.headers };
      heard.push(came);
      act(does(came, heard.length), response);
    });
  });
  // A kept connection is never closed under a call that goes out on it at that moment.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function act(doing: Doing, response: ServerResponse): void {
  if (doing.kind === 'hangs') return;
  if (doing.kind === 'drops') {
    response.socket?.destroy();
    return;
  }
  const date = doing.date === undefined ? {} : { date: doing.date.toUTCString() };
  response.writeHead(doing.status ?? 200, { 'content-type': 'text/xml', ...date });
  response.end(doing.xml);
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += part;
  return text;
}

/** An error as EC2 writes it. */
export function ec2Error(code: string, message: string, status = 400, date?: Date): Doing {
  const xml = `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>r-1</RequestID></Response>`;
  return { kind: 'answers', status, xml, ...(date === undefined ? {} : { date }) };
}

/** An error as STS writes it. */
export function stsError(code: string, message: string, status = 403): Doing {
  const xml = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`;
  return { kind: 'answers', status, xml };
}

/** An answer of STS to AssumeRole; `serial` makes its keys known again. */
export function assumed(serial: number): Doing {
  const keys = `<AccessKeyId>ASIA${serial}</AccessKeyId><SecretAccessKey>planted-secret-${serial}</SecretAccessKey><SessionToken>planted-token-${serial}</SessionToken>`;
  const end = '<Expiration>2100-01-01T00:00:00Z</Expiration>';
  return answerOf('AssumeRole', `<Credentials>${keys}${end}</Credentials>`);
}

/** An answer of STS to GetCallerIdentity. */
export function identityOf(account: string): Doing {
  return answerOf(
    'GetCallerIdentity',
    `<Arn>arn:aws:iam::${account}:user/alice</Arn><UserId>A</UserId><Account>${account}</Account>`,
  );
}

/** An answer of EC2 that holds no groups. */
export const noGroups: Doing = {
  ...{
    kind: 'answers',
    xml: '<DescribeSecurityGroupsResponse><requestId>r-1</requestId><securityGroupInfo/></DescribeSecurityGroupsResponse>',
  },
};

function answerOf(action: string, inside: string): Doing {
  const xml = `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${inside}</${action}Result></${action}Response>`;
  return { kind: 'answers', xml };
}
