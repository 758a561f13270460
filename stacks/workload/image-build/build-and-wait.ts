/** What CodeBuild says of a build. */
export interface Build {
  /** `IN_PROGRESS` until it is over, then `SUCCEEDED` or what went wrong. */
  readonly status: string;
  /** What the buildspec exports. */
  readonly exported: Readonly<Record<string, string>>;
  readonly logsLink?: string;
}

/** The two calls of CodeBuild, and the time between them. */
export interface Builds {
  /** @returns the id of the build; the same token within five minutes starts no second one */
  readonly start: (request: ImageRequest, token: string) => Promise<string>;
  readonly get: (id: string) => Promise<Build>;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** What an image is made of: the properties of the custom resource. */
export interface ImageRequest {
  readonly ProjectName: string;
  readonly Stage: string;
  readonly ImageTag: string;
}

/** The image was not built: the message names the build and its log. */
export class ImageBuildError extends Error {
  override readonly name = 'ImageBuildError';
}

const PAUSE_MILLISECONDS = 5_000;

/**
 * Starts a build and waits until it is over, `patience` looks long.
 *
 * @returns what the build exports: `IMAGE_DIGEST` and `BASE_DIGEST`
 * @throws ImageBuildError when it fails or takes longer
 */
export async function buildAndWait(request: ImageRequest, token: string, builds: Builds, patience: number) {
  const id = await builds.start(request, token);
  for (let look = 0; look < patience; look += 1) {
    await builds.pause(PAUSE_MILLISECONDS);
    const { status, exported, logsLink } = await builds.get(id);
    if (status === 'SUCCEEDED') return exported;
    if (status !== 'IN_PROGRESS') {
      throw new ImageBuildError(
        `the build ${id} of image ${request.ImageTag} ended with ${status}; its log: ${logsLink ?? 'none'}`,
      );
    }
  }
  throw new ImageBuildError(
    `the build ${id} of image ${request.ImageTag} was not over after ${(patience * PAUSE_MILLISECONDS) / 1000} s; deploy again once it is`,
  );
}
