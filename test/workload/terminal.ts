import { request } from 'node:http';
import type { Container } from './container';

interface Screen {
  readonly session: string;
  readonly data: string;
}

/** A session in the browser's shell, as the page's script talks to the terminal server. */
export class Terminal {
  readonly #container: Container;
  readonly #login: string;
  readonly #session: string;

  private constructor(container: Container, login: string, session: string) {
    this.#container = container;
    this.#login = login;
    this.#session = session;
  }

  /** Opens a shell; login is `user:password` of the page. */
  static async open(container: Container, login: string): Promise<Terminal> {
    const { session } = await post(container, login, { width: '80', height: '24', rooturl: '/shell/' });
    return new Terminal(container, login, session);
  }

  /** Types a line and gives what the screen shows from then on, until the mark has come or five seconds are over. */
  async type(line: string, mark: string): Promise<string> {
    const size = { width: '80', height: '24', session: this.#session };
    await post(this.#container, this.#login, { ...size, keys: Buffer.from(`${line}\r`).toString('hex') });
    let shown = '';
    const deadline = Date.now() + 5_000;
    while (!shown.includes(mark) && Date.now() < deadline) {
      shown += (await post(this.#container, this.#login, size)).data;
    }
    return shown;
  }
}

function post(
  { httpPort }: Container,
  login: string,
  form: Readonly<Record<string, string>>,
): Promise<Screen> {
  const body = new URLSearchParams(form).toString();
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port: httpPort,
        path: '/shell/?',
        method: 'POST',
        auth: login,
        agent: false,
        timeout: 5_000,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': body.length },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        // Keys are answered with a page, and a screen without news with nothing.
        answer.once('end', () =>
          resolve(text.startsWith('{') ? JSON.parse(text) : { session: '', data: '' }),
        );
      },
    );
    asked.once('timeout', () => asked.destroy(new Error('the terminal server does not answer')));
    asked.once('error', reject);
    asked.end(body);
  });
}
