import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { imageBuildBundle } from '../../../../stacks/workload/image-build/bundle';

/** What Lambda's runtime has, as far as the function uses it: one build, over at the second look. */
const SDK = `
let looks = 0;
exports.CodeBuild = class {
  async startBuild(input) {
    console.log(JSON.stringify(input));
    return { build: { id: 'workload-image:1' } };
  }
  async batchGetBuilds({ ids }) {
    looks += 1;
    const isOver = looks > 1 && ids[0] === 'workload-image:1';
    return { builds: [isOver
      ? { buildStatus: 'SUCCEEDED', exportedEnvironmentVariables: [{ name: 'IMAGE_DIGEST', value: 'sha256:aa' }, { name: 'BASE_DIGEST', value: 'sha256:bb' }] }
      : { buildStatus: 'IN_PROGRESS' }] };
  }
};`;

const folder = mkdtempSync(path.join(tmpdir(), 'image-build-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the bundle, as it is deployed, builds the image and puts its answer where CloudFormation waits for it', async () => {
  mkdirSync(path.join(folder, '@aws-sdk/client-codebuild'), { recursive: true });
  writeFileSync(path.join(folder, '@aws-sdk/client-codebuild/index.js'), SDK);
  const puts: { readonly type: string | undefined; readonly body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      puts.push({ type: request.headers['content-type'], body });
      response.end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  try {
    const request = {
      RequestType: 'Create',
      ResponseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?X-Signature=1`,
      StackId: 'stack',
      RequestId: 'request-1',
      LogicalResourceId: 'Built',
      ResourceProperties: { ProjectName: 'workload-image', Stage: 'open', ImageTag: 'open-0123' },
    };
    const script = `
      require('node:timers/promises').setTimeout = async () => {};
      require(${JSON.stringify(path.join(imageBuildBundle(), 'index.js'))}).handler(${JSON.stringify(request)});`;
    const { stdout } = await promisify(execFile)('node', ['-e', script], {
      env: { ...process.env, NODE_PATH: folder },
    });
    expect(JSON.parse(stdout)).toEqual({
      projectName: 'workload-image',
      idempotencyToken: 'request-1',
      environmentVariablesOverride: [
        { name: 'STAGE', value: 'open' },
        { name: 'IMAGE_TAG', value: 'open-0123' },
      ],
    });
  } finally {
    server.close();
  }
  // The URL is signed without a content type: any would be refused.
  expect(puts.map(({ type }) => type)).toEqual([undefined]);
  expect(JSON.parse(puts[0]?.body ?? '')).toMatchObject({
    Status: 'SUCCESS',
    Data: { ImageDigest: 'sha256:aa', BaseDigest: 'sha256:bb' },
  });
});
