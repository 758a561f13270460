import { request } from 'node:http';
import type { Container } from './container';

/** Asks a container's page and gives the status; the path goes out as it is written, login is `user:password`. */
export function ask(
  { httpPort }: Pick<Container, 'httpPort'>,
  path: string,
  login?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port: httpPort,
        path,
        headers,
        agent: false,
        ...(login !== undefined && { auth: login }),
      },
      (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    asked.once('error', reject);
    asked.end();
  });
}
