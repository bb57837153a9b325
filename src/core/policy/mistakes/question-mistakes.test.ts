import { describe, expect, it } from 'vitest';
import {
  type Case,
  files,
  gained,
  problemsOf,
  put,
  sound,
  tellsEach,
  when,
} from '../../../../test/builders/mistaken-policy.ts';
import { policyLayer } from '../../../../test/builders/policy-layer.ts';
import { readPolicy } from '../read-policy.ts';

const cases: readonly Case[] = [
  // Names that are none.
  {
    it: 'an unknown address set',
    put: when('admin'),
    value: gained({ except: ['ofice'] }),
    path: [...when('admin'), 'gained', 'except', 0],
    says: 'expected an address set or a place, got `ofice`',
    suggestion: 'office',
  },
  {
    it: 'an unknown place',
    put: when('admin'),
    value: gained({ peers: ['intrenet'] }),
    path: [...when('admin'), 'gained', 'peers', 0],
    says: 'got `intrenet`',
    suggestion: 'internet',
  },
  {
    it: 'an unknown port set',
    put: when('admin'),
    value: gained({ ports: ['admni'] }),
    path: [...when('admin'), 'gained', 'ports', 0],
    says: 'expected a port set, a well-known port',
    suggestion: 'admin',
  },
  {
    it: 'an unknown actor set',
    put: ['checks', 'admin', 'unless'],
    value: [{ actor: ['pipelin'] }],
    path: ['checks', 'admin', 'unless', 0, 'actor', 0],
    says: 'expected an actor set',
    suggestion: 'pipeline',
  },
  {
    it: 'an unknown source',
    put: ['adjust', 'mfa', 'when'],
    value: { source: ['offce'] },
    path: ['adjust', 'mfa', 'when', 'source', 0],
    says: 'got `offce`',
    suggestion: 'office',
  },
  {
    it: 'an unknown check in an exception',
    put: ['exceptions', 'ex', 'check'],
    value: 'adnim',
    path: ['exceptions', 'ex', 'check'],
    says: 'expected the id of a check, got `adnim`',
    suggestion: 'admin',
  },
  {
    it: 'an unknown check in a test',
    put: ['tests', 'open', 'expect'],
    value: { probin: {} },
    path: ['tests', 'open', 'expect', 'probin'],
    says: 'got `probin`',
    suggestion: 'probing',
    on: 'key',
  },
  {
    it: 'an unknown channel',
    put: ['notify', 'all', 'to'],
    value: ['chta', 'owner'],
    path: ['notify', 'all', 'to', 0],
    says: 'expected a channel, `owner` or `actor`',
    suggestion: 'chat',
  },
  {
    it: 'an unknown fallback',
    put: ['channels', 'chat', 'fallback'],
    value: 'mial',
    path: ['channels', 'chat', 'fallback'],
    says: 'expected a channel, got `mial`',
    suggestion: 'mail',
  },
  {
    it: 'an unknown actor set in `set_by`',
    put: ['safety', 'never_touch', 'set_by'],
    value: ['pipline'],
    path: ['safety', 'never_touch', 'set_by', 0],
    says: 'expected an actor set',
    suggestion: 'pipeline',
  },
  {
    it: 'an unknown account',
    put: ['checks', 'admin', 'where'],
    value: { account: ['shpo'] },
    path: ['checks', 'admin', 'where', 'account', 0],
    says: 'expected the id or name of an account',
    suggestion: 'shop',
  },
  {
    it: 'an unknown OU',
    put: ['checks', 'admin', 'where'],
    value: { ou: ['Retial'] },
    path: ['checks', 'admin', 'where', 'ou', 0],
    says: 'expected an OU',
    suggestion: 'Retail',
  },
  {
    it: 'a set named like a place',
    put: ['sets', 'addresses', 'internet'],
    value: { cidrs: ['192.0.2.0/24'] },
    path: ['sets', 'addresses', 'internet'],
    says: '`internet` means something already',
    on: 'key',
  },
  {
    it: 'a port set named like a well-known port',
    put: ['sets', 'ports', 'ssh'],
    value: ['tcp/2222'],
    path: ['sets', 'ports', 'ssh'],
    says: '`ssh` means something already',
    on: 'key',
  },
  // Questions that nothing answers.
  {
    it: 'a check all of whose peers are excepted',
    put: when('admin'),
    value: gained({ except: ['internet'] }),
    path: [...when('admin'), 'gained', 'except'],
    says: 'can never fire: all of `internet` is excepted by `internet`',
  },
  {
    it: 'a check that covers what is all excepted',
    put: when('admin'),
    value: gained({ peers: ['office'], except: ['office'], covers: true }),
    path: [...when('admin'), 'gained', 'except'],
    says: 'can never fire: all of `office`',
  },
  {
    it: 'a check whose ports are none',
    put: ['sets', 'ports', 'admin'],
    value: [],
    path: [...when('admin'), 'gained', 'ports'],
    says: 'can never fire: `admin` is no port at all',
  },
  {
    it: 'an empty port set',
    put: ['sets', 'ports', 'admin'],
    value: [],
    path: ['sets', 'ports', 'admin'],
    says: 'port set `admin` is empty',
  },
  {
    it: 'an exception to the whole IPv4 Internet in a question',
    put: when('admin'),
    value: gained({ except: ['all4'] }),
    path: [...when('admin'), 'gained', 'except', 0],
    says: '`all4` holds the whole IPv4 Internet',
  },
  {
    it: 'private addresses excepted from the Internet',
    put: when('admin'),
    value: gained({ except: ['plant'] }),
    level: 'warning',
    path: [...when('admin'), 'gained', 'except', 0],
    says: '`plant` is private addresses only',
  },
  {
    it: '`foreign` that is excepted',
    put: when('admin'),
    value: gained({ peers: ['groups'], except: ['foreign'] }),
    path: [...when('admin'), 'gained', 'except', 0],
    says: '`foreign` cannot be excepted',
  },
  {
    it: '`more_than: 0`',
    put: when('admin'),
    value: gained({ more_than: 0 }),
    path: [...when('admin'), 'gained', 'more_than'],
    says: '`more_than: 0` asks what the check asks anyway',
  },
  {
    it: '`more_than` beside `covers`',
    put: when('admin'),
    value: gained({ more_than: 9, covers: true }),
    path: [...when('admin'), 'gained', 'more_than'],
    says: 'keep one of them',
  },
  {
    it: '`covers` over every group',
    put: when('admin'),
    value: gained({ peers: ['private'], except: [], covers: true }),
    path: [...when('admin'), 'gained', 'covers'],
    says: '`private` is never covered',
  },
  {
    it: '`lost` with `more_than`',
    put: [...when('kept'), 'lost', 'more_than'],
    value: 9,
    path: [...when('kept'), 'lost', 'more_than'],
    says: '`lost` asks of what is not any more',
  },
  {
    it: 'a gain by what never opens',
    put: when('admin'),
    value: gained({ change: ['rules-removed'] }),
    path: [...when('admin'), 'gained', 'change'],
    says: 'rules-removed never opens anything',
  },
  {
    it: 'an environment that no context gives, in `where`',
    put: ['checks', 'admin', 'where'],
    value: { environment: ['prod', 'prdo'] },
    path: ['checks', 'admin', 'where', 'environment', 1],
    says: 'expected an environment that a context can give',
    suggestion: 'prod',
  },
  {
    it: 'an environment that no context gives, in `severity`',
    put: ['checks', 'admin', 'severity'],
    value: { pord: 'critical', else: 'high' },
    path: ['checks', 'admin', 'severity', 'pord'],
    says: 'got `pord`',
    suggestion: 'prod',
    on: 'key',
  },
  {
    it: 'an environment that no context gives, in `mode`',
    put: ['safety', 'mode'],
    value: { stage: 'shadow', else: 'observe' },
    path: ['safety', 'mode', 'stage'],
    says: 'got `stage`',
    on: 'key',
  },
  {
    it: 'a `where` that fits nothing',
    put: ['checks', 'admin', 'where'],
    value: { name: [] },
    path: ['checks', 'admin', 'where', 'name'],
    says: '`name: []` fits no group',
  },
  {
    it: 'a condition that contradicts itself',
    put: ['adjust', 'mfa', 'when'],
    value: { attached: ['nothing'], exposed: [true] },
    path: ['adjust', 'mfa', 'when', 'exposed'],
    says: 'this never holds',
  },
  // Contexts.
  {
    it: 'a map that goes on',
    put: ['contexts', 'environment', 'map'],
    value: { prd: 'production', production: 'prod' },
    path: ['contexts', 'environment', 'map', 'prd'],
    says: 'the map is used once, so `prd` becomes `production` and never `prod`',
  },
  {
    it: 'a map in a circle',
    put: ['contexts', 'environment', 'map'],
    value: { prod: 'dev', dev: 'prod' },
    path: ['contexts', 'environment', 'map', 'dev'],
    says: 'the map is used once',
  },
  {
    it: 'a map to what does not count',
    put: ['contexts', 'environment', 'map'],
    value: { prd: 'pord' },
    path: ['contexts', 'environment', 'map', 'prd'],
    says: 'expected one of `values` that count',
    suggestion: 'prod',
  },
];

describe('names, questions and contexts that lead nowhere', () => {
  tellsEach(cases, 24);

  it('R44: a sound policy has no problem', () => {
    expect(problemsOf(sound)).toEqual([]);
    expect(readPolicy([policyLayer(sound, files)]).policy).not.toBeNull();
  });

  it('a policy with an error is no policy; one with warnings is', () => {
    const broken = put(when('admin'), gained({ peers: ['intrenet'] }));
    expect(readPolicy([policyLayer(broken, files)]).policy).toBeNull();
    const doubtful = put(['notify', 'all', 'where'], { environment: ['dev'] });
    expect(readPolicy([policyLayer(doubtful, files)]).policy).not.toBeNull();
  });

  it('a file that could not be opened gives no policy, and no second message', () => {
    expect(readPolicy([policyLayer(sound)])).toMatchObject({ policy: null });
    expect(readPolicy([policyLayer(sound)]).problems.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
