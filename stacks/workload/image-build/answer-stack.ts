import { type Builds, buildAndWait, type ImageRequest } from './build-and-wait';

/** What CloudFormation asks of a custom resource (custom resource request objects). */
export interface StackRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: ImageRequest;
}

/** What it wants to hear. */
export interface StackAnswer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly Data?: Readonly<Record<string, string>>;
}

/** CloudFormation takes an answer of 4096 bytes. */
const LONGEST_REASON = 1_000;

/**
 * The answer to a request: the digests of the image that was built, or the reason why it was not. Deleting has nothing
 * to do, since the images go with their repository.
 */
export async function answerStack(
  request: StackRequest,
  builds: Builds,
  patience: number,
): Promise<StackAnswer> {
  const { RequestType, ResourceProperties: image, StackId, RequestId, LogicalResourceId } = request;
  // The id stays when a Create fails before there is one: CloudFormation then deletes what it knows.
  const PhysicalResourceId =
    RequestType === 'Delete' ? (request.PhysicalResourceId ?? image.ImageTag) : image.ImageTag;
  const answer = { PhysicalResourceId, StackId, RequestId, LogicalResourceId };
  if (RequestType === 'Delete') return { Status: 'SUCCESS', ...answer };
  try {
    const exported = await buildAndWait(image, RequestId, builds, patience);
    const { IMAGE_DIGEST: ImageDigest = '', BASE_DIGEST: BaseDigest = '' } = exported;
    return { Status: 'SUCCESS', ...answer, Data: { ImageDigest, BaseDigest } };
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { Status: 'FAILED', Reason: reason.slice(0, LONGEST_REASON), ...answer };
  }
}
