import type { AwsAccess } from './access.ts';

/** What clients of AWS are made with; `patience` is how long one answer may take, in milliseconds. */
export function clientSettings({ region, endpoint, credentials }: AwsAccess, patience: number) {
  return {
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    requestHandler: { connectionTimeout: 5_000, requestTimeout: patience, throwOnRequestTimeout: true },
  };
}
