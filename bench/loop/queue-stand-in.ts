import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deliver, type Route } from '../../src/aws/model/record/deliver.ts';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import { openRecordFeed } from './record-feed.ts';

/** EventBridge at its best: everything comes at once, and once. */
const atOnce: Route = { kind: 'eventbridge', least: 0, most: 0, loss: 0, twice: 0 };

/** A queue on the loopback as full as it was filled (SQS API reference, AWS JSON protocol). Nothing is checked or hidden. */
export interface QueueStandIn {
  readonly port: number;
  stop(): void;
}

/** Serves so many records, in the order in which they were made. */
export async function startQueueStandIn(records: number): Promise<QueueStandIn> {
  const feed = openRecordFeed(records);
  const bodies = Array.from({ length: records }, () => {
    const record = JSON.parse(feed.next()) as JsonObject;
    return JSON.stringify(deliver(record, feed.now(), atOnce, () => 0.5)[0]!.body);
  });
  let next = 0;
  const server = createServer(async (request, response) => {
    const asked = await readAsked(request);
    const action = String(request.headers['x-amz-target']).split('.').at(-1);
    const answer =
      action === 'ReceiveMessage'
        ? receive()
        : { Successful: (asked.Entries ?? []).map(({ Id }) => ({ Id })), Failed: [] };
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answer));
  });

  function receive() {
    const from = next;
    next = Math.min(next + 10, bodies.length);
    return { Messages: bodies.slice(from, next).map((body, at) => messageOf(body, from + at)) };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function messageOf(Body: string, number: number) {
  const MD5OfBody = createHash('md5').update(Body).digest('hex');
  const Attributes = { SentTimestamp: '0', ApproximateReceiveCount: '1' };
  return { MessageId: `message-${number}`, ReceiptHandle: `handle-${number}`, MD5OfBody, Body, Attributes };
}

async function readAsked(request: IncomingMessage): Promise<{ readonly Entries?: readonly { readonly Id: string }[] }> {
  let text = '';
  for await (const piece of request) text += piece;
  return JSON.parse(text) as { Entries?: { Id: string }[] };
}
