import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyAlert } from '../../../test/channels/any-alert.ts';
import { integrationKey } from '../../../test/channels/pagerduty-stand-in.ts';
import {
  hostileAlert,
  longestAlert,
  openAlert,
  revertedAlert,
  sampleAlerts,
} from '../../../test/channels/sample-alerts.ts';
import { renderCall } from './render-call.ts';

const golden = (name: string) => `../../../test/channels/golden/pagerduty/${name}.json`;
const trigger = (alert: typeof openAlert) => JSON.parse(renderCall('trigger', alert, integrationKey).body);

describe('what PagerDuty is sent', () => {
  for (const name of ['open', 'attempts', 'gap', 'collapsed', 'hostile'])
    it(`R69, R72, R73, R79: the alert of \`${name}\` is as it always was`, async () => {
      await expect(`${JSON.stringify(trigger(sampleAlerts[name]!), null, 2)}\n`).toMatchFileSnapshot(golden(name));
    });

  for (const name of ['reverted', 'digest', 'drill'])
    it(`R69: the change event of \`${name}\` is as it always was`, async () => {
      const { body } = renderCall('change', sampleAlerts[name]!, integrationKey);
      await expect(`${JSON.stringify(JSON.parse(body), null, 2)}\n`).toMatchFileSnapshot(golden(`${name}-change`));
    });

  it('severities are mapped: critical, error, warning, and info for the rest', () => {
    const told = (['critical', 'high', 'medium', 'low', 'none'] as const).map(
      (severity) => trigger({ ...openAlert, severity }).payload.severity,
    );
    expect(told).toEqual(['critical', 'error', 'warning', 'info', 'info']);
  });

  it('R78: source is the group, component its owner, group its environment, class the worst check', () => {
    expect(trigger(openAlert).payload).toMatchObject({
      source: 'arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0a1b2c3d4e5f60718',
      ...{ component: 'payments', group: 'prod', class: 'no-admin-from-internet' },
      timestamp: '2026-01-31T09:14:19Z',
    });
  });

  it('acknowledging and resolving name the alert and say nothing else', () => {
    for (const action of ['acknowledge', 'resolve'] as const)
      expect(JSON.parse(renderCall(action, revertedAlert, integrationKey).body)).toEqual({
        ...{ routing_key: integrationKey, event_action: action, dedup_key: revertedAlert.key },
      });
  });

  it('R95: a playbook that is an address becomes a link, anything else never does', () => {
    const linked = trigger({ ...openAlert, playbook: 'https://wiki.example.com/admin-ports' });
    expect(linked.links).toEqual([{ href: 'https://wiki.example.com/admin-ports', text: 'Playbook' }]);
    for (const playbook of ['javascript:alert(1)', 'playbooks/a.md', 'https://u:p@example.com/', null])
      expect(trigger({ ...openAlert, playbook }).links).toBeUndefined();
  });

  it('R79: the longest alert is sent whole, for 512 KB are enough', () => {
    expect(renderCall('trigger', longestAlert, integrationKey).body).not.toContain('Shortened');
  });

  it('what is longer than 512 KB is shortened and says so', () => {
    const lines = Array.from({ length: 40 }, () => '漢'.repeat(1000));
    const facts = Array.from({ length: 40 }, (_, n) => ({ label: `Fact ${n}`, lines }));
    const { body } = renderCall('trigger', { ...openAlert, facts }, integrationKey);
    expect(Buffer.byteLength(body)).toBeLessThan(512_000);
    expect(JSON.parse(body).payload.custom_details.Shortened).toMatch(/too long/);
  });

  it('facts of the same name stand together, and none can pose as one of ours', () => {
    const facts = [
      { label: 'Who', lines: ['a'] },
      { label: 'Who', lines: ['b'] },
      { label: '__proto__', lines: ['c'] },
    ];
    const { body } = renderCall('trigger', { ...openAlert, facts }, integrationKey);
    expect(JSON.parse(body).payload.custom_details.Who).toBe('a\nb');
    expect(body).toContain('"__proto__":"c"');
  });

  it('one hostile name changes no field but its own', () => {
    const { payload, dedup_key } = trigger(hostileAlert);
    expect(payload.component).toBe('<!here>');
    expect(dedup_key).toBe(openAlert.key);
  });

  it('the same alert is written with the same bytes, every call within its limits', () => {
    fc.assert(
      fc.property(anyAlert, (alert) => {
        const { body } = renderCall('trigger', alert, integrationKey);
        expect(renderCall('trigger', alert, integrationKey).body).toBe(body);
        const { payload, dedup_key } = JSON.parse(body);
        expect(payload.summary.length).toBeLessThanOrEqual(1024);
        expect(dedup_key.length).toBeLessThanOrEqual(255);
        expect(Buffer.byteLength(body)).toBeLessThan(512_000);
      }),
      { numRuns: 50 },
    );
  });
});
