/** What each figure of `kpi` means, by its name in the JSON: printed beside the figures, and the text of the schema. */
export const kpiDefinitions = {
  counting:
    'Everything counts where it began: a change by the time AWS gives it, an incident and an opening by its beginning, a message by when it reached somebody. A decision counts once, by its last verdict. Drills, and changes of our own, are left out. In JSON times are milliseconds; percentiles are measured values (nearest rank).',
  changes: 'Calls that came through and changed the perimeter; `attempts` are those that AWS refused.',
  unauthorised:
    'Changes outside policy (last verdict: breach) that no exception and no grant allowed when they were made. Refused attempts are a number of their own.',
  detect:
    'From the time AWS gives an unauthorised change to the first message that a channel took: `aws` to its record here, `ours` from there. Where the ledger tells of no message yet, up to the decision (`decided`). Not measured: what was added to a message that was out (`joined`), what nobody was told at once (`kept`), what happened an hour or more before the ledger began or has no time of arrival (`backfilled`), what no record tells (`unrecorded`).',
  remediate:
    'From the first message about an incident to its verified end, or to the reason for which it may stand: by an action of ours (`ours`), by one that a person agreed to (`approved`), by somebody else (`people`), by exception, grant or reason (`accepted`). `open`: those that are not over, by their age. What lapsed or turned out to be none is counted, not measured.',
  exposure:
    'Hours that openings outside policy stood, each from its change to its verified end; what several checks say of one opening counts once. `openHours`: of those that stand now, so far.',
  alerts:
    'Messages that interrupted somebody. `actedOn`: something was done about it (it ended, or a person ordered, answered or acknowledged). `noise` of `answered`: where people said so. `kept`: objections that no message told at once (joined to a digest, muted, out of budget, or still to be sent).',
  work: 'Changes that were judged and incidents that we ended with nobody asked: hours saved are these counts times your own minutes for each. No price is invented; what running it costs is told by `doctor --costs`.',
  coverage:
    'Critical groups for which a record or a drill that passed came from their account and region within 30 days, a check of the policy asks about them, and a channel of a route of theirs is confirmed, of all critical groups in the inventory. A group whose environment nothing tells counts as critical and not covered.',
  actors:
    'By whom changes outside policy were made: a reason to explain the policy or to ease it, not a judgement of anybody.',
} as const;
