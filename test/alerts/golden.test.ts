import { describe, expect, test } from 'vitest';
import type { AlertParts } from '../../src/core/alert/alert-parts.ts';
import { writeActorNote } from '../../src/core/alert/write-actor-note.ts';
import { writeAlert } from '../../src/core/alert/write-alert.ts';
import { writeCollapsed } from '../../src/core/alert/write-collapsed.ts';
import type { Rule } from '../../src/core/group/rule.ts';
import { readInstant } from '../../src/core/leaf/instant.ts';
import type { Decision } from '../../src/core/plan/decision.ts';
import { ruleOf } from '../builders/acting.ts';
import { attempts, gained, lost, type PartialPolicy, tagsQuestion } from '../builders/policy.ts';
import { rule, World } from '../builders/world.ts';
import {
  actionOf,
  decided,
  incidentOf,
  partsFor,
  policyFor,
  printAlert,
  questionOf,
  violationOf,
} from './alert-stage.ts';

const anywhere = '0.0.0.0/0';
const noSsh: NonNullable<PartialPolicy['checks']> = {
  'no-admin-from-internet': {
    when: gained({ ports: ['tcp/22', 'tcp/3389'] }),
    say: 'Admin ports are never open to the Internet',
    severity: { else: 'critical' },
    respond: { else: ['revert'] },
    playbook: 'playbooks/admin-ports.md',
  },
};
const only = (respond: 'none' | 'ask'): NonNullable<PartialPolicy['checks']> => ({
  'no-admin-from-internet': { ...noSsh['no-admin-from-internet']!, respond: { else: [respond] } },
});

async function lastOf(world: World, policy: PartialPolicy, net = false): Promise<Decision> {
  return (await decided(world, policy, net)).at(-1)!;
}

async function golden(name: string, parts: AlertParts, write = writeAlert): Promise<string> {
  const text = printAlert(write(parts));
  await expect(text).toMatchFileSnapshot(`golden/${name}.txt`);
  return text;
}

/** alice opens SSH of prod-web to everybody, beside what the office had. */
function openedSsh(): World {
  const world = new World();
  const web = world.group('prod-web');
  web.does('authorize', rule('tcp', 22, '203.0.113.0/24'), rule('tcp', 443, anywhere));
  web.opens('tcp', 22, anywhere);
  return world;
}

const at = (decision: Decision, seconds: number): number => readInstant(decision.at)! + seconds * 1000;
const stood: readonly Rule[] = [ruleOf('ingress tcp/22 203.0.113.0/24', 'sgr-0a')];

