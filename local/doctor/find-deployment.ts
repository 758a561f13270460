import { readFile } from 'node:fs/promises';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { deployedNames } from '../../deployment/deployed-names';
import type { Deployment } from '../../deployment/described-deployment';
import { UsageError } from '../terminal/usage-error';
import { clientSettings } from './aws/client-settings';
import { callerAccount } from './caller-account';
import { DoctorError } from './doctor-error';
import { askFor } from './look-error';
import { DeploymentTextError, parseDeployment } from './parse-deployment';

export interface Wanted {
  /** Of the deployment. */
  readonly name: string;
  readonly region?: string;
  /** A file to read instead of the SSM parameter. */
  readonly description?: string;
}

/**
 * Where the parts of the deployment are: from the SSM parameter that the stacks write, or from a file.
 *
 * @throws DoctorError without credentials, without parameter, or with those of another account
 * @throws UsageError for a file that is none
 */
export async function findDeployment({ name, region, description }: Wanted): Promise<Deployment> {
  const described = description === undefined ? undefined : await fromFile(description, region);
  const account = await callerAccount(region ?? described?.region);
  const deployment = described ?? (await fromParameter(name, region, account));
  if (deployment.account !== account) {
    throw new DoctorError(
      `the credentials are of account ${account} and ${deployment.name} is deployed in ${deployment.account}; set AWS_PROFILE to a profile of that account`,
    );
  }
  return deployment;
}

async function fromFile(file: string, region: string | undefined): Promise<Deployment> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`--description ${file} cannot be read (${error.code}); name a file that can`);
  });
  const deployment = parsed(
    text,
    (reason) => new UsageError(`--description ${file} ${reason}; write it again from the SSM parameter`),
  );
  if (region !== undefined && region !== deployment.region) {
    throw new UsageError(
      `--region is ${region} and --description ${file} is of ${deployment.region}; leave one out`,
    );
  }
  return deployment;
}

async function fromParameter(name: string, region: string | undefined, account: string): Promise<Deployment> {
  const parameter = deployedNames(name).descriptionParameter;
  const client = new SSMClient(clientSettings(region));
  const where = `in account ${account}, region ${await client.config.region()}`;
  const found = await askFor('ssm:GetParameter', ['ParameterNotFound'], () =>
    client.send(new GetParameterCommand({ Name: parameter })),
  ).catch((error: Error) => {
    throw new DoctorError(
      `the parameter ${parameter} ${where} cannot be read: ${error.message}; \`npx harborwatch doctor --policy\` prints what is needed, or give its text with --description`,
    );
  });
  const text = found?.Parameter?.Value;
  if (text === undefined) {
    throw new DoctorError(
      `there is no parameter ${parameter} ${where}, so nothing by the name ${name} is deployed there; give --name or --region, or deploy it: npx cdk deploy --all`,
    );
  }
  return parsed(
    text,
    (reason) =>
      new DoctorError(`the parameter ${parameter} ${where} ${reason}; npx cdk deploy --all writes it again`),
  );
}

function parsed(text: string, complain: (reason: string) => Error): Deployment {
  try {
    return parseDeployment(text);
  } catch (error) {
    if (error instanceof DeploymentTextError) throw complain(error.message);
    throw error;
  }
}
