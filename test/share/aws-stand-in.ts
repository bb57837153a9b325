import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Ec2Action } from '../../src/aws/model/call.ts';
import { isRead } from '../../src/aws/model/call.ts';
import type { Caller } from '../../src/aws/model/caller.ts';
import { deliver, type Route } from '../../src/aws/model/record/deliver.ts';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import { DoublingQueue, type QueueFigures, type QueueManners } from './doubling-queue.ts';
import { letPeopleWork, type PersonsCall, site } from './people.ts';

/** A write of ours that reached EC2. */
export interface OwnWrite {
  readonly action: string;
  readonly session: string;
  readonly rules: readonly string[];
  readonly granted: boolean;
}

/** EC2, CloudTrail and one queue on the loopback, for as many processes as like. */
export interface AwsStandIn {
  readonly port: number;
  /** What people did so far, and what we did. */
  readonly made: readonly PersonsCall[];
  readonly own: readonly OwnWrite[];
  /** From now on people work. */
  begin(): void;
  figures(): QueueFigures;
  /** The rules that stand by which everybody reaches SSH. */
  stillOpen(): number;
  stop(): void;
}

const atOnce: Route = { kind: 'eventbridge', least: 0, most: 0, loss: 0, twice: 0 };

/** People make the next calls when somebody asks for messages and there are few: so many in all. */
export async function startAwsStandIn(calls: number, manners: QueueManners): Promise<AwsStandIn> {
  const queue = new DoublingQueue(manners);
  const [made, own]: [PersonsCall[], OwnWrite[]] = [[], []];
  const put = (record: JsonObject): void =>
    queue.put(JSON.stringify(deliver(record, Date.now(), atOnce, () => 0.5)[0]!.body));
  const people = letPeopleWork(calls, () => {});

  let begun = false;
  function receive(hidden: number) {
    for (let room = begun ? 20 - queue.visible(Date.now()) : 0; room > 0 && made.length < calls; room--) {
      const call = people.next();
      made.push(call);
      put(call.record);
    }
    return { Messages: queue.receive(10, hidden, Date.now()) };
  }

  function ask({ action, request, caller }: AskedCall) {
    const asked = people.world.ask(site, action, request as never, caller)!;
    if (!isRead(action)) {
      const { SecurityGroupRuleIds = [] } = request as { readonly SecurityGroupRuleIds?: readonly string[] };
      const session = String((asked.record.userIdentity as JsonObject).arn)
        .split('/')
        .at(-1)!;
      own.push({ action, session, rules: SecurityGroupRuleIds, granted: asked.answer.kind !== 'refused' });
      put(JSON.parse(JSON.stringify(asked.record)) as JsonObject);
    }
    return asked.answer;
  }

  const server = createServer(async (request, response) => {
    const text = await readText(request);
    const target = String(request.headers['x-amz-target']).split('.').at(-1);
    const answer = request.url === '/ec2' ? ask(JSON.parse(text) as AskedCall) : answerTo(target, JSON.parse(text));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answer));
  });

  // While this process stalls, a request may come on a connection that was idle for long: it is not closed then.
  server.keepAliveTimeout = 0;

  function answerTo(target: string | undefined, asked: AskedOfQueue): object {
    const entries = asked.Entries ?? [];
    switch (target) {
      case 'ReceiveMessage':
        return receive((asked.VisibilityTimeout ?? 30) * 1000);
      case 'DeleteMessageBatch':
        for (const { ReceiptHandle } of entries) queue.delete(ReceiptHandle, Date.now());
        break;
      default:
        for (const { ReceiptHandle, VisibilityTimeout = 0 } of entries)
          queue.hide(ReceiptHandle, VisibilityTimeout * 1000, Date.now());
    }
    return { Successful: entries.map(({ Id }) => ({ Id })), Failed: [] };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ...{ made, own, figures: () => queue.figures, port: (server.address() as AddressInfo).port },
    begin: () => {
      begun = true;
    },
    stillOpen: () =>
      [...people.world.model(site)!.state.groups.values()]
        .flatMap(({ rules }) => rules)
        .filter(({ direction, ports }) => direction === 'ingress' && ports?.[0] === 22).length,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A call to EC2 as a worker sends it. */
export interface AskedCall {
  readonly action: Ec2Action;
  readonly request: object;
  readonly caller: Caller;
}

interface AskedOfQueue {
  readonly VisibilityTimeout?: number;
  readonly Entries?: readonly {
    readonly Id: string;
    readonly ReceiptHandle: string;
    readonly VisibilityTimeout?: number;
  }[];
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += piece;
  return text;
}
