import type { Canary, CanaryOpening } from '../../contracts/canary.ts';
import type { Clock } from '../../contracts/live.ts';
import type { Group } from '../../core/group/group.ts';
import type { Rule } from '../../core/group/rule.ts';
import type { JsonObject } from '../../core/leaf/canonical.ts';
import type { ApiFailure } from '../../core/plan/act/api-failure.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import type { Ec2Action, Ec2Request } from '../model/call.ts';
import { Ec2Model } from '../model/model.ts';
import { assumedRole } from '../model/record/identity.ts';
import { userAgents } from '../model/record/user-agents.ts';
import { emptyState, withHeld } from '../model/state.ts';

/**
 * A canary of which only records are made: nothing is changed in AWS. The records are those that CloudTrail would write of the
 * calls, marked by their role and session, and are put where a source finds them: this tries everything from there on. The
 * closing record follows, so that the ledger knows the group as it is.
 */
export function injectedCanary(
  real: Canary,
  clock: Pick<Clock, 'now'>,
  send: (record: JsonObject) => Promise<void>,
): Canary {
  let standing: { readonly model: Ec2Model; readonly rule: Rule } | null = null;
  const caller = (site: Site) => ({
    identity: assumedRole(site.account, { role: injectedRole, session: 'injected', at: clock.now() }),
    ...{ userAgent: userAgents.sdk, from: '203.0.113.40' },
  });
  const make = async <A extends Ec2Action>(model: Ec2Model, site: Site, action: A, request: Ec2Request<A>) => {
    const asked = model.ask(action, request, caller(site), clock.now());
    if (asked.answer.kind === 'answered') await send(JSON.parse(JSON.stringify(asked.record)) as JsonObject);
    return asked.answer;
  };
  return {
    find: real.find,
    look: async (site, group, signal) => {
      const look = await real.look(site, group, signal);
      if (look.kind === 'failed' || standing === null) return look;
      return { ...look, group: { ...look.group, rules: [...look.group.rules, standing.rule] } };
    },
    open: async (site, id, opening, signal) => {
      const look = await real.look(site, id, signal);
      if (look.kind === 'failed') return look;
      const model = modelOf(site, look.group, clock.now());
      try {
        const IpRanges = [{ CidrIp: opening.cidr, Description: opening.description }];
        const permission = { IpProtocol: 'tcp', FromPort: opening.port, ToPort: opening.port, IpRanges };
        const request = { GroupId: id, IpPermissions: [permission] };
        const answer = await make(model, site, 'AuthorizeSecurityGroupIngress', request);
        const rule = answer.kind === 'answered' ? answer.result.SecurityGroupRules[0]?.SecurityGroupRuleId : undefined;
        if (rule === undefined) return failed('no record could be made');
        standing = { model, rule: ruleOf(rule, opening) };
        return { kind: 'opened', rule };
      } catch (error) {
        return failed(error instanceof Error ? error.message : String(error));
      }
    },
    close: async (site, id, rules) => {
      const own = rules.filter((each) => each === standing?.rule.id);
      const others = rules.filter((each) => each !== standing?.rule.id);
      try {
        if (standing !== null && own.length > 0) {
          const request = { GroupId: id, SecurityGroupRuleIds: own };
          await make(standing.model, site, 'RevokeSecurityGroupIngress', request);
          standing = null;
        }
      } catch (error) {
        return failed(error instanceof Error ? error.message : String(error));
      }
      return others.length === 0 ? { kind: 'closed' } : await real.close(site, id, others);
    },
  };
}

/** The role that an injected record names: nobody holds it. */
const injectedRole = 'PortcullisInjected';

/** EC2 with nothing in it but the canary; ids are those of a time, so that none is given twice. */
function modelOf({ account, region }: Site, { id, name, tags, vpc }: Group, now: number): Ec2Model {
  const made = Math.floor(now / 1000) % 2 ** 31;
  const group = { id, name: name ?? id, description: 'canary', vpc: vpc ?? 'vpc-00000000000000000', tags, rules: [] };
  const state = withHeld({ ...emptyState(account, region), made }, 'groups', group);
  return new Ec2Model({ account, region, state, calls: made, throttles: false });
}

function ruleOf(id: string, { cidr, description, port }: CanaryOpening): Rule {
  const peer = { kind: 'ipv4', value: cidr } as const;
  return { id, direction: 'ingress', protocol: 'tcp', ports: [port, port], peer, description };
}

function failed(message: string): ApiFailure {
  return { kind: 'failed', failure: 'transient', code: null, message };
}
