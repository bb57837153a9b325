import { createServer, type IncomingMessage, request as overHttp, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Ec2Action, isRead } from '../../../src/aws/model/call.ts';
import type { Caller } from '../../../src/aws/model/caller.ts';
import { digitsFor } from '../../../src/aws/model/ids.ts';
import { deliver, eventBridge } from '../../../src/aws/model/record/deliver.ts';
import { latestEra } from '../../../src/aws/model/record/era.ts';
import { renderRecord } from '../../../src/aws/model/record/render.ts';
import type { SecurityGroupRule } from '../../../src/aws/model/shape.ts';
import type { JsonObject } from '../../../src/core/leaf/canonical.ts';
import { type Identities, startIdentities } from './identities.ts';
import { asRevoked, readAnswer, readRules, writeRules } from './read-answer.ts';
import { readForm } from './read-form.ts';
import { readXml } from './read-xml.ts';

/** A call on its way to moto. */
export interface EdgeCall {
  readonly service: string;
  readonly region: string;
  readonly action: string;
  /** The access key that it is signed with. */
  readonly key: string;
  readonly form: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly caller: Caller;
}

/** What a call that was made left: its record, if it was a write of EC2, and the event that brings it. */
export interface Made {
  readonly at: number;
  readonly call: EdgeCall;
  readonly status: number;
  readonly record: JsonObject;
  readonly event: JsonObject;
}

/** An answer of the edge's own, in place of moto's. */
export interface Instead {
  readonly status: number;
  readonly xml: string;
  /** The call is made all the same. */
  readonly after?: true;
}

/** What stands before moto: AWS as its callers know it, with CloudTrail behind EC2. */
export interface Edge {
  readonly endpoint: string;
  readonly identities: Identities;
  /** Every call of EC2 that came, reads too. */
  readonly calls: readonly EdgeCall[];
  /** Every write of EC2 with its record, in order. */
  readonly made: readonly Made[];
  /** Is told each write, before its answer goes out. */
  hears: (made: Made) => void | Promise<void>;
  /** May answer a call in moto's place. */
  meddles: (call: EdgeCall) => Instead | null;
  /** What is added to this machine's clock to have that of AWS, in milliseconds. */
  off: number;
  stop(): Promise<void>;
}

/**
 * Starts it. EC2's writes are made one after another, and rules that came and went are told from what stood before and
 * after: moto tells of several permissions only the last one's rules, and of a revoke none. EC2 tells all
 * (AuthorizeSecurityGroupIngress: "securityGroupRuleSet: Information about the inbound (ingress) security group rules that
 * were added"; RevokeSecurityGroupIngress: "revokedSecurityGroupRuleSet: Details about the revoked security group rules").
 */
export async function startEdge(moto: string, account: string): Promise<Edge> {
  const identities = startIdentities(account);
  const calls: EdgeCall[] = [];
  const made: Made[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  let serial = 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(request);
    const call = callOf(request, body, identities);
    const answer = (status: number, text: string | Buffer, type = 'text/xml') => {
      const date = new Date(Date.now() + edge.off).toUTCString();
      response.writeHead(status, { 'content-type': type, date });
      response.end(text);
    };
    if (call.service === 'ec2') calls.push(call);
    const late = lateBy(call, edge.off);
    if (late !== null) return answer(400, errorXml('RequestExpired', late));
    const instead = edge.meddles(call);
    if (instead !== null && instead.after === undefined && instead.status < 300)
      return answer(instead.status, instead.xml);
    const isWrite = call.service === 'ec2' && !isRead(call.action as Ec2Action) && isWatched(call.action);
    if (!isWrite) {
      if (instead !== null) return answer(instead.status, instead.xml);
      const reply = await forward(moto, request, body);
      identities.learn(call.action, reply.body.toString());
      return answer(reply.status, reply.body, reply.type);
    }
    const mine = turn.then(() => write(call, request, body, instead));
    turn = mine.catch(() => {});
    const reply = await mine;
    return answer(instead?.status ?? reply.status, instead?.xml ?? reply.xml);
  }

  async function write(call: EdgeCall, request: IncomingMessage, body: Buffer, instead: Instead | null) {
    const site = { account: identities.accountOf(call.key), region: call.region };
    const ec2 = readForm(call.form);
    const group = /^(Authorize|Revoke)/.test(call.action) ? call.form.get('GroupId') : null;
    const rules = async () => {
      const form = new URLSearchParams({ Action: 'DescribeSecurityGroupRules', Version: '2016-11-15' });
      form.set('Filter.1.Name', 'group-id');
      form.set('Filter.1.Value.1', group!);
      const reply = await forward(moto, request, Buffer.from(form.toString()));
      return readRules(site, readXml(reply.body.toString()));
    };
    const before = group === null ? [] : await rules();
    const refused = instead !== null && instead.after === undefined;
    const reply = refused
      ? { status: instead.status, body: Buffer.from(instead.xml) }
      : await forward(moto, request, body);
    let xml = reply.body.toString();
    let answer = readAnswer(site, ec2, reply.status, xml);
    if (answer.kind === 'answered' && group !== null) {
      const after = await rules();
      const [gone, come] = [without(before, after), without(after, before)];
      if (ec2.action.startsWith('Revoke')) {
        answer = { kind: 'answered', result: { Return: true, RevokedSecurityGroupRules: gone.map(asRevoked) } };
        const told = writeRules('revokedSecurityGroupRuleSet', gone.map(asRevoked));
        xml = xml.replace(/(<\/Revoke\w+Response>)/, (end) => `${told}${end}`);
      } else {
        answer = { kind: 'answered', result: { Return: true, SecurityGroupRules: come } };
        const told = writeRules('securityGroupRuleSet', come);
        xml = xml.replace(/<securityGroupRuleSet>.*<\/securityGroupRuleSet>/s, () => told);
      }
    }
    serial += 1;
    const at = Date.now() + edge.off;
    const ids = { eventId: uuidOf('event', serial), requestId: uuidOf('request', serial) };
    const head = { ...site, era: latestEra, at, caller: call.caller, ...ids };
    const record = JSON.parse(JSON.stringify(renderRecord(ec2, answer, head))) as JsonObject;
    const [delivery] = deliver(record, at, { ...eventBridge, least: 0, most: 0, loss: 0, twice: 0 }, () => 0.5);
    const one: Made = { at, call, status: reply.status, record, event: delivery?.body ?? {} };
    made.push(one);
    await edge.hears(one);
    return { status: reply.status, xml };
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      response.writeHead(500);
      response.end(String(error));
    });
  });
  // A kept connection is never closed under a call that goes out on it at that moment.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const edge: Edge = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ identities, calls, made, hears: () => {}, meddles: () => null, off: 0 },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return edge;
}

