import {
  type FunctionConfiguration,
  type FunctionEventInvokeConfig,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListFunctionEventInvokeConfigsCommand,
} from '@aws-sdk/client-lambda';
import { ask, askFor } from '../look-error';
import { clientSettings } from './client-settings';
import { pages } from './pages';

export type { FunctionConfiguration, FunctionEventInvokeConfig };

export interface Functions {
  /** Undefined where there is no such function. */
  readonly configuration: (name: string) => Promise<FunctionConfiguration | undefined>;
  /** What happens to events that it could not take, by version or alias. */
  readonly invokeConfigs: (name: string) => Promise<readonly FunctionEventInvokeConfig[]>;
}

export function functionsIn(region: string): Functions {
  const client = new LambdaClient(clientSettings(region));
  return {
    configuration: (FunctionName) =>
      askFor('lambda:GetFunctionConfiguration', ['ResourceNotFoundException'], () =>
        client.send(new GetFunctionConfigurationCommand({ FunctionName })),
      ),
    invokeConfigs: (FunctionName) =>
      pages(async (token) => {
        const answer = await ask('lambda:ListFunctionEventInvokeConfigs', () =>
          client.send(
            new ListFunctionEventInvokeConfigsCommand({
              FunctionName,
              ...(token !== undefined && { Marker: token }),
            }),
          ),
        );
        return [answer.FunctionEventInvokeConfigs ?? [], answer.NextMarker];
      }),
  };
}
