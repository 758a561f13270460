import type { SigmaText } from './sigma-text';

/** A position in a document: member names and places in lists, from the top. */
export type DocumentPath = readonly (string | number)[];

/** Takes one mistake of a document; reading goes on, so that all of them are told at once. */
export type Report = (path: DocumentPath, message: string) => void;

/** What Sigma asks of one value. */
export type FieldTest =
  | { readonly kind: 'text'; readonly text: SigmaText; readonly isCased: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** There is no value, or it is null. */
  | { readonly kind: 'null' }
  | { readonly kind: 'exists'; readonly isThere: boolean }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string }
  | { readonly kind: 'cidr'; readonly range: string }
  | { readonly kind: 'order'; readonly operator: '<' | '<=' | '>' | '>='; readonly limit: number }
  /** A part of a moment in UTC. */
  | { readonly kind: 'time-part'; readonly part: TimePart; readonly test: FieldTest }
  | {
      readonly kind: 'fieldref';
      readonly field: string;
      readonly how: 'equals' | 'contains' | 'startswith' | 'endswith';
      readonly isCased: boolean;
    };

export const TIME_PARTS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
export type TimePart = (typeof TIME_PARTS)[number];

/** A Sigma detection with its condition, understood: what every rendering starts from. */
export type SigmaExpression =
  | { readonly kind: 'and' | 'or'; readonly of: readonly SigmaExpression[] }
  | { readonly kind: 'not'; readonly of: SigmaExpression }
  | { readonly kind: 'field'; readonly field: string; readonly test: FieldTest }
  /** Anywhere among the values of the record. */
  | { readonly kind: 'keyword'; readonly test: FieldTest };

/** All of them or any of them; a single one stands by itself. */
export function joined(kind: 'and' | 'or', of: readonly SigmaExpression[]): SigmaExpression {
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { kind, of };
}
