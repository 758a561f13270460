import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An object, and the metadata that S3 gives with its head. */
export interface FakeObject {
  readonly body: Buffer;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** As much of S3's API as it takes to list a bucket and to read what is in it, by path and without a look at signatures. */
export class FakeBucket {
  readonly objects = new Map<string, FakeObject>();
  readonly #server: Server;

  private constructor(bucket: string) {
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const key = decodeURIComponent(url.pathname).replace(`/${bucket}`, '').replace(/^\//, '');
      if (key === '') {
        response.end(this.#list(url.searchParams.get('prefix') ?? '', url.searchParams.get('delimiter')));
        return;
      }
      const found = this.objects.get(key);
      response.statusCode = found === undefined ? 404 : 200;
      for (const [name, value] of Object.entries(found?.metadata ?? {}))
        response.setHeader(`x-amz-meta-${name}`, value);
      response.setHeader('content-length', String(found?.body.length ?? 0));
      response.end(request.method === 'HEAD' ? undefined : found?.body);
    });
  }

  static async start(bucket: string): Promise<FakeBucket> {
    const made = new FakeBucket(bucket);
    await new Promise<void>((resolve) => made.#server.listen(0, '127.0.0.1', resolve));
    return made;
  }

  /** What the AWS clients of this process find it by. */
  get environment(): Readonly<Record<string, string>> {
    return {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #list(prefix: string, delimiter: string | null): string {
    const below = [...this.objects].filter(([key]) => key.startsWith(prefix)).sort();
    const folders = new Set<string>();
    const contents = below.flatMap(([key, { body }]) => {
      const end = delimiter === null ? -1 : key.indexOf(delimiter, prefix.length);
      if (end !== -1) folders.add(key.slice(0, end + 1));
      return end === -1 ? [`<Contents><Key>${key}</Key><Size>${body.length}</Size></Contents>`] : [];
    });
    const prefixes = [...folders].map((name) => `<CommonPrefixes><Prefix>${name}</Prefix></CommonPrefixes>`);
    return `<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}${prefixes.join('')}</ListBucketResult>`;
  }
}
