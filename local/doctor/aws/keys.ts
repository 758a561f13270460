import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import { ask, askFor } from '../look-error';
import { clientSettings } from './client-settings';

export interface Key {
  readonly id: string;
  /** `Enabled`, `Disabled`, `PendingDeletion`, … */
  readonly state: string;
}

export interface Keys {
  /** By its alias without `alias/`; undefined where there is none. */
  readonly find: (alias: string) => Promise<Key | undefined>;
  /** The JSON of its policy. */
  readonly policy: (id: string) => Promise<string>;
}

export function keysIn(region: string): Keys {
  const client = new KMSClient(clientSettings(region));
  return {
    async find(alias) {
      const found = await askFor('kms:DescribeKey', ['NotFoundException'], () =>
        client.send(new DescribeKeyCommand({ KeyId: `alias/${alias}` })),
      );
      if (found === undefined) return undefined;
      const { KeyId = '', KeyState = 'unknown' } = found.KeyMetadata ?? {};
      return { id: KeyId, state: KeyState };
    },
    async policy(KeyId) {
      const { Policy = '{}' } = await ask('kms:GetKeyPolicy', () =>
        client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' })),
      );
      return Policy;
    },
  };
}
