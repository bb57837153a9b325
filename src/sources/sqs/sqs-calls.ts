import type { Instant } from '../../core/leaf/instant.ts';
import type { AwsAccess } from '../aws/access.ts';
import { clientSettings } from '../aws/client-settings.ts';

/** A message as SQS gives it. `handle` counts until the message is given again; `count` is how often it was given. */
export interface Received {
  readonly id: string;
  readonly handle: string;
  readonly body: string;
  readonly sentAt: Instant | null;
  readonly count: number;
}

/** A message to be deleted, or hidden for so many seconds more. */
export interface Entry {
  readonly id: string;
  readonly handle: string;
  readonly seconds?: number;
}

/** An entry of a batch that SQS refused, and whether another try makes sense. */
export interface RefusedEntry {
  readonly id: string;
  readonly code: string;
  readonly final: boolean;
}

/** What is asked of one queue. Each throws what the SDK throws. A batch has at most ten entries (SQS developer guide, "Batch actions"). */
export interface SqsCalls {
  /** Waits so many seconds for a message; what it gives stays hidden from others for so many seconds. */
  receive(asked: { readonly wait: number; readonly hidden: number }, signal: AbortSignal): Promise<readonly Received[]>;
  remove(entries: readonly Entry[]): Promise<readonly RefusedEntry[]>;
  hide(entries: readonly Entry[]): Promise<readonly RefusedEntry[]>;
  close(): void;
}

/** The most that one receive gives and one batch takes. */
export const batchSize = 10;

/** Long polling lasts at most 20 seconds (SQS developer guide, "Amazon SQS short and long polling"). */
const patience = 30_000;

/** A queue by the real SDK, loaded at the first call. */
export function createSqsCalls(queue: string, access: AwsAccess): SqsCalls {
  let started: ReturnType<typeof startClient> | null = null;
  const start = () => {
    started ??= startClient(access);
    return started;
  };
  return {
    async receive({ wait, hidden }, signal) {
      const { client, sdk } = await start();
      const asked = {
        ...{ QueueUrl: queue, MaxNumberOfMessages: batchSize, WaitTimeSeconds: wait, VisibilityTimeout: hidden },
        MessageSystemAttributeNames: ['SentTimestamp' as const, 'ApproximateReceiveCount' as const],
      };
      const { Messages } = await client.send(new sdk.ReceiveMessageCommand(asked), { abortSignal: signal });
      return (Messages ?? []).flatMap(({ MessageId, ReceiptHandle, Body, Attributes }) => {
        if (MessageId === undefined || ReceiptHandle === undefined) return [];
        const [sent, count] = [Number(Attributes?.SentTimestamp), Number(Attributes?.ApproximateReceiveCount)];
        return {
          ...{ id: MessageId, handle: ReceiptHandle, body: Body ?? '' },
          sentAt: Number.isFinite(sent) ? sent : null,
          count: Number.isFinite(count) ? count : 1,
        };
      });
    },
    async remove(entries) {
      const { client, sdk } = await start();
      const Entries = entries.map(({ handle }, at) => ({ Id: String(at), ReceiptHandle: handle }));
      const { Failed } = await client.send(new sdk.DeleteMessageBatchCommand({ QueueUrl: queue, Entries }));
      return refused(entries, Failed);
    },
    async hide(entries) {
      const { client, sdk } = await start();
      const Entries = entries.map(({ handle, seconds }, at) => ({
        ...{ Id: String(at), ReceiptHandle: handle, VisibilityTimeout: seconds ?? 0 },
      }));
      const { Failed } = await client.send(new sdk.ChangeMessageVisibilityBatchCommand({ QueueUrl: queue, Entries }));
      return refused(entries, Failed);
    },
    close() {
      void started?.then(
        ({ client }) => client.destroy(),
        () => {},
      );
    },
  };
}

async function startClient(access: AwsAccess) {
  const sdk = await import('@aws-sdk/client-sqs');
  return { sdk, client: new sdk.SQSClient(clientSettings(access, patience)) };
}

function refused(
  entries: readonly Entry[],
  failed: readonly {
    readonly Id?: string | undefined;
    readonly Code?: string | undefined;
    readonly SenderFault?: boolean | undefined;
  }[] = [],
): readonly RefusedEntry[] {
  return failed.flatMap(({ Id, Code, SenderFault }) => {
    const entry = entries[Number(Id)];
    return entry === undefined ? [] : [{ id: entry.id, code: Code ?? 'unknown', final: SenderFault === true }];
  });
}
