import { describe } from 'vitest';
import { type Case, tellsEach } from '../../../../test/builders/mistaken-policy.ts';

const route = { min: 'low', to: ['chat'] };

const cases: readonly Case[] = [
  {
    it: 'a route that is told daily and weekly',
    put: ['notify', 'week'],
    value: { ...route, daily_at: '09:00', weekly_at: 'mon 09:00' },
    path: ['notify', 'week', 'weekly_at'],
    says: 'route `week` is told daily and weekly',
  },
  {
    it: 'quiet hours of a digest',
    put: ['notify', 'week'],
    value: { ...route, weekly_at: 'mon 09:00', quiet_hours: '22:00-07:00' },
    level: 'warning',
    path: ['notify', 'week', 'quiet_hours'],
    says: '`quiet_hours` means nothing for route `week`',
    on: 'key',
  },
  {
    it: 'a digest for whoever made a change',
    put: ['notify', 'week'],
    value: { ...route, to: ['actor'], weekly_at: 'mon 09:00' },
    path: ['notify', 'week', 'to'],
    says: 'a digest is nothing for `actor`',
  },
  {
    it: 'an escalation without a time',
    put: ['notify', 'all', 'escalate_to'],
    value: ['mail'],
    path: ['notify', 'all', 'escalate_to'],
    says: 'route `all` never escalates',
  },
  {
    it: 'an escalation to a channel that there is not',
    put: ['notify', 'page'],
    value: { ...route, acknowledge_within: { high: '4h' }, escalate_to: ['maill'] },
    path: ['notify', 'page', 'escalate_to', 0],
    says: 'maill',
    suggestion: 'mail',
  },
];

describe('R96, R164: times of routes that mean nothing', () => tellsEach(cases, 5));