function without(
  rules: readonly SecurityGroupRule[],
  others: readonly SecurityGroupRule[],
): readonly SecurityGroupRule[] {
  const known = new Set(others.map((rule) => rule.SecurityGroupRuleId));
  return rules.filter((rule) => !known.has(rule.SecurityGroupRuleId));
}

/** An error as EC2 writes it. */
export function errorXml(code: string, message: string): string {
  return `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>r-1</RequestID></Response>`;
}

/** Writes whose records the renderer knows. */
function isWatched(action: string): boolean {
  return /^((Authorize|Revoke)SecurityGroup|ModifySecurityGroupRules|(Create|Delete)(SecurityGroup$|Tags|ManagedPrefixList|NetworkInterface$)|ModifyManagedPrefixList|ModifyNetworkInterfaceAttribute|UpdateSecurityGroupRuleDescriptions)/.test(
    action,
  );
}

/** Signatures hold for five minutes (IAM user guide, "Troubleshoot Signature Version 4 signing"); moto looks at none. */
function lateBy({ headers }: EdgeCall, off: number): string | null {
  const stamp = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(headers['x-amz-date'] ?? ''));
  if (stamp === null) return null;
  const [year, month, day, hour, minute, second] = stamp.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const signed = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.abs(Date.now() + off - signed) > 300_000 ? 'Request has expired.' : null;
}

function callOf(request: IncomingMessage, body: Buffer, identities: Identities): EdgeCall {
  const scope = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(String(request.headers.authorization ?? ''));
  const [key, region, service] = [scope?.[1] ?? '', scope?.[2] ?? '', scope?.[3] ?? ''];
  const form = new URLSearchParams(/json/.test(String(request.headers['content-type'] ?? '')) ? '' : body.toString());
  const caller = identities.callerOf(key, String(request.headers['user-agent'] ?? ''));
  return { service, region, key, form, caller, action: form.get('Action') ?? '', headers: request.headers };
}

function forward(
  moto: string,
  request: IncomingMessage,
  body: Buffer,
): Promise<{ readonly status: number; readonly type: string; readonly body: Buffer }> {
  return new Promise((resolve, reject) => {
    const headers = { ...request.headers, 'content-length': String(body.length) };
    const passed = overHttp(`${moto}${request.url ?? '/'}`, { method: request.method ?? 'POST', headers }, (answer) => {
      void bytesOf(answer).then((all) =>
        resolve({ status: answer.statusCode ?? 500, type: String(answer.headers['content-type'] ?? ''), body: all }),
      );
    });
    passed.once('error', reject);
    passed.end(body);
  });
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function uuidOf(kind: string, serial: number): string {
  const digits = `${digitsFor(kind, serial)}${digitsFor(`${kind} ${process.pid} ${Date.now()}`, serial)}`;
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}
