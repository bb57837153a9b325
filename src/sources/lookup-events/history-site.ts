import type { AwsAccess } from '../aws/access.ts';

/** An account and region whose Event history is read, and how one gets at it. */
export interface HistorySite {
  readonly account: string;
  readonly region: string;
  readonly access?: AwsAccess;
}

/** What a site is called in places and messages. */
export function nameOf({ account, region }: HistorySite): string {
  return `lookup-events ${account}/${region}`;
}
