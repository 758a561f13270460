import { setTimeout as pause } from 'node:timers/promises';
import { answerStack, type StackRequest } from './answer-stack';
import type { Build, Builds, ImageRequest } from './build-and-wait';

/** What is used of the SDK; Lambda's runtime brings it along, for a function that runs once a deployment. */
interface CodeBuildModule {
  readonly CodeBuild: new () => {
    startBuild(input: {
      readonly projectName: string;
      readonly idempotencyToken: string;
      readonly environmentVariablesOverride: readonly { readonly name: string; readonly value: string }[];
    }): Promise<{ readonly build?: { readonly id?: string } }>;
    batchGetBuilds(input: { readonly ids: readonly string[] }): Promise<{
      readonly builds?: readonly {
        readonly buildStatus?: string;
        readonly exportedEnvironmentVariables?: readonly {
          readonly name?: string;
          readonly value?: string;
        }[];
        readonly logs?: { readonly deepLink?: string };
      }[];
    }>;
  };
}

const { CodeBuild } = require('@aws-sdk/client-codebuild') as CodeBuildModule;
const codeBuild = new CodeBuild();

const builds: Builds = {
  start: async ({ ProjectName, Stage, ImageTag }: ImageRequest, token) => {
    const { build } = await codeBuild.startBuild({
      projectName: ProjectName,
      idempotencyToken: token,
      environmentVariablesOverride: [
        { name: 'STAGE', value: Stage },
        { name: 'IMAGE_TAG', value: ImageTag },
      ],
    });
    return build?.id ?? '';
  },
  get: async (id): Promise<Build> => {
    const build = (await codeBuild.batchGetBuilds({ ids: [id] })).builds?.[0];
    const link = build?.logs?.deepLink;
    return {
      status: build?.buildStatus ?? 'UNKNOWN',
      exported: Object.fromEntries(
        (build?.exportedEnvironmentVariables ?? []).map(({ name = '', value = '' }) => [name, value]),
      ),
      ...(link !== undefined && { logsLink: link }),
    };
  },
  pause: async (milliseconds) => {
    await pause(milliseconds);
  },
};

/** As many looks as fit into the function's 15 minutes, with time left to answer. */
const PATIENCE = 165;

export async function handler(request: StackRequest): Promise<void> {
  const body = JSON.stringify(await answerStack(request, builds, PATIENCE));
  // Bytes and no text: the signature of the URL allows no content type.
  const answered = await fetch(request.ResponseURL, { method: 'PUT', body: Buffer.from(body) });
  if (!answered.ok) throw new Error(`the stack's answer was refused with ${answered.status}`);
}
