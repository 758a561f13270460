import type { Random } from '../random';
import type { WebRequest } from './access-lines';

const PATHS = ['/', '/', '/', '/index.html', '/assets/site.css', '/assets/logo.svg', '/orders'] as const;
const USERS = ['alice', 'bob', 'carol', 'dave', 'erin'] as const;
/** The first answer to a browser that has not been asked for its password yet. */
const CHALLENGE_BYTES = 574;
/** Mistyped passwords before a visitor gets in, or gives up: far below a burst. */
const MISTYPED = [0, 0, 0, 0, 0, 0, 0, 1, 1, 2] as const;

/**
 * What a visitor asks for: a challenge first, the right password soon after, then pages.
 *
 * @param bytes of all answers together
 */
export function visit(
  random: Random,
  { at, seconds, requests, bytes }: { at: number; seconds: number; requests: number; bytes: number },
): readonly WebRequest[] {
  const user = random.pick(USERS);
  const mistyped = Math.min(random.pick(MISTYPED), requests - 1);
  const gap = seconds / (requests + 1);
  const share = Math.max(CHALLENGE_BYTES, Math.floor(bytes / requests));
  return Array.from({ length: requests }, (_, place): WebRequest => {
    const refused = place <= mistyped;
    return {
      at: at + gap * place,
      method: 'GET',
      path: refused ? '/' : random.pick(PATHS),
      status: refused ? 401 : random.chance(0.12) ? 304 : random.chance(0.02) ? 404 : 200,
      bytes: refused ? CHALLENGE_BYTES : share,
      ...(place > 0 && { user }),
    };
  });
}

const BROWSERS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
] as const;

/** The name that a visitor's browser gives itself. */
export function browser(random: Random): string {
  return random.pick(BROWSERS);
}
