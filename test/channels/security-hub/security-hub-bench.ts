import { openSecurityHub } from '../../../src/channels/security-hub/open-security-hub.ts';
import type { SecurityHubSettings } from '../../../src/contracts/channel-settings.ts';
import type { ChannelBench, OpenBench } from '../../contracts/channel/channel-bench.ts';
import { type AwsStandIn, jsonRefusal, plantedKey, startAws, stsAnswer, useAws } from '../aws/aws-stand-in.ts';
import { findFindingFaults } from './finding-faults.ts';

/** A channel of Security Hub, as a policy has it: a role of that name in each account. */
export const securityHubSettings: SecurityHubSettings = {
  ...{ kind: 'security-hub', name: 'hub', fallback: null, region: null, role: 'PortcullisFindings' },
};

/** A finding as it was imported. */
export type ImportedFinding = Readonly<Record<string, unknown>> & { readonly Id: string; readonly UpdatedAt: string };

/** Security Hub that takes what the real one takes: the newest `UpdatedAt` of an id counts. */
export async function startHub(
  findings: Map<string, ImportedFinding> = new Map(),
  complaints: string[] = [],
): Promise<AwsStandIn> {
  return await startAws(
    (call) => {
      if (call.action !== 'BatchImportFindings') return stsAnswer(call);
      const faults = findFindingFaults(call);
      complaints.push(...faults);
      const asked = call.input.Findings as readonly ImportedFinding[];
      for (const finding of asked) {
        const old = findings.get(finding.Id);
        if (old === undefined || old.UpdatedAt < finding.UpdatedAt) findings.set(finding.Id, finding);
      }
      const failed =
        faults.length === 0 ? [] : asked.map(({ Id }) => ({ Id, ErrorCode: 'InvalidInput', ErrorMessage: faults[0] }));
      const body = { FailedCount: failed.length, SuccessCount: asked.length - failed.length, FailedFindings: failed };
      return { body: JSON.stringify(body) };
    },
    {
      busy: jsonRefusal('LimitExceededException', 429, { 'retry-after': '7' }),
      down: jsonRefusal('InternalException', 500),
      key: jsonRefusal('AccessDeniedException', 403),
      gone: jsonRefusal('InvalidAccessException', 401),
    },
  );
}

/** Security Hub takes part in the contract of channels. */
export const securityHubBench: ChannelBench = {
  open: async (): Promise<OpenBench> => {
    const complaints: string[] = [];
    const findings = new Map<string, ImportedFinding>();
    const aws = await startHub(findings, complaints);
    useAws(aws.endpoint);
    return {
      channel: openSecurityHub(securityHubSettings),
      shown: () =>
        aws.calls
          .filter(({ action }) => action === 'BatchImportFindings')
          .map(({ input }) => JSON.stringify(input.Findings)),
      standing: () => findings.size,
      complaints: () => complaints,
      fail: (trouble) => aws.fail(trouble),
      secrets: [plantedKey, 'planted-role-secret', 'planted-token'],
      close: () => aws.close(),
    };
  },
};
