import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createMetricBeat } from '../../aws/heartbeat/metric-beat.ts';
import { systemClock } from '../live/system-clock.ts';
import { countCalls } from './count-calls.ts';
import { type RoutedAccounts, routeAccounts } from './route-accounts.ts';

const site = { account: '111122223333', region: 'eu-west-1' };
const named = { readRole: null, revokeRole: 'PortcullisRevoke', restoreRole: 'PortcullisRestore', externalId: null };
const order = {
  ...{ call: 'RevokeIngress', site, action: 'act_1', role: 'revoke', group: 'sg-0123456789abcdef0', rules: [] },
} as never;

/** Answers as AWS would whom it does not know, at a time of its own. */
let aws: Server;
const asked: string[] = [];
let open: RoutedAccounts | null = null;

beforeAll(async () => {
  aws = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      asked.push(body);
      response.writeHead(body.includes('Heartbeat') ? 200 : 403, { date: 'Sat, 31 Jan 2026 09:14:07 GMT' });
      response.end('<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>');
    });
  });
  await new Promise<void>((resolve) => aws.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(aws.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});
afterAll(() => {
  vi.unstubAllEnvs();
  aws.closeAllConnections();
  aws.close();
});
afterEach(() => {
  open?.close();
  open = null;
});

function route(acting: boolean, more: object = {}) {
  const [dates, calls]: [string[], ReturnType<typeof countCalls>] = [[], countCalls()];
  const accounts = [{ account: site.account, regions: [site.region], ...named, ...more }];
  const hears = (date: string): void => void dates.push(date);
  open = routeAccounts({ accounts, acting, home: site.region, clock: systemClock, calls, hears });
  return { routed: open, dates, calls };
}

describe('accounts', () => {
  test('an account that is not named is neither read nor written, and that is said', async () => {
    const { routed } = route(true);
    const other = { ...site, account: '444455556666' };
    expect(await routed.gatherer.perimeter(other)).toMatchObject({
      ...{ kind: 'failed', failure: 'denied' },
      message: 'account `444455556666` is not read: name it under `accounts` in the settings',
    });
    expect(
      await routed.reverter.perform({ ...(order as object), site: other } as never, { dry: true, timeout: 100 }),
    ).toMatchObject({
      failure: 'denied',
    });
    expect([routed.clients('444455556666'), asked]).toEqual([null, []]);
  });

  test.each([
    ['acting is off', false, {}],
    ['an account names no roles that act', true, { revokeRole: null, restoreRole: null }],
  ])('where %s, no call that writes leaves', async (_why, acting, more) => {
    const { routed } = route(acting, more);
    expect(await routed.reverter.perform(order, { dry: false, timeout: 1_000 })).toMatchObject({ failure: 'denied' });
    expect(asked).toEqual([]);
  });

  test('records of our roles are ours whether this server acts or another one', () => {
    const arns = ['PortcullisRevoke', 'PortcullisRestore'].map((name) => `arn:aws:iam::111122223333:role/${name}`);
    expect(route(false).routed.ownRoles).toEqual(arns);
  });

  test('calls are counted, and the time that AWS answers is heard', async () => {
    const { routed, dates, calls } = route(false);
    expect(await routed.gatherer.group(site, 'sg-0123456789abcdef0')).toMatchObject({ kind: 'failed' });
    expect(dates[0]).toBe('Sat, 31 Jan 2026 09:14:07 GMT');
    expect(calls.figures()).toMatchObject([{ result: 'refused', count: 1 }]);
  });

  test('the heartbeat of CloudWatch is one metric in the namespace that is named', async () => {
    asked.length = 0;
    const beat = createMetricBeat('Portcullis', 'eu-west-1');
    await beat.put(Date.UTC(2026, 0, 31), new AbortController().signal).catch(() => {});
    beat.close();
    for (const word of ['Portcullis', 'Heartbeat']) expect(asked[0]).toContain(word);
  });
});
