/**
 * A filter pattern as a tree. Values are kept as they were written (wildcards, signs and exponents included), so
 * that a tree can be rendered back to text; what they match is decided where they are compiled.
 */
export type PatternTree = TermsTree | SpaceDelimitedTree | JsonTree;

export interface TermsTree {
  readonly kind: 'terms';
  /** No term at all matches every message. */
  readonly terms: readonly Term[];
}

export interface Term {
  /** `word`, `?word` and `-word`. */
  readonly role: 'required' | 'optional' | 'excluded';
  readonly value: TextValue | RegexValue;
}

export interface SpaceDelimitedTree {
  readonly kind: 'space-delimited';
  readonly fields: readonly SpaceDelimitedField[];
}

/** `...`, or one field of the line: its name (empty for an unnamed one) and what is asked of it, if anything. */
export type SpaceDelimitedField =
  | { readonly kind: 'ellipsis' }
  | { readonly kind: 'field'; readonly name: string; readonly condition?: FieldCondition };

export type FieldCondition =
  | { readonly kind: 'and' | 'or'; readonly of: readonly FieldCondition[] }
  | Comparison;

export interface JsonTree {
  readonly kind: 'json';
  readonly condition: JsonCondition;
}

export type JsonCondition = JsonGroup | JsonLeaf;

export interface JsonGroup {
  readonly kind: 'and' | 'or';
  /** Two or more. */
  readonly of: readonly JsonCondition[];
}

/** One condition on one selector. */
export type JsonLeaf =
  | (Comparison & { readonly selector: Selector })
  | { readonly kind: 'is'; readonly selector: Selector; readonly what: IsWord }
  | { readonly kind: 'not-exists'; readonly selector: Selector };

export const IS_WORDS = ['NULL', 'TRUE', 'FALSE'] as const;
export type IsWord = (typeof IS_WORDS)[number];

/** The steps below `$`: a member, an array element, any member (`.*`), any element (`[*]`). */
export type Selector = readonly SelectorStep[];
export type SelectorStep =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'any-key' }
  | { readonly kind: 'any-index' };

export interface Comparison {
  readonly kind: 'comparison';
  readonly operator: Operator;
  readonly value: PatternValue;
}

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type PatternValue = TextValue | NumberValue | RegexValue;

/** Text with its wildcards: a `*` at either end stands for anything, one in the middle for itself. */
export interface TextValue {
  readonly kind: 'text';
  readonly text: string;
}

/** A number that was written without quotes, as it was written: `+1000`, `55.5`, `1e-3`. */
export interface NumberValue {
  readonly kind: 'number';
  readonly text: string;
}

/** What stands between two `%`. */
export interface RegexValue {
  readonly kind: 'regex';
  readonly source: string;
}
