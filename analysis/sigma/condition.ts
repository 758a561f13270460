import type { SigmaExpression } from './expression';
import { joined } from './expression';

const MOST_CHARACTERS = 4_096;
const MOST_DEPTH = 50;
const TOKEN = /\s*(?:(\(|\))|([^\s()]+))/y;

/** A condition that cannot be understood, with the reason. */
export class ConditionError extends Error {
  override readonly name = 'ConditionError';
}

/**
 * A condition of a Sigma rule over its named searches: `not` binds tighter than `and`, `and` tighter than `or`.
 * Names that begin with `_` are left out of `them`.
 *
 * @throws ConditionError
 */
export function parseCondition(
  text: string,
  searches: ReadonlyMap<string, SigmaExpression>,
): SigmaExpression {
  if (text.length > MOST_CHARACTERS) {
    throw new ConditionError(`the condition has ${text.length} characters; at most ${MOST_CHARACTERS}`);
  }
  return new ConditionReader(text, searches).read();
}

class ConditionReader {
  readonly #tokens: readonly string[];
  readonly #searches: ReadonlyMap<string, SigmaExpression>;
  #at = 0;
  #depth = 0;

  constructor(text: string, searches: ReadonlyMap<string, SigmaExpression>) {
    this.#tokens = tokensOf(text);
    this.#searches = searches;
  }

  read(): SigmaExpression {
    if (this.#tokens.length === 0) throw new ConditionError('the condition is empty; name a search');
    const expression = this.#or();
    const left = this.#tokens[this.#at];
    if (left !== undefined) {
      throw new ConditionError(`"${left}" follows where the condition is complete; join it with and, or`);
    }
    return expression;
  }

  #or(): SigmaExpression {
    const parts = [this.#and()];
    while (this.#accept('or')) parts.push(this.#and());
    return joined('or', parts);
  }

  #and(): SigmaExpression {
    const parts = [this.#not()];
    while (this.#accept('and')) parts.push(this.#not());
    return joined('and', parts);
  }

  #not(): SigmaExpression {
    this.#depth += 1;
    if (this.#depth > MOST_DEPTH) {
      throw new ConditionError(`the condition is nested deeper than ${MOST_DEPTH}`);
    }
    try {
      return this.#accept('not') ? { kind: 'not', of: this.#not() } : this.#primary();
    } finally {
      this.#depth -= 1;
    }
  }

  #primary(): SigmaExpression {
    if (this.#accept('(')) {
      const inner = this.#or();
      if (!this.#accept(')')) throw new ConditionError('a parenthesis is never closed; add a )');
      return inner;
    }
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new ConditionError('the condition ends where a search is wanted');
    this.#at += 1;
    if (this.#accept('of')) return this.#quantified(token);
    if (/^(?:and|or|not|of|\))$/i.test(token)) {
      throw new ConditionError(`"${token}" stands where a search is wanted`);
    }
    const search = this.#searches.get(token);
    if (search === undefined) throw new ConditionError(this.#unknown(token));
    return search;
  }

  #quantified(count: string): SigmaExpression {
    const isAll = /^all$/i.test(count);
    if (!isAll && !/^(?:1|any)$/i.test(count)) {
      throw new ConditionError(`"${count} of" is not Sigma; allowed are 1 of, any of and all of`);
    }
    const pattern = this.#tokens[this.#at];
    if (pattern === undefined) throw new ConditionError(`"${count} of" names no searches; them or name*`);
    this.#at += 1;
    const named = [...this.#searches].filter(([name]) =>
      pattern.toLowerCase() === 'them' ? !name.startsWith('_') : fits(pattern, name),
    );
    if (named.length === 0) throw new ConditionError(this.#unknown(pattern));
    return joined(
      isAll ? 'and' : 'or',
      named.map(([, search]) => search),
    );
  }

  #unknown(name: string): string {
    return `the condition names "${name}", which is no search of this detection; there are ${[...this.#searches.keys()].join(', ') || 'none'}`;
  }

  #accept(word: string): boolean {
    if (this.#tokens[this.#at]?.toLowerCase() !== word) return false;
    this.#at += 1;
    return true;
  }
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) {
    tokens.push((found[1] ?? found[2]) as string);
  }
  return tokens;
}

/** A name with a `*` anywhere. */
function fits(pattern: string, name: string): boolean {
  const [before = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === name;
  if (!name.startsWith(before)) return false;
  let at = before.length;
  for (const piece of rest.slice(0, -1)) {
    const found = name.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  const last = rest.at(-1) ?? '';
  return name.length - last.length >= at && name.endsWith(last);
}
