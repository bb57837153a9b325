import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Policy } from '../../src/core/policy/policy.ts';
import { readPolicyFiles } from '../../src/settings/policy-file.ts';
import type { Shop } from './shop.ts';

const packs = join(import.meta.dirname, '../../policies');

/**
 * The policy that an organisation writes on its first day: the packs, the roles of its pipeline and controllers, the
 * addresses of its office, and where to tell. It names no group, and knows of no incident.
 */
export function organisationPolicy({ roles, office }: Pick<Shop, 'roles' | 'office'>): Policy {
  return readText(`version: 1
use: [cis-starter@1, foreign-accounts@1, frozen-prod@1, tagging@1]
sets:
  addresses:
    trusted: { cidrs: [${office}] }
  actors:
    pipeline: { roles: ["arn:aws:iam::*:role/${roles.pipeline}"] }
    controllers: { roles: ["arn:aws:iam::*:role/${roles.controller}"] }
    breakglass: { roles: [] }
${telling('high')}`);
}

/** Tells every change that moves anything, as soon as it happens: what one gets without judging. */
export function tellAllPolicy(): Policy {
  return readText(`version: 1
checks:
  anything-opened:
    say: Anything that opens is told
    when: { gained: { direction: [ingress, egress], peers: [any], except: [], ports: [all] } }
    severity: { else: high }
    respond: { else: [none] }
  anything-closed:
    say: Anything that closes is told
    when: { lost: { direction: [ingress, egress], peers: [any], except: [], ports: [all] } }
    severity: { else: high }
    respond: { else: [none] }
  refused:
    say: Every refused call is told
    when: { attempts: { more_than: 1, within: 24h } }
    severity: { else: high }
    respond: { else: [none] }
${telling('high')}`);
}

/** Judges nothing. */
export function doNothingPolicy(): Policy {
  return readText(`version: 1\n${telling('high')}`);
}

function telling(min: string): string {
  return `notify:
  page: { min: critical, where: { environment: [prod, production] }, to: [pagerduty.oncall] }
  team: { min: ${min}, where: {}, to: [slack.secops], group_for: 90s, budget: 20/1h }
  digest: { min: none, where: {}, to: [mail.secops], daily_at: "09:00", zone: UTC }
channels:
  slack.secops: { kind: slack, secret: "\${env:SLACK}" }
  pagerduty.oncall: { kind: pagerduty, secret: "\${env:PAGER}" }
  mail.secops: { kind: smtp, secret: "\${env:SMTP_URL}", to: [secops@example.com] }
`;
}

function readText(text: string): Policy {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-week-'));
  try {
    const file = join(folder, 'portcullis.yaml');
    writeFileSync(file, text);
    const { policy, errors } = readPolicyFiles([file], packs);
    if (policy === null) throw new Error(errors.join('\n'));
    return policy;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
