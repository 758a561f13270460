import type { Breach, TaskDefinitionRule } from '../rule';
import { awsConfig, controlTower, ecsGuide, securityHub } from '../sources';
import type { Surroundings, TaskUse } from '../surroundings';
import { isOpen, isWindows, type TaskDefinition } from '../task-definition';

/** Platform versions of Linux before 1.4.0, which ECS has retired or will: platform-fargate in the ECS guide. */
const OLD_LINUX_PLATFORM = /^1\.[0-3]\./;

/** How services, task sets and runs start the task; judged where the document has them. */
export const USE_RULES: readonly TaskDefinitionRule[] = [
  {
    id: 'public-ip',
    title: 'Task gets an address on the internet',
    severity: 'high',
    reason:
      'It is reached past the load balancer; one open port in its security group and every scanner is in.',
    fix: 'Set assignPublicIp to DISABLED, put the task into private subnets and a load balancer before it.',
    sources: [
      securityHub('ECS.2'),
      securityHub('ECS.16'),
      awsConfig('ecs-service-assign-public-ip-disabled'),
      controlTower('CT.ECS.PR.9'),
    ],
    breaches: inUses(({ assignsPublicIp, subnets }) =>
      assignsPublicIp === true && subnets !== 'private' ? 'assignPublicIp is ENABLED' : undefined,
    ),
  },
  {
    id: 'public-ip-in-private-subnet',
    title: 'Task gets a public address in a subnet that has no way out',
    severity: 'medium',
    reason: 'The address is of no use today, and puts the task on the internet on the day the route changes.',
    fix: 'Set assignPublicIp to DISABLED.',
    sources: [securityHub('ECS.2'), ecsGuide('networking-outbound')],
    breaches: inUses(({ assignsPublicIp, subnets }) =>
      assignsPublicIp === true && subnets === 'private'
        ? 'assignPublicIp is ENABLED in subnets without an internet gateway'
        : undefined,
    ),
  },
  {
    id: 'exec-allowed',
    title: 'Shells into the task are allowed',
    severity: 'medium',
    reason: "Whoever may call ecs:ExecuteCommand works in the container, with its role, as the image's root.",
    fix: 'Set enableExecuteCommand to false; allow it for an incident, on a clean task, with a record.',
    sources: [ecsGuide('ecs-exec')],
    breaches: inUses(({ allowsExec }) => (allowsExec === true ? 'enableExecuteCommand is true' : undefined)),
  },
  {
    id: 'exec-not-recorded',
    title: 'Shells into the task leave no transcript',
    severity: 'high',
    reason: 'CloudTrail says that a session was opened; what was typed in it is known to nobody.',
    fix: 'Set executeCommandConfiguration of the cluster to logging OVERRIDE, with a log group or a bucket and a key.',
    sources: [ecsGuide('ecs-exec')],
    breaches: inUses(({ allowsExec, recordsSessions }) =>
      allowsExec === true && recordsSessions === false ? 'the cluster records no sessions' : undefined,
    ),
  },
  {
    id: 'platform-version-old',
    title: 'An old Fargate platform is pinned',
    severity: 'medium',
    reason: 'Kernel and runtime of an old platform get no fixes.',
    fix: 'Leave platformVersion out, or set LATEST.',
    sources: [
      securityHub('ECS.10'),
      awsConfig('ecs-fargate-latest-platform-version'),
      controlTower('CT.ECS.PR.1'),
    ],
    breaches: inUses(({ platformVersion }, definition) =>
      platformVersion !== undefined &&
      !isOpen(platformVersion) &&
      !isWindows(definition) &&
      OLD_LINUX_PLATFORM.test(platformVersion)
        ? `platformVersion is ${platformVersion}`
        : undefined,
    ),
  },
];

function inUses(
  judge: (use: TaskUse, definition: TaskDefinition) => string | undefined,
): (definition: TaskDefinition, surroundings: Surroundings) => readonly Breach[] {
  return (definition, { uses }) =>
    uses.flatMap((use): readonly Breach[] => {
      const what = judge(use, definition);
      return what === undefined ? [] : [{ place: use.name, what: `${use.name}: ${what}` }];
    });
}