describe('what a message says', () => {
  test('R72, R73, R74: a verified revert tells what, who, the ARNs, the check, and that it was reverted', async () => {
    const decision = await lastOf(openedSsh(), policyFor({ checks: noSsh }));
    const parts = partsFor([decision], {
      actions: [actionOf(decision, stood, { state: 'verified', endedAt: at(decision, 14) })],
      incidents: [incidentOf(decision, 14)],
      violations: [violationOf(decision, 'gone')],
      attached: new Map([[decision.id, { count: 3, exposed: true }]]),
      now: at(decision, 15),
    });
    const text = await golden('reverted', parts);
    expect(text).toContain('Reverted and verified after 14 s');
    expect(text).toContain('established connections may survive');
  });

  test('R111, R166: the person who did it is told the same shortly, without severity, blame or their own address', async () => {
    const decision = await lastOf(openedSsh(), policyFor({ checks: noSsh }));
    const parts = partsFor([decision], {
      actions: [actionOf(decision, stood, { state: 'verified', endedAt: at(decision, 14) })],
      incidents: [incidentOf(decision, 14)],
      violations: [violationOf(decision, 'gone')],
    });
    await golden('for-the-actor', parts, writeActorNote);
  });

  test('R61, R79, R95: an opening that stands tells since when, where it goes next, the playbook, and what to do', async () => {
    const decision = await lastOf(openedSsh(), policyFor({ checks: only('none') }));
    const parts = partsFor([decision], { incidents: [incidentOf(decision)], now: at(decision, 150) });
    const escalation = { at: at(decision, 900), to: ['pagerduty.oncall'], done: false };
    await golden('open', { ...parts, row: { ...parts.row, escalation } });
    const went = { ...escalation, done: true };
    const acknowledged = { by: 'bob@example.com', at: at(decision, 1000) };
    const notes = [{ at: at(decision, 1000), say: 'acknowledged by bob@example.com: looking' }];
    await golden('acknowledged', { ...parts, row: { ...parts.row, escalation: went, acknowledged, notes } });
  });

  test('R74: an action that is under way, failed or came through in part is never told in the past tense', async () => {
    const decision = await lastOf(openedSsh(), policyFor({ checks: noSsh }));
    const parts = partsFor([decision], { incidents: [incidentOf(decision)], now: at(decision, 20) });
    await golden('verifying', { ...parts, actions: [actionOf(decision, stood, { state: 'verifying' })] });
    const why = 'AccessDenied: the role may not revoke in this account';
    const failed = await golden('failed', { ...parts, actions: [actionOf(decision, stood, { state: 'failed', why })] });
    expect(failed).toContain('NOT closed');
  });

  test('a question tells what is asked, until when, and how to answer', async () => {
    const decision = await lastOf(openedSsh(), policyFor({ checks: only('ask') }));
    const parts = partsFor([decision], { incidents: [incidentOf(decision)], now: at(decision, 20) });
    await golden('asked', { ...parts, questions: [questionOf(decision, stood)] });
    const expired = questionOf(decision, stood, { state: 'expired' });
    await golden('expired', { ...parts, questions: [expired] });
  });

  test.each(['shadow', 'observe'] as const)(
    'in %s mode a message says what would have been done, and that nothing was',
    async (mode) => {
      const decision = await lastOf(openedSsh(), policyFor({ checks: noSsh }, mode));
      await golden(mode, partsFor([decision], { incidents: [incidentOf(decision)], now: at(decision, 20) }));
    },
  );

  test('a rule that was put back has another id: the message gives the commands that tell Terraform', async () => {
    const world = new World();
    const api = world.group('prod-api');
    const [id] = api.opens('tcp', 443, '10.20.0.0/16');
    api.closesById('ingress', id!);
    const checks = {
      protected: {
        when: lost({ ports: ['tcp/443'] }),
        say: 'What prod-api serves stays reachable',
        respond: { else: ['restore' as const] },
      },
    };
    const decision = await lastOf(world, policyFor({ checks }));
    const before = [ruleOf('ingress tcp/443 10.20.0.0/16', id!)];
    const action = actionOf(decision, before, {
      state: 'verified',
      endedAt: at(decision, 9),
      lineage: { [id!]: 'sgr-0fedcba9876543210' },
    });
    const text = await golden(
      'restored',
      partsFor([decision], {
        actions: [action],
        incidents: [incidentOf(decision, 9, { family: 'loss' })],
        violations: [violationOf(decision, 'gone')],
      }),
    );
    expect(text).toContain(
      `terraform import 'aws_vpc_security_group_ingress_rule.<name of ${id}>' sgr-0fedcba9876543210`,
    );
  });

  test('a rewritten rule is one line that says what it was', async () => {
    const world = new World();
    const web = world.group('prod-web');
    const [id] = web.opens('tcp', 22, '203.0.113.0/24');
    web.rewrites(id!, 'tcp', 22, anywhere);
    const decision = await lastOf(world, policyFor({ checks: noSsh }));
    const text = await golden('rewritten', partsFor([decision], { incidents: [incidentOf(decision)] }));
    expect(text).toContain('+ tcp 22 (ssh) from 0.0.0.0/0 (was 203.0.113.0/24)');
  });

  test('many rules of one change by Terraform are one net effect: the first ones, and how many more', async () => {
    const world = new World();
    const web = world.group('prod-web');
    const many = [...Array(40).keys()].map((n) => rule('tcp', 8000 + n, '10.0.0.0/8'));
    web.does('authorize', ...many);
    world.wait(60);
    web.does('revoke', ...many);
    web.does(
      'authorize',
      ...many,
      rule('tcp', 22, anywhere),
      ...[...Array(9).keys()].map((n) => rule('tcp', 9000 + n, '192.0.2.0/24')),
    );
    const decision = await lastOf(world, policyFor({ checks: noSsh }), true);
    await golden('net', partsFor([decision], { incidents: [incidentOf(decision)] }));
  });

  test('an attachment tells what it is put on, and the groups', async () => {
    const world = new World();
    const web = world.group('prod-web');
    web.opens('tcp', 22, anywhere);
    const groups = { items: [{ groupId: web.id }] };
    world.call('CreateNetworkInterface', {
      request: { groupSet: groups },
      response: { networkInterface: { networkInterfaceId: 'eni-0123456789abcdef0', groupSet: groups } },
    });
    const decision = await lastOf(world, policyFor({ checks: only('none') }));
    await golden('attached', partsFor([decision], { incidents: [incidentOf(decision)] }));
  });

  test('an edit of a prefix list tells its entries and the groups that it opened', async () => {
    const world = new World();
    const list = world.list('partners', '203.0.113.0/24');
    const web = world.group('prod-web');
    web.opens('tcp', 22, list);
    world.do({ do: 'edit-list', list, add: [anywhere], remove: ['203.0.113.0/24'] });
    const decision = await lastOf(world, policyFor({ checks: only('none') }));
    await golden('list', partsFor([decision], { incidents: [incidentOf(decision)] }));
  });

  test('a change of tags tells which', async () => {
    const world = new World();
    const web = world.group('prod-web');
    web.tags('env', 'prod');
    web.tags('env', 'dev');
    const contexts = {
      environment: { from: [{ kind: 'tag', key: 'env' }], map: {}, values: null, else: 'prod' },
      owner: { from: [], map: {}, values: null, else: 'payments' },
    } as const;
    const checks = {
      'env-stays': { when: tagsQuestion(), say: 'Nobody lowers the protection of a group by its tags' },
      ssh: { when: gained({ ports: ['tcp/22'] }), severity: { dev: 'low' as const, else: 'high' as const } },
    };
    const decision = await lastOf(world, policyFor({ checks, contexts }));
    await golden('tags', partsFor([decision]));
  });

  test('after refused calls a message says that nothing opened, and counts them', async () => {
    const world = new World();
    const web = world.group('prod-web');
    for (let n = 0; n < 5; n++) {
      world.refusing('UnauthorizedOperation');
      web.opens('tcp', 22 + n, anywhere);
    }
    const checks = {
      probing: { when: attempts(3, 600), say: 'Nobody tries again and again', severity: { else: 'medium' as const } },
    };
    const all = (await decided(world, policyFor({ checks }))).filter(({ call }) => call.result === 'failed');
    const parts = partsFor(all, { incidents: [] });
    const { decisions } = parts.row.message;
    const message = { ...parts.row.message, decisions: decisions.slice(0, 1), joined: decisions.slice(1) };
    const text = await golden('attempts', { ...parts, row: { ...parts.row, message } });
    expect(text).toContain('Refused, nothing changed');
  });

  test('what nobody knows is said: a revoke by id without a snapshot', async () => {
    const world = new World();
    const web = world.olderGroup('prod-web', rule('tcp', 443, '10.20.0.0/16'));
    web.closesById('ingress', 'sgr-00000000000000003');
    const checks = { protected: { when: lost({ ports: ['tcp/443'] }), say: 'What prod-api serves stays reachable' } };
    const decision = await lastOf(world, policyFor({ checks }));
    await golden('unknown', partsFor([decision]));
  });

  test('somebody else was faster: the action is not ours any more', async () => {
    const decision = await lastOf(openedSsh(), policyFor({ checks: noSsh }));
    const action = actionOf(decision, stood, {
      state: 'superseded',
      why: 'all of it held already: somebody else saw to it',
    });
    const parts = partsFor([decision], {
      actions: [action],
      incidents: [incidentOf(decision, 40)],
      violations: [violationOf(decision, 'gone')],
    });
    await golden('superseded', parts);
  });

  test('an exception or a grant accepts it', async () => {
    const decision = await lastOf(openedSsh(), policyFor({ checks: only('none') }));
    await golden(
      'accepted',
      partsFor([decision], {
        incidents: [incidentOf(decision, 3600)],
        violations: [violationOf(decision, 'accepted')],
        now: at(decision, 4000),
      }),
    );
  });

  test('IPv6 is counted in networks and never added to IPv4', async () => {
    const world = new World();
    const web = world.group('prod-web', true);
    web.does('authorize', rule('tcp', 22, '::/0'), rule('tcp', 22, '2001:db8::/32'));
    const decision = await lastOf(world, policyFor({ checks: noSsh }));
    await golden('ipv6', partsFor([decision], { incidents: [incidentOf(decision)] }));
  });

  test('R77: several changes of one message are told each in a sentence, the worst first, and the rest is counted', async () => {
    const world = new World();
    for (const name of ['web', 'api', 'db', 'batch', 'edge'])
      world.group(name).opens('tcp', name === 'db' ? 3389 : 8080, anywhere);
    const checks = { ...only('none'), 'no-open-ports': { when: gained(), severity: { else: 'medium' as const } } };
    const all = (await decided(world, policyFor({ checks }))).filter(({ verdict }) => verdict?.ruling === 'breach');
    const parts = partsFor(all, { incidents: all.map((each, n) => incidentOf(each, null, { id: `inc_${n}` })) });
    await golden('several', parts);
    await golden('collapsed', parts, writeCollapsed);
  });

  test('R73, R78: baseline violations are told, the severity as a sum, and the owner is named', async () => {
    const policy = policyFor({
      checks: { 'no-admin-from-internet': { ...noSsh['no-admin-from-internet']!, severity: { else: 'high' } } },
      adjust: { 'by-alice': { when: { source: undefined as never, environment: ['prod'] }, by: 1 } },
      baselines: {
        edge: {
          groups: [
            { id: null, name: 'prod-web', vpc: null, account: null, rules: [], reach: { ingress: [], egress: [] } },
          ],
        },
      },
    });
    const decision = await lastOf(openedSsh(), policy);
    const text = await golden('baseline', partsFor([decision], { incidents: [incidentOf(decision)] }));
    expect(text).toContain('critical (high +1 by-alice): no-admin-from-internet');
    expect(text).toContain('edge.extra');
    expect(text).toContain('owner: Payments on call');
  });

  test('what a look showed and no record explains is nobody’s, and suspicious', async () => {
    const decision = await lastOf(openedSsh(), policyFor({ checks: only('none') }));
    const nobody = {
      type: 'Unattributed',
      principal: null,
      session: null,
      identity: 'none',
      person: null,
      via: { value: 'unknown', basis: 'claimed' },
      sourceIp: null,
      mfa: null,
    } as const;
    await golden(
      'unattributed',
      partsFor([{ ...decision, origin: 'observed', actor: nobody }], { incidents: [incidentOf(decision)] }),
    );
  });

  test('R151: a drill is marked as one', async () => {
    const decision = await lastOf(openedSsh(), policyFor({ checks: only('none') }));
    await golden('drill', partsFor([decision], { drill: 'drl_1', incidents: [incidentOf(decision)] }));
  });
});
