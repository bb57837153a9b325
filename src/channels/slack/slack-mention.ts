import type { AlertPerson } from '../../core/alert/alert.ts';

const words: Readonly<Record<AlertPerson['as'], string>> = {
  owner: 'owner',
  actor: 'changed by',
  escalation: 'escalated to',
};

/**
 * Calls people by the ids that the directory gives for Slack (`U…`, `W…`; `S…` a group of users), never by a name; those
 * without one are not called. `null` where nobody is.
 */
export function mentionPeople(people: readonly AlertPerson[]): string | null {
  const calls = people.flatMap(({ as, slack }) => {
    const id = slack === null ? null : mentionOf(slack);
    return id === null ? [] : [{ as, id }];
  });
  const said = (['escalation', 'owner', 'actor'] as const).flatMap((as) => {
    const ids = [...new Set(calls.filter((call) => call.as === as).map(({ id }) => id))].slice(0, 5);
    return ids.length === 0 ? [] : [`${words[as]} ${ids.join(' ')}`];
  });
  return said.length === 0 ? null : said.join(' · ');
}

function mentionOf(id: string): string | null {
  if (/^[UW][A-Z0-9]{2,20}$/.test(id)) return `<@${id}>`;
  return /^S[A-Z0-9]{2,20}$/.test(id) ? `<!subteam^${id}>` : null;
}
