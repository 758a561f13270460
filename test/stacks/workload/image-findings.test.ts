import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ImageFindings } from '../../../stacks/workload/image-findings';

const stack = new Stack(new App(), 'Findings');
const topic = new Topic(stack, 'Topic');
new ImageFindings(stack, 'ImageFindings', {
  repositoryName: 'harborwatch/httpd-login',
  target: (message) => new SnsTopic(topic, { message: RuleTargetInput.fromText(message) }),
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
      Targets: [
        Match.objectLike({
          InputTransformer: Match.objectLike({
            InputTemplate: Match.stringLikeRegexp('aws ecr describe-image-scan-findings --repository-name <'),
          }),
        }),
      ],
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
