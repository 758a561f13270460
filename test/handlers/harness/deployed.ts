import type { HandlerName } from '../../../handlers/bundling';
import { FakeAws } from '../fake-aws/fake-aws';
import { VARIABLES } from './environment';
import { bundle, LambdaProcess } from './lambda';

/** A bundle as it is deployed, in a process of its own, against AWS's protocols over HTTP; new for each test. */
export interface Deployed {
  readonly folder: string;
  readonly aws: FakeAws;
  readonly lambda: LambdaProcess;
}

/** Registers the set-up and gives what it sets up, to be read inside of tests. */
export function deployed(
  name: HandlerName,
  variables: (endpoint: string) => Readonly<Record<string, string>> = () => ({}),
): Deployed {
  let current: Deployed;
  let folder: string;
  beforeAll(() => {
    folder = bundle(name);
  });
  beforeEach(async () => {
    const aws = new FakeAws();
    const endpoint = await aws.start();
    const lambda = new LambdaProcess(folder, endpoint, { ...VARIABLES, ...variables(endpoint) });
    current = { folder, aws, lambda };
  });
  afterEach(async () => {
    await current.lambda.stop();
    await current.aws.stop();
  });
  return {
    get folder() {
      return current.folder;
    },
    get aws() {
      return current.aws;
    },
    get lambda() {
      return current.lambda;
    },
  };
}
