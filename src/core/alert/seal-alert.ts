import type { Alert, Note } from './alert.ts';
import { alertLimits } from './alert-limits.ts';
import { plainLine } from './plain-line.ts';

/** The alert as it leaves us: every text harmless and cut to its length, whatever it was made of. */
export function sealAlert(alert: Alert): Alert {
  const place = alert.place;
  const name = (text: string | null): string | null => (text === null ? null : plainLine(text, alertLimits.name));
  const line = (text: string | null): string | null => (text === null ? null : plainLine(text, alertLimits.line));
  const few = (ids: readonly string[]): readonly string[] =>
    ids.slice(0, 100).map((id) => plainLine(id, alertLimits.name));
  return {
    ...alert,
    id: plainLine(alert.id, alertLimits.name),
    key: plainLine(alert.key, alertLimits.key),
    headline: plainLine(alert.headline, alertLimits.headline),
    status: plainLine(alert.status, alertLimits.status),
    facts: alert.facts.map(({ label, lines }) => ({
      label: plainLine(label, alertLimits.label),
      lines: lines.slice(0, alertLimits.lines).map((each) => plainLine(each, alertLimits.line)),
    })),
    place:
      place === null
        ? null
        : {
            partition: plainLine(place.partition, alertLimits.name),
            account: plainLine(place.account, alertLimits.name),
            accountName: name(place.accountName),
            region: plainLine(place.region, alertLimits.name),
            on: name(place.on),
            name: name(place.name),
            arn: line(place.arn),
            vpc: name(place.vpc),
            environment: name(place.environment),
            owner: name(place.owner),
          },
    who: alert.who === null ? null : plainLine(alert.who, alertLimits.who),
    checks: few(alert.checks),
    short: plainLine(alert.short, alertLimits.short),
    history: alert.history.slice(-alertLimits.notes).map(sealNote),
    people: alert.people.slice(0, alertLimits.people).map((person) => ({
      as: person.as,
      name: plainLine(person.name, alertLimits.name),
      slack: name(person.slack),
      mail: line(person.mail),
    })),
    offers: alert.offers
      // What would be cut is no command any more.
      .filter(({ command }) => plainLine(command, alertLimits.command) === command)
      .slice(0, alertLimits.offers)
      .map((offer) => ({ ...offer, say: plainLine(offer.say, alertLimits.name) })),
    playbook: line(alert.playbook),
    ids: { decisions: few(alert.ids.decisions), incidents: few(alert.ids.incidents) },
  };
}

function sealNote({ at, say }: Note): Note {
  return { at, say: plainLine(say, alertLimits.note) };
}
