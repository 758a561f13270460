import { answerStack, type StackRequest } from '../../../../stacks/workload/image-build/answer-stack';
import type { Build, Builds, ImageRequest } from '../../../../stacks/workload/image-build/build-and-wait';

const IMAGE: ImageRequest = { ProjectName: 'workload-image', Stage: 'open', ImageTag: 'open-0123' };
const REQUEST: StackRequest = {
  RequestType: 'Create',
  ResponseURL: 'https://answers.example.com/1',
  StackId: 'stack',
  RequestId: 'request-1',
  LogicalResourceId: 'Built',
  ResourceProperties: IMAGE,
};
const RUNNING: Build = { status: 'IN_PROGRESS', exported: {} };

/** CodeBuild as a list of what it says from look to look. */
function playing(...said: readonly Build[]) {
  const started: [ImageRequest, string][] = [];
  let looks = 0;
  const builds: Builds = {
    start: async (request, token) => {
      started.push([request, token]);
      return 'workload-image:1';
    },
    get: async () => said[Math.min(looks++, said.length - 1)] ?? RUNNING,
    pause: async () => undefined,
  };
  return { builds, started, looks: () => looks };
}

describe('answerStack', () => {
  test('says what was built once the build is over, and not before', async () => {
    const { builds, looks } = playing(RUNNING, RUNNING, {
      status: 'SUCCEEDED',
      exported: { IMAGE_DIGEST: 'sha256:aa', BASE_DIGEST: 'sha256:bb' },
    });
    expect(await answerStack(REQUEST, builds, 10)).toEqual({
      Status: 'SUCCESS',
      PhysicalResourceId: 'open-0123',
      StackId: 'stack',
      RequestId: 'request-1',
      LogicalResourceId: 'Built',
      Data: { ImageDigest: 'sha256:aa', BaseDigest: 'sha256:bb' },
    });
    expect(looks()).toBe(3);
  });

  test('starts one build a request, however often the request comes', async () => {
    const { builds, started } = playing({ status: 'SUCCEEDED', exported: {} });
    await answerStack(REQUEST, builds, 10);
    expect(started).toEqual([[IMAGE, 'request-1']]);
  });

  test.each(['FAILED', 'FAULT', 'TIMED_OUT', 'STOPPED', 'UNKNOWN'])(
    'a build that ended with %s fails the deployment, and the reason leads to its log',
    async (status) => {
      const { builds } = playing(RUNNING, { status, exported: {}, logsLink: 'https://logs.example.com' });
      expect(await answerStack(REQUEST, builds, 10)).toMatchObject({
        Status: 'FAILED',
        Reason: `ImageBuildError: the build workload-image:1 of image open-0123 ended with ${status}; its log: https://logs.example.com`,
        PhysicalResourceId: 'open-0123',
      });
    },
  );

  test('a build that does not end is not waited for without end', async () => {
    const { builds } = playing(RUNNING);
    expect(await answerStack(REQUEST, builds, 3)).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringContaining('was not over after 15 s'),
    });
  });

  test('CodeBuild refusing the call fails the deployment with what it said, in as many letters as an answer holds', async () => {
    const builds = { ...playing(RUNNING).builds, start: () => Promise.reject(new Error('x'.repeat(5_000))) };
    const answer = await answerStack(REQUEST, builds, 3);
    expect(answer.Status).toBe('FAILED');
    expect(JSON.stringify(answer).length).toBeLessThan(4_096);
  });

  test('deleting builds nothing and always succeeds', async () => {
    const { builds, started } = playing(RUNNING);
    const request: StackRequest = { ...REQUEST, RequestType: 'Delete', PhysicalResourceId: 'open-0000' };
    expect(await answerStack(request, builds, 3)).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: 'open-0000',
    });
    expect(started).toEqual([]);
  });
});
