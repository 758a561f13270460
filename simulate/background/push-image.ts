import { call } from '../api-call';
import { ACCOUNT, REGION } from '../fleet';
import type { Simulation } from '../simulation';

/** Who pushes, from where. */
type Caller = Pick<Parameters<typeof call>[1], 'by' | 'from' | 'agent'>;

/** The calls of a `docker push`: layers that are missing, then the image under its tag. */
export function pushImage(
  simulation: Simulation,
  by: Caller,
  repository: string,
  revision: number,
  at: number,
): void {
  const ecr = (offset: number, name: string, request: Parameters<typeof call>[1]['request'] = null) =>
    call(simulation, {
      ...by,
      at: at + offset,
      service: 'ecr',
      name,
      request,
      resources: [{ accountId: ACCOUNT, ARN: `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${repository}` }],
    });
  ecr(0, 'GetAuthorizationToken');
  for (let layer = 0; layer < 3; layer++) {
    ecr(1 + layer * 4, 'BatchCheckLayerAvailability', { repositoryName: repository, registryId: ACCOUNT });
    ecr(2 + layer * 4, 'InitiateLayerUpload', { repositoryName: repository, registryId: ACCOUNT });
    ecr(4 + layer * 4, 'CompleteLayerUpload', { repositoryName: repository, registryId: ACCOUNT });
  }
  call(simulation, {
    ...by,
    at: at + 30,
    service: 'ecr',
    name: 'PutImage',
    request: { registryId: ACCOUNT, repositoryName: repository, imageTag: `release-${revision}` },
    response: {
      image: {
        registryId: ACCOUNT,
        repositoryName: repository,
        imageId: { imageTag: `release-${revision}`, imageDigest: `sha256:${simulation.random.hex(64)}` },
      },
    },
    resources: [{ accountId: ACCOUNT, ARN: `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${repository}` }],
  });
}
