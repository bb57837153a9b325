import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { needs } from '../../../src/aws/iam/needs.ts';
import { smsText } from '../../../src/channels/sns/sms-text.ts';
import { checkShape } from '../../../src/core/policy/shape/check-shape.ts';
import { policyShape } from '../../../src/core/policy/shape/policy-shape.ts';
import { channelSettings } from '../../../src/settings/channel-settings.ts';
import { policyLayer } from '../../builders/policy-layer.ts';
import { revertedAlert } from '../sample-alerts.ts';

const page = (name: string): string =>
  readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', `channels-${name}.md`), 'utf8');

describe('the pages on mail and on AWS', () => {
  for (const name of ['mail', 'aws'])
    it(`every piece of a policy in channels-${name}.md is one, and describes a channel`, () => {
      const blocks = [...page(name).matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text]) => text!);
      expect(blocks.length).toBeGreaterThan(1);
      for (const text of blocks) {
        const layer = policyLayer({ version: 1, ...parse(text) });
        expect(checkShape(layer.value, policyShape)).toEqual([]);
        expect(channelSettings([layer])).toHaveLength(1);
      }
    });

  it('channels-aws.md names every permission of channels and secrets, and the text message that is sent', () => {
    for (const { feature, actions } of needs.filter((need) => /^(channel|secrets)-/.test(need.feature)))
      for (const word of [feature, ...actions]) expect(page('aws').replace(/\n/g, ' ')).toContain(`\`${word}\``);
    expect(page('aws')).toContain(`\`${smsText(revertedAlert, false)}\``);
  });
});
