import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SearchRequest } from '../../deployment/search/search-request';
import type { AskSearch } from '../../handlers/search/search-domain';

/** A real OpenSearch on this machine, until it is stopped. */
export interface SearchNode {
  readonly ask: AskSearch;
  readonly stop: () => Promise<void>;
}

export async function startSearchNode(libraries: string): Promise<SearchNode> {
  const home = mkdtempSync(path.join(tmpdir(), 'search-'));
  const port = await freePort();
  const node = spawn('java', [
    '-Xmx1g',
    '-cp',
    `${libraries}/*`,
    path.join(__dirname, 'SearchNode.java'),
    String(port),
    home,
  ]);
  await started(node);
  return {
    ask: async ({ method, path: where, body, contentType = 'application/json' }: SearchRequest) => {
      const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
      const answer = await fetch(`http://127.0.0.1:${port}${where}`, {
        method,
        headers: { 'content-type': contentType },
        ...(text !== undefined && { body: text }),
      });
      return { status: answer.status, text: await answer.text() };
    },
    stop: async () => {
      node.stdin?.end();
      if (node.exitCode === null) await once(node, 'exit');
      rmSync(home, { recursive: true });
    },
  };
}

async function started(node: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [node.stdout, node.stderr]) {
      stream?.on('data', (text) => {
        said += text;
        if (said.includes('started\n')) resolve();
      });
    }
    node.once('exit', () => reject(new Error(`OpenSearch did not start: ${said.slice(-3_000)}`)));
    node.once('error', reject);
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
