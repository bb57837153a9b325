import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { vi } from 'vitest';
import { castAt } from '../../src/apps/cli/live-demo/cast.ts';
import { demoModel } from '../../src/apps/cli/live-demo/demo-model.ts';
import { foundEstate, places } from '../../src/apps/cli/live-demo/founding.ts';
import { systemClock } from '../../src/apps/live/system-clock.ts';
import { type Happened, startNews } from '../../src/apps/server/news.ts';
import { openServing } from '../../src/apps/server/open-serving.ts';
import type { TellingWith } from '../../src/apps/server/open-telling.ts';
import type { Serving } from '../../src/apps/server/start-serving.ts';
import { isRead } from '../../src/aws/model/call.ts';
import { modelGatherer } from '../../src/aws/model/live/model-gatherer.ts';
import { modelReverter } from '../../src/aws/model/live/model-reverter.ts';
import { modelRoles } from '../../src/aws/model/live/own-roles.ts';
import { createWorld, type World } from '../../src/aws/model/live/world.ts';
import type { Canary } from '../../src/contracts/canary.ts';
import type { Clock, Gatherer } from '../../src/contracts/live.ts';
import type { Store } from '../../src/contracts/store.ts';
import { readServerSettings } from '../../src/settings/read-server-settings.ts';

const root = join(import.meta.dirname, '..', '..');

/** A machine may be slow: what is waited for says so first, and a server that is told to stop may finish what it does. */
vi.setConfig({ testTimeout: 400_000 });

/** A folder with settings and a policy, a simulated AWS whose records are written into another folder of it. */
export interface Stage {
  readonly home: string;
  readonly world: World;
  /** What the server told so far. */
  readonly told: Happened[];
  /** Opens ports of the group `prod-web` to everybody, in one call of a person. */
  opens(...ports: readonly number[]): void;
  /** The ports of `prod-web` that are open to everybody. */
  open(): readonly number[];
  start(more?: {
    readonly clock?: Clock;
    readonly settings?: string;
    readonly store?: Store;
    readonly gatherer?: Partial<Gatherer>;
    readonly telling?: TellingWith;
    readonly canary?: Canary;
  }): Promise<Serving>;
  close(): void;
}

/** What a server of the stage is set to. */
export function settingsText(acting: boolean, more = ''): string {
  const roles = `read_role: PortcullisRead, revoke_role: ${modelRoles.revoke}, restore_role: ${modelRoles.restore}`;
  const accounts = Object.values(places).map(
    ({ account, region }) => `  "${account}": { regions: [${region}], ${roles} }\n`,
  );
  return `store: portcullis.db
policy: portcullis.yaml
acting: ${acting}
accounts:
${accounts.join('')}sources:
  - folder: records
listen: 127.0.0.1:0
${more}`;
}

/** Sets a stage. */
export function setStage({ acting }: { readonly acting: boolean }): Stage {
  const home = mkdtempSync(join(tmpdir(), 'portcullis-server-'));
  mkdirSync(join(home, 'records'));
  cpSync(join(root, 'examples/live/portcullis.yaml'), join(home, 'portcullis.yaml'));
  writeFileSync(join(home, 'server.yaml'), settingsText(acting));
  const world = createWorld({
    ...{ models: foundEstate().map((state) => demoModel(state)), now: systemClock.now, chance: () => 0.5, routes: [] },
    hears: ({ call, asked }) => {
      if (!isRead(call.action))
        appendFileSync(join(home, 'records', 'live.ndjson'), `${JSON.stringify(asked.record)}\n`);
    },
  });
  const model = world.model(places.prod)!;
  const web = [...model.state.groups.values()].find(({ name }) => name === 'prod-web')!.id;
  const { alice } = castAt(systemClock.now());
  const told: Happened[] = [];
  return {
    ...{ home, world, told },
    opens: (...ports) => {
      const IpPermissions = ports.map((port) => ({
        ...{ IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
      }));
      world.ask(places.prod, 'AuthorizeSecurityGroupIngress', { GroupId: web, IpPermissions }, alice);
    },
    open: () =>
      model.state.groups
        .get(web)!
        .rules.filter(({ peer }) => peer.kind === 'ipv4' && peer.value === '0.0.0.0/0')
        .map(({ ports }) => ports![0])
        .sort((a, b) => a - b),
    start: async ({ clock = systemClock, settings, store, gatherer, telling, canary } = {}) => {
      if (settings !== undefined) writeFileSync(join(home, 'server.yaml'), settings);
      const read = readServerSettings({ path: join(home, 'server.yaml'), overlays: [], env: {} });
      if (read.settings === null) throw new Error(read.errors.join('\n'));
      const news = startNews();
      news.listen((happened) => void told.push(happened));
      const edge = {
        ...{ gatherer: { ...modelGatherer(world, clock), ...gatherer }, reverter: modelReverter(world, clock) },
        ownRoles: Object.values(places).flatMap(({ account }) =>
          Object.values(modelRoles).map((name) => `arn:aws:iam::${account}:role/${name}`),
        ),
        ...(canary === undefined ? {} : { canary }),
      };
      return await openServing(read.settings, {
        news,
        env: {},
        clock,
        edge,
        ...(store === undefined ? {} : { store }),
        ...(telling === undefined ? {} : { telling }),
      });
    },
    close: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** Waits until something holds; tells what did not. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, most = 90_000): Promise<void> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > most) throw new Error(`expected within ${most} ms: ${what}`);
    await wait(20);
  }
}
