import type { AskEc2 } from '../../aws/ask-ec2.ts';

/** Counts our own calls to EC2, by what came of them. */
export interface CallCount {
  around(ask: AskEc2): AskEc2;
  figures(): readonly { readonly action: string; readonly result: string; readonly count: number }[];
}

/** Starts at none. */
export function countCalls(): CallCount {
  const counts = new Map<string, { readonly action: string; readonly result: string; count: number }>();
  return {
    around: (ask) => async (site, action, request, patience) => {
      const reply = await ask(site, action, request, patience);
      const result = reply.kind === 'refused' && reply.code === 'DryRunOperation' ? 'answered' : reply.kind;
      const known = counts.get(`${action} ${result}`) ?? { action, result, count: 0 };
      known.count++;
      counts.set(`${action} ${result}`, known);
      return reply;
    },
    figures: () => [...counts.values()],
  };
}
