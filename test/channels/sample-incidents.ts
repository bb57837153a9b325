import type { Alert, Fact } from '../../src/core/alert/alert.ts';

/** 09:14:07 of the day on which all samples happen, and some seconds after it. */
export const sampleStart = Date.UTC(2026, 0, 31, 9, 14, 7);
/** So many seconds later. */
export const after = (seconds: number): number => sampleStart + seconds * 1000;

const group = 'arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0a1b2c3d4e5f60718';
const rule = 'arn:aws:ec2:eu-west-1:111122223333:security-group-rule/sgr-0f1a2b3c4d5e6f708';

const what: Fact = {
  label: 'What',
  lines: [
    '+ tcp 22 (ssh) from 0.0.0.0/0 (was 203.0.113.0/24), sgr-0f1a2b3c4d5e6f708',
    'gained: the whole IPv4 Internet can reach tcp 22 (ssh) (4,294,967,296 IPv4 addresses, 3,702,258,432 public)',
    'on 3 interfaces, the Internet can reach some of them',
  ],
};
const on: Fact = {
  label: 'On',
  lines: [
    'prod-web (sg-0a1b2c3d4e5f60718), vpc-0123456789abcdef0, environment prod, owner payments',
    'account shop-prod (111122223333), eu-west-1',
    group,
    rule,
  ],
};
const who: Fact = {
  label: 'Who',
  lines: [
    'alice@example.com (name asserted by AWS), via console (asserted), from 198.51.100.7, MFA yes',
    '2026-01-31 09:14:07 UTC, ec2 ModifySecurityGroupRules',
    'AssumedRole arn:aws:iam::111122223333:role/Developer, session alice@example.com',
  ],
};
const verdict: Fact = {
  label: 'Verdict',
  lines: [
    'critical (high +1 exposed): no-admin-from-internet, portcullis.yaml:14',
    '"Admin ports are never open to the Internet"',
    'baseline edge: a rule that it does not have (edge.extra, portcullis.yaml:61)',
  ],
};

/** A message about one opening that was reverted and verified, told once and all over. */
export const revertedAlert: Alert = {
  id: 'msg_2k7c5n3p9q4r',
  key: 'portcullis:111122223333:eu-west-1:sg-0a1b2c3d4e5f60718:opening:4f1c9a7e',
  kind: 'incident',
  revision: 2,
  severity: 'critical',
  state: 'closed',
  at: after(12),
  updatedAt: after(14),
  headline: 'The whole IPv4 Internet could reach tcp 22 (ssh) on prod-web',
  status: 'Reverted and verified after 14 s',
  facts: [
    what,
    on,
    who,
    verdict,
    {
      label: 'Done',
      lines: [
        'reverted: no ingress tcp/22 0.0.0.0/0 (sgr-0f1a2b3c4d5e6f708), verified 2026-01-31 09:14:21 UTC, 14 s after the change',
        'connections that were already established may survive',
      ],
    },
  ],
  place: {
    partition: 'aws',
    account: '111122223333',
    accountName: 'shop-prod',
    region: 'eu-west-1',
    on: 'sg-0a1b2c3d4e5f60718',
    name: 'prod-web',
    arn: group,
    vpc: 'vpc-0123456789abcdef0',
    environment: 'prod',
    owner: 'payments',
  },
  who: 'alice@example.com via console from 198.51.100.7',
  checks: ['no-admin-from-internet', 'edge.extra'],
  short: 'IPv4 Internet→ssh',
  history: [
    { at: after(12), say: 'judged: critical, no-admin-from-internet' },
    { at: after(14), say: 'reverted and verified' },
  ],
  people: [
    { as: 'owner', name: 'Payments on call', slack: 'U012PAYMENT', mail: 'payments@example.com' },
    { as: 'actor', name: 'Alice Example', slack: 'U012ALICE00', mail: 'alice@example.com' },
  ],
  offers: [
    { id: 'show', say: 'Show the change', command: 'portcullis explain chg_7f3k2m9p4q' },
    {
      id: 'undo',
      say: 'Open it again for 2 h',
      command: "portcullis undo act_5q2x8r1t --for 2h --as <you> --reason '<why>'",
    },
  ],
  playbook: 'playbooks/admin-ports.md',
  ids: { decisions: ['chg_7f3k2m9p4q'], incidents: ['inc_3h8v1k5d'] },
  suppressed: 2,
};

/** The same while it stands and nobody has seen to it. */
export const openAlert: Alert = {
  ...revertedAlert,
  revision: 0,
  state: 'open',
  updatedAt: after(12),
  headline: 'The whole IPv4 Internet can reach tcp 22 (ssh) on prod-web',
  status: 'OPEN for 2 min: will go to pagerduty.oncall at 09:29 UTC unless acknowledged',
  facts: [
    what,
    on,
    who,
    verdict,
    {
      label: 'Done',
      lines: ['nothing yet: the policy only tells (respond none)'],
    },
  ],
  history: [],
  people: [
    ...revertedAlert.people,
    { as: 'escalation', name: 'Olivia On-Call', slack: 'U012OLIVIA0', mail: 'olivia@example.com' },
  ],
  offers: [
    { id: 'show', say: 'Show the change', command: 'portcullis explain chg_7f3k2m9p4q' },
    { id: 'revert', say: 'Plan a revert', command: 'portcullis revert --plan chg_7f3k2m9p4q --out plan.json' },
    {
      id: 'allow',
      say: 'Allow 198.51.100.7/32 for 2 h',
      command:
        "portcullis allow sg-0a1b2c3d4e5f60718 --from 198.51.100.7/32 --port tcp/22 --for 2h --as <you> --reason '<why>'",
    },
    {
      id: 'acknowledge',
      say: 'Acknowledge',
      command: "portcullis incidents acknowledge inc_3h8v1k5d --as <you> --reason '<why>'",
    },
  ],
  suppressed: 0,
};

