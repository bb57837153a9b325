import type { Permission } from '../ec2/permission.ts';
import { peerGroup, tcp } from '../ec2/permission.ts';
import { authorize, revoke } from '../ec2/rule-calls.ts';
import { places } from '../founding.ts';
import type { Site } from '../organisation.ts';
import { balancerController } from '../people.ts';
import type { Scene, Step } from '../scene.ts';
import type { Random } from '../seeded.ts';
import { day, hour, isWeekend, second, weekStart } from '../week.ts';

interface Cluster {
  readonly site: Site;
  readonly id: string;
  readonly nodes: string;
  readonly traffic: string;
  readonly deploysPerDay: number;
}

const clusters: readonly Cluster[] = [
  {
    site: places.prod,
    id: 'EXAMPLED539D4633E53DE1B71EXAMPLE',
    nodes: 'eks-nodes-shop',
    traffic: 'k8s-traffic-shop',
    deploysPerDay: 8,
  },
  {
    site: places.stage,
    id: 'EXAMPLE7C1A94B20F6D38E55AEXAMPLE',
    nodes: 'eks-nodes-stage',
    traffic: 'k8s-traffic-stage',
    deploysPerDay: 4,
  },
];

/**
 * Load-balancer controllers keep the node groups in step with what is deployed: with each deploy they open the new port
 * range of the shared load-balancer group, then close the old one. All day long, and nothing to look at.
 */
export function controllerSteps(random: Random): readonly Step[] {
  return clusters.flatMap((cluster) => {
    const own = random.fork(`cluster ${cluster.id}`);
    const rollout = makeRollout(cluster);
    const days = Array.from({ length: 7 }, (_, index) => weekStart + index * day);
    return days.flatMap((morning) => {
      const count = isWeekend(morning) ? 1 : cluster.deploysPerDay + own.between(-1, 1);
      const times = Array.from({ length: count }, () => morning + 7 * hour + own.below(11 * 3600) * second);
      return times.map((at) => ({ at, act: rollout }));
    });
  });
}

function makeRollout(cluster: Cluster): (scene: Scene) => void {
  let open: Permission | null = null;
  return (scene) => {
    const by = balancerController(cluster.site.account, cluster.id);
    const nodes = scene.cloud.group(cluster.site, cluster.nodes);
    const traffic = scene.cloud.group(cluster.site, cluster.traffic);
    const low = 30000 + scene.random.below(1200);
    const wanted = tcp([low, low + 1500], peerGroup(traffic, 'elbv2.k8s.aws/targetGroupBinding=shared'));
    authorize(scene, by, nodes, 'Ingress', [wanted]);
    if (open !== null) revoke(scene, by, nodes, 'Ingress', [open]);
    open = wanted;
  };
}
