import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { LambdaFunction as Target } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { ImageFindings } from '../../../stacks/workload/image-findings';

const stack = new Stack(new App(), 'Findings');
const handler = new LambdaFunction(stack, 'Handler', {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromInline('exports.handler = async () => undefined;'),
});
new ImageFindings(stack, 'ImageFindings', {
  repositoryName: 'harborwatch/httpd-login',
  target: new Target(handler),
});
const template = Template.fromStack(stack);

describe('ImageFindings', () => {
  test('a finished scan of this repository with a critical finding is told', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.ecr'],
        'detail-type': ['ECR Image Scan'],
        detail: {
          'scan-status': ['COMPLETE'],
          'repository-name': ['harborwatch/httpd-login'],
          'finding-severity-counts': { CRITICAL: [{ numeric: ['>', 0] }] },
        },
      },
      Targets: [Match.objectLike({ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Handler'), 'Arn'] } })],
    });
  });

  test('so is what Inspector finds in it', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({
        source: ['aws.inspector2'],
        detail: Match.objectLike({ severity: ['CRITICAL'], status: ['ACTIVE'] }),
      }),
    });
  });
});
