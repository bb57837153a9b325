import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { signWebhook } from '../../src/channels/webhook/sign-webhook.ts';
import { readPolicy } from '../../src/core/policy/read-policy.ts';
import { checkShape } from '../../src/core/policy/shape/check-shape.ts';
import { policyShape } from '../../src/core/policy/shape/policy-shape.ts';
import { channelSettings } from '../../src/settings/channel-settings.ts';
import { policyLayer } from '../builders/policy-layer.ts';
import { signingKey } from './webhook-stand-in.ts';

const page = (name: string) =>
  readFileSync(join(import.meta.dirname, '..', '..', 'docs', `channels-${name}.md`), 'utf8');
const blocks = (name: string, language: string) =>
  [...page(name).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text]) => text!);

describe('the pages on channels', () => {
  for (const name of ['webhook', 'pagerduty', 'teams'])
    it(`every piece of a policy in channels-${name}.md is one, and describes a channel`, () => {
      for (const text of blocks(name, 'yaml')) {
        const layer = policyLayer({ version: 1, ...parse(text) });
        expect(checkShape(layer.value, policyShape)).toEqual([]);
        const { problems } = readPolicy([layer]);
        expect(problems.filter(({ level }) => level === 'error')).toEqual([]);
        expect(channelSettings([layer])).toHaveLength(1);
      }
    });

  it('R174: the receiver that channels-webhook.md shows takes what we sign, and nothing else', async () => {
    const [source] = blocks('webhook', 'js');
    const { isFromPortcullis } = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source!)}`);
    const [now, body] = [Date.UTC(2026, 0, 31), '{"type":"message.first"}'];
    const key = Buffer.from(signingKey.slice(6), 'base64');
    const headers = signWebhook('msg_1-0', now, body, [Buffer.alloc(32, 1), key]);
    expect(isFromPortcullis(headers, body, signingKey, now)).toBe(true);
    expect(isFromPortcullis(headers, `${body} `, signingKey, now)).toBe(false);
    expect(isFromPortcullis(headers, body, signingKey, now + 301_000)).toBe(false);
    expect(isFromPortcullis({}, body, signingKey, now)).toBe(false);
    expect(isFromPortcullis({ ...headers, 'webhook-signature': 'v1,AAAA x' }, body, signingKey, now)).toBe(false);
  });
});
