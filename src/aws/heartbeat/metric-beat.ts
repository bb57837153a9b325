import type { Instant } from '../../core/leaf/instant.ts';

/** A metric of CloudWatch that counts beats, so that an alarm can tell when they stop. */
export interface MetricBeat {
  /** Rejects with what the SDK says. */
  put(at: Instant, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Puts `Heartbeat` = 1 into a namespace (CloudWatch API reference, PutMetricData). The SDK is loaded at the first beat. */
export function createMetricBeat(namespace: string, region: string): MetricBeat {
  let started: ReturnType<typeof start> | null = null;
  const start = async () => {
    const { CloudWatchClient, PutMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
    return {
      client: new CloudWatchClient({ region, maxAttempts: 2, userAgentAppId: 'portcullis' }),
      PutMetricDataCommand,
    };
  };
  return {
    put: async (at, signal) => {
      started ??= start();
      const { client, PutMetricDataCommand } = await started;
      const datum = { MetricName: 'Heartbeat', Timestamp: new Date(at), Value: 1, Unit: 'Count' as const };
      await client.send(new PutMetricDataCommand({ Namespace: namespace, MetricData: [datum] }), {
        abortSignal: signal,
      });
    },
    close: () => void started?.then(({ client }) => client.destroy()),
  };
}
