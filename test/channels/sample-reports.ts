import type { Alert } from '../../src/core/alert/alert.ts';
import { after, openAlert } from './sample-incidents.ts';

/** Many for which the channel had no room. */
export const collapsedAlert: Alert = {
  ...openAlert,
  id: 'msg_c0ll4p5ed000',
  key: 'portcullis:msg_c0ll4p5ed000',
  kind: 'collapsed',
  severity: 'high',
  state: 'open',
  headline: '27 more changes on 6 groups in 3 min',
  status: '5 of 6 incidents are open',
  facts: [
    {
      label: 'Worst',
      lines: [
        'high: 198.51.100.0/24 can reach tcp 5432 (postgresql) on stage-db (chg_7f3k2m9p4q)',
        'medium: members of sg-0b1c2d3e can reach tcp 8080 on stage-api (chg_8g4l3n0q5r)',
        '… and 25 more',
      ],
    },
    { label: 'On', lines: ['stage-db, stage-api, stage-web, batch, edge, tools'] },
    { label: 'Checks', lines: ['db-only-from-known, no-any-port'] },
  ],
  place: null,
  who: null,
  checks: ['db-only-from-known', 'no-any-port'],
  short: '27 changes on 6 groups',
  people: [],
  offers: [{ id: 'show', say: 'List them', command: 'portcullis incidents' }],
  playbook: null,
  ids: { decisions: ['chg_7f3k2m9p4q', 'chg_8g4l3n0q5r'], incidents: ['inc_3h8v1k5d', 'inc_4j9w2l6f'] },
  suppressed: 27,
};

const none = {
  place: null,
  who: null,
  checks: [],
  people: [],
  offers: [],
  playbook: null,
  history: [],
  ids: { decisions: [], incidents: [] },
  suppressed: 0,
} as const;

/** A daily digest. */
export const digestAlert: Alert = {
  ...none,
  id: 'msg_d1g3st000000',
  key: 'portcullis:msg_d1g3st000000',
  kind: 'digest',
  revision: 0,
  severity: 'critical',
  state: 'told',
  at: after(3600),
  updatedAt: after(3600),
  headline: 'Daily digest: 61 changes, 2 broke policy, 1 still open',
  status: '61 changes from 2026-01-30 09:00 to 2026-01-31 09:00 UTC',
  facts: [
    {
      label: 'Verdicts',
      lines: [
        '1 critical, 1 high, 3 permitted, 56 inside policy',
        '2 told, 3 added to a message, 4 digest only, 52 recorded',
      ],
    },
    {
      label: 'Worst',
      lines: [
        'critical: the whole IPv4 Internet can reach tcp 22 (ssh) on prod-web: reverted and verified (chg_7f3k2m9p4q)',
        'high: 198.51.100.0/24 can reach tcp 5432 (postgresql) on stage-db: OPEN for 3 d 4 h (chg_8g4l3n0q5r)',
      ],
    },
    { label: 'Overdue', lines: ['inc_3h8v1k5d on stage-db: open for 3 d 4 h, was to be acknowledged within 4 h'] },
    {
      label: 'Ending',
      lines: ['exception ex-14 (no-admin-from-internet) ends 2026-02-01 18:00 UTC, owner alice@example.com'],
    },
    { label: 'Muted', lines: ['mut_1 by alice@example.com until 2026-02-02 12:00 UTC kept back 7: load test'] },
    { label: 'Kept back', lines: ['slack.secops: 27 added or collapsed'] },
    { label: 'Backlog', lines: ['14 open, 2 overdue'] },
    { label: 'Drill', lines: ['passed 2 d ago in 9.8 s'] },
    { label: 'Pipeline', lines: ['sqs: last record 41 s ago', 'no gap'] },
    { label: 'Chain', lines: ['0:48213:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae'] },
  ],
  short: '61 changes, 2 broke policy',
};

/** A weekly digest when nothing happened. */
export const quietDigestAlert: Alert = {
  ...digestAlert,
  id: 'msg_d1g3st111111',
  key: 'portcullis:msg_d1g3st111111',
  severity: 'none',
  headline: 'Weekly digest: nothing happened; pipeline healthy, last record 41 s ago',
  status: 'No change from 2026-01-24 09:00 to 2026-01-31 09:00 UTC',
  facts: [
    { label: 'Drill', lines: ['passed 2 d ago in 9.8 s'] },
    { label: 'Pipeline', lines: ['sqs: last record 41 s ago', 'no gap'] },
  ],
  short: 'nothing happened',
};

/** A source went silent. */
export const gapAlert: Alert = {
  ...none,
  id: 'msg_g4p000000000',
  key: 'portcullis:gap/sqs',
  kind: 'notice',
  revision: 0,
  severity: 'high',
  state: 'open',
  at: after(600),
  updatedAt: after(600),
  headline: 'No records from sqs since 09:14 UTC: what happens now may be missed',
  status: 'OPEN for 10 min',
  facts: [
    { label: 'What', lines: ['the source sqs is lost since 2026-01-31 09:14:07 UTC: it does not answer'] },
    { label: 'Do', lines: ['see that the queue exists and that we may read it: portcullis doctor'] },
  ],
  short: 'no records from sqs',
};

/** A call with our role that we did not make. */
export const impostorAlert: Alert = {
  ...gapAlert,
  id: 'msg_1mp05t0r0000',
  key: 'portcullis:impostor/chg_7f3k2m9p4q',
  severity: 'critical',
  state: 'told',
  headline: 'Somebody else used our role: AuthorizeSecurityGroupIngress on prod-web was not ours',
  status: 'Take it for a stolen session until you know better',
  short: 'our role was used by somebody else',
  ids: { decisions: ['chg_7f3k2m9p4q'], incidents: [] },
};

/** A marked test through a route. */
export const testAlert: Alert = {
  ...gapAlert,
  id: 'msg_t35t00000000',
  key: 'portcullis:test/msg_t35t00000000',
  kind: 'test',
  severity: 'low',
  state: 'told',
  headline: 'TEST: nothing happened, this only shows that messages arrive here',
  status: 'Sent by alice@example.com to route team; nothing is to be done',
  facts: [{ label: 'What', lines: ['a test message of portcullis, sent 2026-01-31 09:24:07 UTC'] }],
  short: 'TEST',
};
