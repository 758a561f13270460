import { exampleRole } from '../example-event';
import { byPipeline, byService, one, refused, type TrailExampleTable } from './trail-example';

const template = one('ecr', 'CreateRepositoryCreationTemplate', {
  prefix: 'ROOT',
  imageTagMutability: 'MUTABLE',
});
const project = one('codebuild', 'UpdateProject', { name: 'shop' });
const stack = one('cloudformation', 'CreateStack', { stackName: 'x', templateBody: '***' });
const url = (authType: string) => one('lambda', 'CreateFunctionUrlConfig', { functionName: 'f', authType });
const grant = one('kms', 'CreateGrant', { keyId: 'k', granteePrincipal: 'arn:aws:iam::444455556666:root' });
const groups = one('elasticfilesystem', 'ModifyMountTargetSecurityGroups', { mountTargetId: 'm' });
const region = one('account', 'EnableRegion', { regionName: 'ap-east-1' });

export const supplyExamples: TrailExampleTable = {
  'ecr-registry-changed': {
    fires: [template, one('ecr', 'PutReplicationConfiguration', {})],
    staysSilent: [
      byPipeline(template),
      refused(template),
      one('ecr', 'CreateRepository', { repositoryName: 'r' }),
    ],
  },
  'build-changed-by-hand': {
    fires: [
      project,
      one('codebuild', 'StartBuild', { projectName: 'shop', buildspecOverride: 'phases: {}' }),
    ],
    staysSilent: [
      byPipeline(project),
      one('codebuild', 'StartBuild', { projectName: 'shop' }),
      one(
        'codebuild',
        'UpdateProject',
        { name: 'shop' },
        {
          userIdentity: { ...exampleRole('shop-events'), invokedBy: 'events.amazonaws.com' },
        },
      ),
    ],
  },
  'stack-changed-by-hand': {
    fires: [stack, one('cloudcontrolapi', 'CreateResource', { typeName: 'AWS::ECS::TaskDefinition' })],
    staysSilent: [
      byPipeline(stack),
      refused(stack),
      one('cloudformation', 'CreateChangeSet', { stackName: 'x' }),
    ],
  },
  'function-opened': {
    fires: [url('NONE'), one('lambda', 'PutResourcePolicy', { resourceArn: 'f', policy: '{}' })],
    staysSilent: [url('AWS_IAM'), byPipeline(url('NONE'))],
  },
  'kms-grant-made': {
    fires: [grant],
    staysSilent: [
      byService(grant),
      one(
        'kms',
        'CreateGrant',
        { keyId: 'k' },
        {
          userIdentity: { ...exampleRole('team'), invokedBy: 'secretsmanager.amazonaws.com' },
        },
      ),
      byPipeline(grant),
    ],
  },
  'file-system-exposed': {
    fires: [groups, one('elasticfilesystem', 'DeleteFileSystemPolicy', { fileSystemId: 'f' })],
    staysSilent: [byPipeline(groups), one('elasticfilesystem', 'CreateTags', { fileSystemId: 'f' })],
  },
  'account-settings-changed': {
    fires: [region, one('fis', 'StartExperiment', { experimentTemplateId: 'E' })],
    staysSilent: [byPipeline(region), refused(region), one('fis', 'StopExperiment', { id: 'E' })],
  },
};
