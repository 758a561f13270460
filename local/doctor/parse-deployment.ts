import { type Deployment, deploymentSchema } from '../../deployment/described-deployment';

/** Text that is no description of a deployment; the message names the place. */
export class DeploymentTextError extends Error {
  override readonly name = 'DeploymentTextError';
}

/** @throws DeploymentTextError */
export function parseDeployment(text: string): Deployment {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DeploymentTextError(`is not JSON (${(error as Error).message})`);
  }
  const checked = deploymentSchema.safeParse(value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const place = issue?.path.join('.') ?? '';
  const { version } = (value ?? {}) as { version?: unknown };
  const by = typeof version === 'string' ? `; version ${version} wrote it, whose doctor understands it` : '';
  throw new DeploymentTextError(
    `does not describe a deployment of this version${place === '' ? '' : `, at ${place}`}: ${issue?.message}${by}`,
  );
}
