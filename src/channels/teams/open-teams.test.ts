import { afterEach, describe, expect, it } from 'vitest';
import { fixedSecrets } from '../../../test/channels/fixed-secrets.ts';
import { acknowledgedAlert, openAlert, revertedAlert } from '../../../test/channels/sample-alerts.ts';
import { teamsBench, teamsSettings } from '../../../test/channels/teams-bench.ts';
import type { OpenBench } from '../../../test/contracts/channel/channel-bench.ts';
import { deliveryOf } from '../../../test/contracts/channel/channel-contract.ts';
import { isWorkflowHost } from './is-workflow-host.ts';
import { openTeams } from './open-teams.ts';

const opened: OpenBench[] = [];
afterEach(async () => {
  for (const bench of opened.splice(0)) await bench.close();
});
async function bench(): Promise<OpenBench> {
  const one = await teamsBench.open();
  opened.push(one);
  return one;
}

const soon = () => AbortSignal.timeout(30_000);

describe('teams', () => {
  it('R61, R76: of what happens later only the end, and what interrupts, is told', async () => {
    const { channel, shown } = await bench();
    await channel.deliver(deliveryOf(openAlert), soon());
    expect(await channel.deliver(deliveryOf(acknowledgedAlert, { what: 'update' }), soon())).toMatchObject({
      kind: 'done',
    });
    expect(shown()).toHaveLength(1);
    await channel.deliver(deliveryOf({ ...openAlert, revision: 2 }, { what: 'again' }), soon());
    await channel.deliver(deliveryOf({ ...revertedAlert, revision: 3 }, { what: 'update' }), soon());
    expect(shown().map((text) => text.split('\n')[0])).toEqual([
      ...['CRITICAL · OPEN', 'AGAIN · CRITICAL · OPEN', 'CRITICAL · CLOSED'],
    ]);
  });

  it('takes the addresses of workflows only', () => {
    const good = [
      'https://prod-12.westeurope.logic.azure.com:443/workflows/x/triggers/manual/paths/invoke?sig=y',
      'https://default0a.1b.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/x?sig=y',
      'https://api.powerautomate.com/webhook?sig=y',
    ];
    const bad = [
      ...['https://example.webhook.office.com/webhookb2/x', 'http://prod-12.westeurope.logic.azure.com/x'],
      ...['https://logic.azure.com.example.com/', 'https://evil-logic.azure.com/', 'https://logic.azure.com/', 'x'],
      'https://prod-12.westeurope.logic.azure.com@example.com/',
    ];
    expect(good.map((text) => isWorkflowHost(text))).toEqual(good.map(() => true));
    expect(bad.map((text) => isWorkflowHost(text))).toEqual(bad.map(() => false));
  });

  it('an address of the retired connectors is refused with what to do, and nothing is sent', async () => {
    const secrets = fixedSecrets({ [teamsSettings.secret]: 'https://example.webhook.office.com/webhookb2/5ecret' });
    const came = await openTeams(teamsSettings, { secrets, guard: 'public' }).deliver(deliveryOf(openAlert), soon());
    expect(came).toMatchObject({
      kind: 'refused',
      whole: true,
      why: expect.stringMatching(/expected .+ got .+: make a workflow/),
    });
    expect(JSON.stringify(came)).not.toContain('5ecret');
  });
});
