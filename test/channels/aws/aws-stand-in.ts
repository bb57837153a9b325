import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChannelTrouble } from '../../contracts/channel/channel-bench.ts';

/** A call as it came. */
export interface AwsCall {
  /** `Publish`, `SendEmail`, `BatchImportFindings`, `GetParameter`, `AssumeRole`, …. */
  readonly action: string;
  /** Its form, or its JSON. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Access key and region of its signature. */
  readonly key: string;
  readonly region: string;
}

/** What AWS answers: JSON, or XML for the services that speak it. `later`: it answers after it was told to. */
export interface AwsAnswer {
  readonly status?: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** AWS on the loopback, as far as channels ask it: it knows whom it lets in, and can fail in every way. */
export interface AwsStandIn {
  readonly endpoint: string;
  readonly calls: readonly AwsCall[];
  /** What becomes of the next call that is no STS call. */
  fail(trouble: ChannelTrouble): void;
  close(): Promise<void>;
}

/** Starts it. `answer`: what a service makes of a call; throwing is a fault of the test. */
export async function startAws(
  answer: (call: AwsCall) => AwsAnswer,
  refusals: Readonly<Partial<Record<ChannelTrouble, AwsAnswer>>>,
): Promise<AwsStandIn> {
  const calls: AwsCall[] = [];
  let trouble: ChannelTrouble | null = null;
  const server = createServer((request, response) => {
    void take(request, response);
  });
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isSts = /%2Fsts%2F|\/sts\//.test(String(request.headers.authorization));
    const met = isSts ? null : trouble;
    if (!isSts) trouble = null;
    if (met === 'reset') return void request.socket.destroy();
    const text = await readText(request);
    if (met === 'hang') return;
    const call = callOf(request, text);
    const refusal = met === null ? undefined : refusals[met];
    if (refusal !== undefined) return send(response, refusal);
    calls.push(call);
    const done = answer(call);
    if (met === 'lost') return void request.socket.destroy();
    if (met !== 'slow') return send(response, done);
    response.writeHead(done.status ?? 200, { 'content-length': String(Buffer.byteLength(done.body)), ...done.headers });
    response.write(done.body.slice(0, 3));
  }
  // A kept connection is never closed under a call that goes out on it at that moment.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    fail: (next) => {
      trouble = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, { status = 200, body, headers = {} }: AwsAnswer): void {
  response.writeHead(status, { 'content-type': body.startsWith('<') ? 'text/xml' : 'application/json', ...headers });
  response.end(body);
}

function callOf(request: IncomingMessage, text: string): AwsCall {
  const signed = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(String(request.headers.authorization));
  const target = String(request.headers['x-amz-target'] ?? '');
  const isForm = String(request.headers['content-type']).includes('form');
  const input = isForm ? Object.fromEntries(new URLSearchParams(text)) : (JSON.parse(text) as Record<string, unknown>);
  const byPath = paths[(request.url ?? '').split('?')[0] ?? ''] ?? '';
  const action = target === '' ? byPath || String(input.Action) : target.slice(target.indexOf('.') + 1);
  return { action, input, key: signed?.[1] ?? '', region: signed?.[2] ?? '' };
}

const paths: Readonly<Record<string, string>> = {
  '/v2/email/outbound-emails': 'SendEmail',
  '/findings/import': 'BatchImportFindings',
};

/** A refusal as services with JSON write it. */
export function jsonRefusal(code: string, status = 400, headers: Readonly<Record<string, string>> = {}): AwsAnswer {
  const said = { 'x-amzn-errortype': code, ...headers };
  return { status, headers: said, body: JSON.stringify({ __type: code, message: `said of ${code}` }) };
}

/** A refusal as services with XML write it. */
export function xmlRefusal(code: string, status = 400, headers: Readonly<Record<string, string>> = {}): AwsAnswer {
  const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>said of ${code}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`;
  return { status, headers, body };
}

/** What STS answers. */
export function stsAnswer({ action, input }: AwsCall): AwsAnswer {
  const end = '<Expiration>2100-01-01T00:00:00Z</Expiration>';
  const account = /:iam::(\d{12}):/.exec(String(input.RoleArn))?.[1] ?? '';
  const keys = `<AccessKeyId>ASIA${account}</AccessKeyId><SecretAccessKey>planted-role-secret</SecretAccessKey><SessionToken>planted-token</SessionToken>`;
  const inside =
    action === 'AssumeRole'
      ? `<Credentials>${keys}${end}</Credentials>`
      : '<Arn>arn:aws:iam::111122223333:user/alice</Arn><UserId>A</UserId><Account>111122223333</Account>';
  return {
    body: `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${inside}</${action}Result></${action}Response>`,
  };
}

/** Where the SDK finds it, and with which keys; for a test file as a whole. */
export function useAws(endpoint: string): void {
  for (const key of Object.keys(process.env)) if (key.startsWith('AWS_')) delete process.env[key];
  Object.assign(process.env, {
    ...{ AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'eu-west-1', AWS_EC2_METADATA_DISABLED: 'true' },
    ...{ AWS_ACCESS_KEY_ID: 'AKIAPLANTED', AWS_SECRET_ACCESS_KEY: plantedKey },
    ...{ AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
  });
}

/** What no text may hold. */
export const plantedKey = 'planted-secret-key-0';

async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
