import { left, type Step, step } from './plan';

/** A name where the person who follows the plan puts what only the account knows. */
const SERVICE = "'<service>'";

/**
 * A task on Fargate: its interface belongs to AWS and keeps its security groups, so clean tasks get another group, and
 * the old group, which only the suspect has then, loses its rules. The task lives on, cut off, until all is copied.
 */
export function taskSteps(
  target: string,
  { cluster, service = SERVICE }: { readonly cluster?: string; readonly service?: string },
): readonly Step[] {
  const id = target.split('/').at(-1) ?? target;
  const inCluster = cluster ?? (target.includes('/') ? target.split('/').at(-2) : undefined) ?? "'<cluster>'";
  const at = `--cluster ${inCluster}`;
  const interfaceId = `jq -r '.tasks[0].attachments[].details[] | select(.name=="networkInterfaceId").value' evidence/task.json`;
  return [
    step(
      'evidence',
      'Keep the task from being replaced, and write down what it is',
      'A deployment or scale-in would end it, and with it all that is in its memory and files. Its image digest says what ran.',
      [
        `aws ecs update-task-protection ${at} --tasks ${id} --protection-enabled --expires-in-minutes 2880`,
        `mkdir -p evidence && aws ecs describe-tasks ${at} --tasks ${id} --include TAGS > evidence/task.json`,
        `aws ecs describe-task-definition --task-definition "$(jq -r '.tasks[0].taskDefinitionArn' evidence/task.json)" > evidence/definition.json`,
        `jq -r '.tasks[0].containers[] | [.name, .image, .imageDigest] | @tsv' evidence/task.json`,
      ],
      [
        left('ecs', 'UpdateTaskProtection', {
          cluster: inCluster,
          tasks: [id],
          protectionEnabled: true,
          expiresInMinutes: 2880,
        }),
      ],
    ),
    step(
      'evidence',
      'Copy its lines, the transcripts of shells in it, and its flow records',
      'Log groups have an end; a copy with a checksum does not.',
      [
        `GROUP=$(jq -r '.taskDefinition.containerDefinitions[0].logConfiguration.options["awslogs-group"]' evidence/definition.json)`,
        `aws logs filter-log-events --log-group-name "$GROUP" --log-stream-name-prefix "$(jq -r '.taskDefinition.containerDefinitions[0] | .logConfiguration.options["awslogs-stream-prefix"] + "/" + .name' evidence/definition.json)/${id}" > evidence/lines.json`,
        `aws logs filter-log-events --log-group-name '<log group of sessions>' --filter-pattern '"${id}"' > evidence/sessions.json`,
        `ADDRESS=$(jq -r '.tasks[0].attachments[].details[] | select(.name=="privateIPv4Address").value' evidence/task.json)`,
        `aws logs filter-log-events --log-group-name '<log group of flow logs>' --filter-pattern "\\"$ADDRESS\\"" > evidence/flows.json`,
        'sha256sum evidence/* > evidence.sha256',
      ],
    ),
    step(
      'clean',
      'Put clean tasks beside it, in a group of their own',
      'Users are served while the suspect is cut off; the new group is what tells clean from suspect.',
      [
        `OLD=$(aws ec2 describe-network-interfaces --network-interface-ids "$(${interfaceId})" --query 'NetworkInterfaces[0].Groups[0].GroupId' --output text)`,
        'aws ec2 describe-security-groups --group-ids "$OLD" > evidence/old-group.json',
        `CLEAN=$(aws ec2 create-security-group --group-name contain-${id.slice(0, 8)} --description "clean tasks beside ${id}" --vpc-id "$(jq -r '.SecurityGroups[0].VpcId' evidence/old-group.json)" --query GroupId --output text)`,
        `jq '.SecurityGroups[0].IpPermissions' evidence/old-group.json | tee evidence/rules.json   # take out what admits strangers`,
        'aws ec2 authorize-security-group-ingress --group-id "$CLEAN" --ip-permissions "$(cat evidence/rules.json)"',
        `NETWORK=$(aws ecs describe-services ${at} --services ${service} --query 'services[0].networkConfiguration' --output json | jq -c --arg group "$CLEAN" '.awsvpcConfiguration.securityGroups=[$group]')`,
        `aws ecs update-service ${at} --service ${service} --network-configuration "$NETWORK" --force-new-deployment`,
        `aws ecs wait services-stable ${at} --services ${service}`,
      ],
      [
        left('ec2', 'CreateSecurityGroup', {
          groupName: `contain-${id.slice(0, 8)}`,
          vpcId: 'vpc-0123456789abcdef0',
        }),
        left('ec2', 'AuthorizeSecurityGroupIngress', {
          groupId: 'sg-0fedcba9876543210',
          ipPermissions: {
            items: [
              {
                ipProtocol: 'tcp',
                fromPort: 8080,
                toPort: 8080,
                groups: { items: [{ groupId: 'sg-00000000000000001' }] },
                ipRanges: {},
              },
            ],
          },
        }),
        left('ecs', 'UpdateService', {
          cluster: inCluster,
          service,
          forceNewDeployment: true,
          networkConfiguration: {
            awsvpcConfiguration: {
              subnets: ['subnet-0123456789abcdef0'],
              securityGroups: ['sg-0fedcba9876543210'],
              assignPublicIp: 'DISABLED',
            },
          },
        }),
      ],
    ),
    step(
      'cut off',
      'Take the old group its rules, now that only the suspect has it',
      'Nothing new comes in or goes out. What is connected already may go on: a network ACL on the address of the other end ends that.',
      [
        `aws ec2 revoke-security-group-ingress --group-id "$OLD" --ip-permissions "$(jq -c '.SecurityGroups[0].IpPermissions' evidence/old-group.json)"`,
        `aws ec2 revoke-security-group-egress --group-id "$OLD" --ip-permissions "$(jq -c '.SecurityGroups[0].IpPermissionsEgress' evidence/old-group.json)"`,
      ],
      ['RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress'].map((name) =>
        left('ec2', name, { groupId: 'sg-0123456789abcdef0', ipPermissions: { items: [] } }),
      ),
    ),
    step(
      'afterwards',
      'Stop it once all is copied, then revoke the sessions of its role',
      'While it runs it fetches new credentials of the role every few hours, so a revocation before would not hold.',
      [
        `aws ecs stop-task ${at} --task ${id} --reason "contained: evidence is copied"`,
        `npx harborwatch contain role "$(jq -r '.taskDefinition.taskRoleArn | split("/") | last' evidence/definition.json)"`,
      ],
      [left('ecs', 'StopTask', { cluster: inCluster, task: id, reason: 'contained: evidence is copied' })],
    ),
  ];
}
