import { synth } from '../synth';
import { CODE_PIPELINE, type Context } from '../variants';
import { evaluatePolicy } from './evaluate-policy';
import { ACCOUNT, idIn, REGION, roleStatements } from './template-policy';

const PRODUCTION: Context = {
  mode: 'production',
  stage: 'hardened',
  'workload.enhancedScanning': true,
  ...CODE_PIPELINE,
};
const template = () => synth(PRODUCTION).template('pipeline');
const asking = (id: string) => {
  const statements = roleStatements(template(), id);
  return (action: string, resource: string) => evaluatePolicy(statements, { action, resource });
};
const idOf = (type: string, beginning: string) => idIn(template(), type, beginning);
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

describe('the pipeline', () => {
  const bucket = () => `${idOf('AWS::S3::Bucket', 'PipelineArtifacts')}.Arn`;
  const key = () => `${idOf('AWS::KMS::Key', 'DeploymentKey')}.Arn`;
  const project = (step: string) => `${idOf('AWS::CodeBuild::Project', `${step}Project`)}.Arn`;
  const logs = (step: string) => `${idOf('AWS::Logs::LogGroup', `${step}Logs`)}.Arn`;

  test('what runs it takes the role of each action, hands artifacts on, and looks at two alarms', () => {
    const ask = asking('DeploymentRole');
    for (const action of ['s3:GetObject', 's3:PutObject'])
      expect(ask(action, `${bucket()}/run/artifact`)).toBe('allowed');
    expect(ask('kms:Decrypt', key())).toBe('allowed');
    const alarm = (name: string) => `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${name}`;
    expect(ask('cloudwatch:DescribeAlarms', alarm('harborwatch-target-errors'))).toBe('allowed');
    expect(ask('cloudwatch:DescribeAlarms', alarm('other'))).toBe('not mentioned');
    expect(ask('codebuild:StartBuild', project('Deploy'))).toBe('not mentioned');
    const actions = Object.keys(template().findResources('AWS::IAM::Role')).filter(
      (id) => /CodePipelineActionRole/.test(id) || id.startsWith('DeploymentReader'),
    );
    expect(actions).toHaveLength(6);
    for (const id of actions) expect([id, ask('sts:AssumeRole', `${id}.Arn`)]).toEqual([id, 'allowed']);
    for (const step of ['check', 'image', 'review', 'deploy'])
      expect(ask('sts:AssumeRole', role(`harborwatch-pipeline-${step}-${REGION}`))).toBe('not mentioned');
  });

  test.each(['Check', 'Image', 'ReviewShowChanges', 'Deploy'])(
    'the action %s starts its project alone',
    (name) => {
      const ask = asking(`DeploymentPipeline${name}CodePipelineActionRole`);
      const step = name.replace('ShowChanges', '');
      for (const each of ['Check', 'Image', 'Review', 'Deploy'])
        expect([each, ask('codebuild:StartBuild', project(each))]).toEqual([
          each,
          each === step ? 'allowed' : 'not mentioned',
        ]);
      expect(ask('codebuild:UpdateProject', project(step))).toBe('not mentioned');
    },
  );

  test('the approval may do nothing at all', () => {
    const id = 'DeploymentPipelineReviewApproveCodePipelineActionRole';
    expect(roleStatements(template(), id)).toEqual([]);
  });

  test('the sources are fetched by one connection, into the one bucket', () => {
    const ask = asking('DeploymentReader');
    const { 'pipeline.connectionArn': connection } = CODE_PIPELINE;
    expect(ask('codeconnections:UseConnection', String(connection))).toBe('allowed');
    expect(ask('s3:PutObject', `${bucket()}/run/source`)).toBe('allowed');
    for (const step of ['Check', 'Deploy'])
      expect(ask('codebuild:StartBuild', project(step))).toBe('not mentioned');
  });

  test.each(['Check', 'Image', 'Review', 'Deploy'])(
    'the project %s writes its log and takes what it is given',
    (step) => {
      const ask = asking(`${step}Role`);
      expect(ask('logs:PutLogEvents', logs(step))).toBe('allowed');
      expect(ask('s3:GetObject', `${bucket()}/run/checked`)).toBe('allowed');
      expect(ask('kms:Decrypt', key())).toBe('allowed');
      expect(ask('kms:PutKeyPolicy', key())).toBe('not mentioned');
      expect(ask('s3:PutBucketPolicy', bucket())).toBe('not mentioned');
      for (const action of [
        'DeleteObject',
        'DeleteObjectVersion',
        'PutObjectRetention',
        'PutObjectLegalHold',
      ])
        expect([action, ask(`s3:${action}`, `${bucket()}/run/checked`)]).toEqual([action, 'denied']);
      // It has nothing to hand on, and what it deploys it does not change.
      expect(ask('s3:PutObject', `${bucket()}/run/checked`)).toBe(
        step === 'Deploy' ? 'not mentioned' : 'allowed',
      );
      for (const other of ['Check', 'Image', 'Review', 'Deploy'].filter((each) => each !== step))
        expect(ask('logs:PutLogEvents', logs(other))).toBe('not mentioned');
    },
  );

  test('the image step reads findings and has the image signed by one profile', () => {
    const ask = asking('ImageRole');
    const repository = `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/harborwatch/httpd-login`;
    for (const action of [
      'DescribeRepositories',
      'DescribeImages',
      'DescribeImageScanFindings',
      'DescribeImageSigningStatus',
    ])
      expect(ask(`ecr:${action}`, repository)).toBe('allowed');
    expect(ask('inspector2:ListFindings', '*')).toBe('allowed');
    expect(ask('inspector2:CreateFilter', '*')).toBe('not mentioned');
    const profile = `${idOf('AWS::Signer::SigningProfile', 'Signing')}.Arn`;
    expect(ask('signer:SignPayload', profile)).toBe('allowed');
    expect(ask('signer:SignPayload', `arn:aws:signer:${REGION}:${ACCOUNT}:/signing-profiles/other`)).toBe(
      'not mentioned',
    );
  });
});
