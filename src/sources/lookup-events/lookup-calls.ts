import type { Instant } from '../../core/leaf/instant.ts';
import type { AwsAccess } from '../aws/access.ts';
import { clientSettings } from '../aws/client-settings.ts';

/** One line of the Event history: its record as JSON text, with what it is found by. */
export interface HistoryLine {
  readonly id: string | null;
  readonly call: string | null;
  readonly text: string;
}

/** What is asked: a span of time, and the page after the one that gave the token. */
export interface HistoryAsked {
  readonly from: Instant;
  readonly to: Instant;
  readonly token: string | null;
}

/** Which lines are asked for: those of all calls that write, or those of EC2 alone, reads too. LookupEvents takes one such attribute. */
export type HistoryOf = 'writes' | 'ec2';

/** The Event history of one account and region, newest first. Throws what the SDK throws. */
export interface LookupCalls {
  page(asked: HistoryAsked): Promise<{ readonly lines: readonly HistoryLine[]; readonly next: string | null }>;
  close(): void;
}

/** The most that a page has (CloudTrail API reference, "LookupEvents"). */
const pageSize = 50;
const patience = 30_000;

/** The Event history by the real SDK, loaded at the first call. Pacing and repeating are the caller's. */
export function createLookupCalls(access: AwsAccess, of: HistoryOf): LookupCalls {
  let started: ReturnType<typeof startClient> | null = null;
  const start = () => {
    started ??= startClient(access);
    return started;
  };
  const attribute =
    of === 'writes'
      ? ({ AttributeKey: 'ReadOnly', AttributeValue: 'false' } as const)
      : ({ AttributeKey: 'EventSource', AttributeValue: 'ec2.amazonaws.com' } as const);
  return {
    async page({ from, to, token }) {
      const { client, sdk } = await start();
      const answer = await client.send(
        new sdk.LookupEventsCommand({
          ...{ StartTime: new Date(from), EndTime: new Date(to), MaxResults: pageSize },
          LookupAttributes: [attribute],
          ...(token === null ? {} : { NextToken: token }),
        }),
      );
      return {
        lines: (answer.Events ?? []).map(({ EventId, EventName, CloudTrailEvent }) => ({
          ...{ id: EventId ?? null, call: EventName ?? null, text: CloudTrailEvent ?? '' },
        })),
        next: answer.NextToken ?? null,
      };
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
  const sdk = await import('@aws-sdk/client-cloudtrail');
  return { sdk, client: new sdk.CloudTrailClient({ ...clientSettings(access, patience), maxAttempts: 1 }) };
}
