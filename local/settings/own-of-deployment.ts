import { readFile } from 'node:fs/promises';
import { deploymentSchema } from '../../deployment/described-deployment';
import { ownNamesOf } from '../../deployment/own-names';
import { UsageError } from '../terminal/usage-error';

/**
 * The names of what a deployment is made of, from a file with its description: the value of the SSM parameter that the
 * stacks write.
 *
 * @throws UsageError when the file cannot be read, or describes no deployment
 */
export async function ownOfDeployment(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`the deployment ${file} cannot be read (${error.code ?? 'unknown reason'})`);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `${file} is not JSON (${(error as Error).message}); save the parameter's value there`,
    );
  }
  const checked = deploymentSchema.safeParse(value);
  if (checked.success) return ownNamesOf(checked.data);
  const [issue] = checked.error.issues;
  throw new UsageError(
    `${file} describes no deployment of this version (${issue?.path.join('.') ?? ''}: ${issue?.message}); save there what \`aws ssm get-parameter --name /harborwatch/deployment --query Parameter.Value --output text\` prints`,
  );
}