/** The same once somebody said that they see to it. */
export const acknowledgedAlert: Alert = {
  ...openAlert,
  revision: 1,
  state: 'acknowledged',
  updatedAt: after(200),
  status: 'OPEN for 3 min, acknowledged by olivia@example.com at 09:17 UTC',
  history: [{ at: after(200), say: 'acknowledged by olivia@example.com: looking at it' }],
  offers: openAlert.offers.filter(({ id }) => id !== 'acknowledge'),
};

/** People are asked whether it is to be reverted. */
export const askedAlert: Alert = {
  ...openAlert,
  id: 'msg_8d4f6g2h1j3k',
  severity: 'high',
  state: 'waiting',
  headline:
    '198.51.100.0/24 (256 addresses, less than 0.1 % of the IPv4 Internet) can reach tcp 5432 (postgresql) on stage-db',
  status: 'Waiting for an answer until 09:29 UTC: revert it?',
  facts: [
    {
      label: 'What',
      lines: ['+ tcp 5432 (postgresql) from 198.51.100.0/24, sgr-0aa1bb2cc3dd4ee5f'],
    },
    on,
    who,
    {
      label: 'Verdict',
      lines: ['high: db-only-from-known, portcullis.yaml:31', '"Databases are reached from known places"'],
    },
    {
      label: 'Done',
      lines: [
        'asked: no ingress tcp/5432 198.51.100.0/24 (sgr-0aa1bb2cc3dd4ee5f), plan pln_4k7c9m2n5p8q, until 2026-01-31 09:29:07 UTC',
        'without an answer nothing is done',
      ],
    },
  ],
  checks: ['db-only-from-known'],
  short: '198.51.100.0/24→postgresql',
  offers: [
    { id: 'show', say: 'Show the change', command: 'portcullis explain chg_7f3k2m9p4q' },
    { id: 'approve', say: 'Yes, revert it', command: 'portcullis approve pln_4k7c9m2n5p8q --as <you>' },
    { id: 'deny', say: 'No, leave it', command: 'portcullis deny pln_4k7c9m2n5p8q --as <you>' },
  ],
  playbook: null,
};

/** A rule that was removed and put back: what Terraform has to be told. */
export const restoredAlert: Alert = {
  ...revertedAlert,
  id: 'msg_6t5r4e3w2q1z',
  severity: 'high',
  headline: '10.20.0.0/16 (private) could no longer reach tcp 443 (https) on prod-api',
  status: 'Restored and verified after 9 s',
  facts: [
    { label: 'What', lines: ['- tcp 443 (https) from 10.20.0.0/16, sgr-0123456789abcdef0'] },
    on,
    who,
    { label: 'Verdict', lines: ['high: protected, portcullis.yaml:41', '"What prod-api serves stays reachable"'] },
    {
      label: 'Done',
      lines: [
        'restored: ingress tcp/443 10.20.0.0/16, verified 2026-01-31 09:14:16 UTC, 9 s after the change',
        'sgr-0fedcba9876543210 stands for sgr-0123456789abcdef0 now; where Terraform made it:',
        "terraform state rm 'aws_vpc_security_group_ingress_rule.<name of sgr-0123456789abcdef0>'",
        "terraform import 'aws_vpc_security_group_ingress_rule.<name of sgr-0123456789abcdef0>' sgr-0fedcba9876543210",
      ],
    },
  ],
  checks: ['protected'],
  short: '-10.20.0.0/16→https',
};

/** Shadow mode: what would have been done. */
export const shadowAlert: Alert = {
  ...openAlert,
  id: 'msg_9y8u7i6o5p4a',
  status: 'OPEN for 2 min: nothing is done in shadow mode',
  facts: [
    what,
    on,
    who,
    verdict,
    { label: 'Done', lines: ['shadow: would have reverted sgr-0f1a2b3c4d5e6f708; nothing was done'] },
  ],
};

/** Refused calls: nothing opened, nothing could close. */
export const attemptsAlert: Alert = {
  ...openAlert,
  id: 'msg_1q2w3e4r5t6y',
  key: 'portcullis:111122223333:eu-west-1:sg-0a1b2c3d4e5f60718:attempts:77aa01b2',
  severity: 'medium',
  state: 'told',
  headline: 'Refused, nothing changed: 5 calls by ci-runner to open groups',
  status: 'Nothing changed: AWS refused every call',
  facts: [
    { label: 'What', lines: ['5 refused calls (UnauthorizedOperation): 1 rule to add'] },
    on,
    {
      label: 'Who',
      lines: [
        'ci-runner (name only claimed by the caller), via cli (claimed), from 192.0.2.44, MFA not told',
        '2026-01-31 09:14:07 UTC, ec2 AuthorizeSecurityGroupIngress',
      ],
    },
    { label: 'Verdict', lines: ['medium: probing, portcullis.yaml:52', '"Nobody tries again and again"'] },
    { label: 'Done', lines: ['nothing: there is nothing to undo'] },
  ],
  who: 'ci-runner via cli from 192.0.2.44',
  checks: ['probing'],
  short: 'refused calls',
  people: [],
  offers: [{ id: 'show', say: 'Show the change', command: 'portcullis explain chg_7f3k2m9p4q' }],
  playbook: null,
  ids: { decisions: ['chg_7f3k2m9p4q'], incidents: [] },
  suppressed: 4,
};
