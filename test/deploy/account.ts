import { setTimeout as pause } from 'node:timers/promises';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type Stack,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { STACK_IDS, type StackId, stackNameOf } from '../../stacks/stack-ids';
import { type Context, deployedBy } from './deployed-by';
import { everythingThere, type Place } from './left-over';
import type { TemplateText } from './take-out';

/** A stack did not become what it was told to. */
export class StackError extends Error {
  override readonly name = 'StackError';
}

const PATIENCE_MILLISECONDS = 300_000;
const isDone = (status = '') => !status.endsWith('_IN_PROGRESS');

/** One account and region of the emulator, to which stacks are deployed by CloudFormation's own calls. */
export class Account {
  readonly place: Place;
  readonly client: CloudFormationClient;
  /** The bucket into which the command line would upload. */
  readonly #templates: string;

  /** @param account twelve digits; the emulator takes them for the key of that account */
  constructor(endpoint: string, account: string, region: string) {
    this.place = { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'test' } };
    this.client = new CloudFormationClient(this.place);
    this.#templates = `templates-${account}-${region}`;
  }

  /** What is there, but for dashboards and what the test itself put there. */
  async there(): Promise<readonly string[]> {
    const all = await everythingThere(this.place, ['dashboard']);
    return all.filter((thing) => !thing.startsWith('bucket templates-'));
  }

  /**
   * As `cdk deploy --all` does it: stack after stack, and what a failed first create left is deleted before.
   *
   * @param broken changes a template before it is sent
   * @throws StackError with the reasons that CloudFormation gives
   */
  async deploy(
    context: Context,
    broken: (id: StackId, template: TemplateText) => TemplateText = (_, it) => it,
  ) {
    const { name, templates } = deployedBy(context);
    for (const [id, template] of templates) {
      await this.#deployStack(stackNameOf(name, id), broken(id, template));
    }
  }

  /** As `cdk destroy` of these stacks, with those that were deployed after them first. */
  async destroy(name: string, ids: readonly string[]): Promise<void> {
    for (const id of [...STACK_IDS].reverse().filter((one) => ids.includes(one))) {
      const StackName = stackNameOf(name, id);
      if ((await this.#find(StackName)) === undefined) continue;
      await this.client.send(
        new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }),
      );
      await this.client.send(new DeleteStackCommand({ StackName }));
      await this.#end(StackName, /^DELETE_COMPLETE$/);
    }
  }

  async #deployStack(StackName: string, template: TemplateText): Promise<void> {
    const call = {
      StackName,
      TemplateURL: await this.#upload(`${StackName}.json`, JSON.stringify(template)),
      Capabilities: ['CAPABILITY_NAMED_IAM' as const],
    };
    let there = await this.#find(StackName);
    if (there?.StackStatus === 'ROLLBACK_COMPLETE') {
      await this.client.send(new DeleteStackCommand({ StackName }));
      await this.#end(StackName, /^DELETE_COMPLETE$/);
      there = undefined;
    }
    if (there === undefined) {
      await this.client.send(new CreateStackCommand(call));
      return await this.#end(StackName, /^CREATE_COMPLETE$/);
    }
    try {
      await this.client.send(new UpdateStackCommand(call));
    } catch (error) {
      if (/No updates are to be performed/.test(String(error))) return;
      throw error;
    }
    await this.#end(StackName, /^UPDATE_COMPLETE$/);
  }

  /** A call takes 50 KB of a template by itself, and a megabyte from a bucket. */
  async #upload(Key: string, Body: string): Promise<string> {
    const s3 = new S3Client({ ...this.place, forcePathStyle: true });
    const Bucket = this.#templates;
    await s3.send(new CreateBucketCommand({ Bucket })).catch(() => undefined);
    await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    return `${this.place.endpoint}/${Bucket}/${Key}`;
  }

  async #find(StackName: string): Promise<Stack | undefined> {
    const answer = await this.client.send(new DescribeStacksCommand({ StackName })).catch(() => undefined);
    const stack = answer?.Stacks?.[0];
    return stack?.StackStatus === 'DELETE_COMPLETE' ? undefined : stack;
  }

  async #end(StackName: string, wanted: RegExp): Promise<void> {
    const until = Date.now() + PATIENCE_MILLISECONDS;
    for (;;) {
      const stack = await this.#find(StackName);
      const status = stack?.StackStatus ?? 'DELETE_COMPLETE';
      if (wanted.test(status)) return;
      if (isDone(status) || Date.now() > until) {
        const { StackEvents = [] } = await this.client.send(new DescribeStackEventsCommand({ StackName }));
        const reasons = StackEvents.filter(({ ResourceStatus }) => /FAILED/.test(ResourceStatus ?? '')).map(
          ({ LogicalResourceId, ResourceStatusReason }) => `${LogicalResourceId}: ${ResourceStatusReason}`,
        );
        throw new StackError(`${StackName} is ${status}; ${reasons.join('; ')}`);
      }
      await pause(50);
    }
  }
}
