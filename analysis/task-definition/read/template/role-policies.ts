import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../../../records/cloudtrail/cloudtrail-record';
import type { PolicyStatement } from '../../surroundings';
import { objectsOf, textOf, textsOf } from '../fields';
import { type ResolvedTemplate, referredId } from './resolve-template';

/**
 * What the template lets a role do: its own policies, those attached to it elsewhere in the template, and the names of
 * managed ones. Undefined where the template does not make the role.
 *
 * @param role resolved `TaskRoleArn` or `ExecutionRoleArn`
 */
export function rolePolicies(
  role: string | undefined,
  { resources }: ResolvedTemplate,
): readonly PolicyStatement[] | undefined {
  const roleId = referredId(role);
  const resource = roleId === undefined ? undefined : resources.get(roleId);
  if (roleId === undefined || resource?.type !== 'AWS::IAM::Role') return undefined;
  const managedHere: string[] = [];
  const statements = objectsOf(resource.properties, 'policies').flatMap((policy) =>
    allowing(textOf(policy, 'policyName') ?? roleId, policy['PolicyDocument']),
  );
  const managed = textsOf(resource.properties, 'managedPolicyArns').flatMap(
    (arn): readonly PolicyStatement[] => {
      const made = referredId(arn);
      if (made !== undefined && resources.has(made)) {
        managedHere.push(made);
        return [];
      }
      return [{ policy: arn, actions: [], resources: [], hasCondition: false }];
    },
  );
  const attached = [...resources.values()]
    .filter(({ type }) => type === 'AWS::IAM::Policy' || type === 'AWS::IAM::ManagedPolicy')
    .filter(
      ({ logicalId, properties }) =>
        managedHere.includes(logicalId) ||
        textsOf(properties, 'roles').some((name) => referredId(name) === roleId),
    )
    .flatMap(({ logicalId, properties }) => allowing(logicalId, properties['PolicyDocument']));
  return [...statements, ...managed, ...attached];
}

/** The statements of a policy document that allow something. */
function allowing(policy: string, document: JsonValue | undefined): readonly PolicyStatement[] {
  if (!isJsonObject(document)) return [];
  const statements = Array.isArray(document['Statement']) ? document['Statement'] : [document['Statement']];
  return statements
    .filter(
      (statement): statement is JsonObject => isJsonObject(statement) && statement['Effect'] === 'Allow',
    )
    .map((statement) => ({
      policy,
      actions: oneOrMore(statement['Action']),
      resources: oneOrMore(statement['Resource']),
      hasCondition: statement['Condition'] !== undefined,
    }));
}

function oneOrMore(value: JsonValue | undefined): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');
}
