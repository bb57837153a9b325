import { openTeams } from '../../src/channels/teams/open-teams.ts';
import type { TeamsSettings } from '../../src/contracts/channel-settings.ts';
import type { ChannelBench } from '../contracts/channel/channel-bench.ts';
import { fixedSecrets } from './fixed-secrets.ts';
import { byStatus } from './http-trouble.ts';
import { startTeams, workflowPath, workflowSignature } from './teams-stand-in.ts';

/** A channel as a policy would name it. */
export const teamsSettings: TeamsSettings = {
  ...{ kind: 'teams', name: 'teams.secops', fallback: null, secret: '$' + '{env:TEAMS_WORKFLOW}' },
};

/** Microsoft Teams in the contract of channels. */
export const teamsBench: ChannelBench = {
  open: async () => {
    const { http, shown, complaints } = await startTeams();
    const secrets = fixedSecrets({ [teamsSettings.secret]: `${http.url}${workflowPath}` });
    return {
      channel: openTeams(teamsSettings, { secrets, guard: 'loopback', places: { teams: http.url } }),
      shown: () => shown,
      standing: () => shown.length,
      complaints: () => complaints,
      fail: (trouble) => http.script(byStatus[trouble]),
      secrets: [workflowSignature, '9f8e7d6c5b4a'],
      close: () => http.close(),
    };
  },
  withoutSecret: (why) =>
    openTeams(teamsSettings, { secrets: fixedSecrets({ [teamsSettings.secret]: why }), guard: 'public' }),
};
