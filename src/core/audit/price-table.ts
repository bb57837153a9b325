/** A price as AWS lists it. */
export interface Price {
  /** US dollars for `per` of `unit`. */
  readonly usd: number;
  readonly per: number;
  readonly unit: string;
  /** The page of AWS that lists it. */
  readonly source: string;
}

/** When the prices below were noted, and where they are charged: they differ from region to region, and change. */
export const pricesAsOf = { date: '2026-11-21', region: 'us-east-1' } as const;

/** List prices of what watching groups makes use of, free tiers left aside. */
export const prices = {
  ec2Call: { usd: 0, per: 1, unit: 'call', source: 'EC2 API requests are not charged' },
  lookupCall: { usd: 0, per: 1, unit: 'call', source: 'AWS CloudTrail pricing, Event history' },
  trailFirst: { usd: 0, per: 1, unit: 'record', source: 'AWS CloudTrail pricing, first copy of management events' },
  trailMore: { usd: 2, per: 100_000, unit: 'record', source: 'AWS CloudTrail pricing, further copies' },
  busAws: { usd: 0, per: 1, unit: 'record', source: 'Amazon EventBridge pricing, events of AWS services' },
  busCross: { usd: 1, per: 1_000_000, unit: 'record', source: 'Amazon EventBridge pricing, cross-account' },
  queue: { usd: 0.4, per: 1_000_000, unit: 'request', source: 'Amazon SQS pricing, standard queues' },
  logsIn: { usd: 0.5, per: 1_000_000_000, unit: 'byte', source: 'Amazon CloudWatch pricing, logs collected' },
  metric: { usd: 0.3, per: 1, unit: 'metric and month', source: 'Amazon CloudWatch pricing, custom metrics' },
  metricCall: { usd: 0.01, per: 1_000, unit: 'PutMetricData call', source: 'Amazon CloudWatch pricing, API requests' },
  alarm: { usd: 0.1, per: 1, unit: 'alarm and month', source: 'Amazon CloudWatch pricing, standard alarms' },
  mail: { usd: 2, per: 100_000, unit: 'mail', source: 'Amazon SNS pricing, e-mail' },
  objectGet: { usd: 0.0004, per: 1_000, unit: 'GET', source: 'Amazon S3 pricing, requests' },
  objectList: { usd: 0.005, per: 1_000, unit: 'LIST', source: 'Amazon S3 pricing, requests' },
} as const satisfies Readonly<Record<string, Price>>;

/** What so much of something costs, in US dollars. */
export function costOf(price: Price, amount: number): number {
  return (price.usd / price.per) * amount;
}
