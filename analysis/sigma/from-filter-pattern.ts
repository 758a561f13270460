import { parseFilterPattern } from '../filter-pattern';
import type { JsonCondition, JsonLeaf, Selector } from '../filter-pattern/pattern-tree';
import { renderSigmaText, type SigmaText } from './sigma-text';

/** Searches by name and the condition over them, as a Sigma rule has them. */
export type SigmaDetectionDocument = { readonly [name: string]: unknown } & { readonly condition: string };

/**
 * A CloudWatch Logs filter pattern in Sigma's words, the case of letters minded as patterns mind it; undefined for what
 * Sigma cannot say (places in lists, members of any name, patterns on text).
 */
export function toSigmaDetection(pattern: string): SigmaDetectionDocument | undefined {
  const { tree } = parseFilterPattern(pattern);
  if (tree.kind !== 'json') return undefined;
  const writer = new SearchWriter();
  const condition = writer.write(tree.condition, false);
  return condition === undefined ? undefined : { ...writer.searches, condition };
}

type Lines = { readonly [field: string]: unknown };

class SearchWriter {
  readonly searches: Record<string, unknown> = {};
  #count = 0;

  /** The condition's text; undefined where there is none. */
  write(condition: JsonCondition, isInner: boolean): string | undefined {
    const lines = linesOf(condition);
    if (lines !== undefined) return this.#search(lines);
    if (!('of' in condition)) return this.#negated(condition);
    const parts = condition.of.map((part) => this.write(part, true));
    if (!parts.every((part) => part !== undefined)) return undefined;
    const text = parts.join(` ${condition.kind} `);
    return isInner ? `(${text})` : text;
  }

  #search(lines: Lines): string {
    const known = Object.entries(this.searches).find(
      ([, one]) => JSON.stringify(one) === JSON.stringify(lines),
    );
    if (known !== undefined) return known[0];
    this.#count += 1;
    const name = `selection_${this.#count}`;
    this.searches[name] = lines;
    return name;
  }

  /** `!=` matches what is there and is another. */
  #negated(leaf: JsonLeaf): string | undefined {
    const field = fieldOf(leaf.selector);
    if (field === undefined) return undefined;
    if (leaf.kind === 'is' && leaf.what === 'NULL') {
      return `(${this.#search({ [field]: null })} and ${this.#search({ [`${field}|exists`]: true })})`;
    }
    if (leaf.kind !== 'comparison' || leaf.operator !== '!=' || hasList(leaf.selector)) return undefined;
    const same = linesOf({ ...leaf, operator: '=' });
    if (same === undefined) return undefined;
    return `(${this.#search({ [`${field}|exists`]: true })} and not ${this.#search(same)})`;
  }
}

/** A condition that one search can say: a line, alternatives for one field, or lines for different fields. */
function linesOf(condition: JsonCondition): Lines | undefined {
  if (!('of' in condition)) return lineOf(condition);
  const parts = condition.of.map(linesOf);
  if (!parts.every((part) => part !== undefined)) return undefined;
  const fields = parts.flatMap((part) => Object.keys(part));
  if (condition.kind === 'and') {
    return new Set(fields).size === fields.length ? Object.assign({}, ...parts) : undefined;
  }
  const [field] = fields;
  const isOne =
    field !== undefined &&
    new Set(fields).size === 1 &&
    parts.every((part) => Object.keys(part).length === 1);
  return isOne ? { [field]: parts.flatMap((part) => part[field]) } : undefined;
}

function lineOf(leaf: JsonLeaf): Lines | undefined {
  const field = fieldOf(leaf.selector);
  if (field === undefined) return undefined;
  if (leaf.kind === 'not-exists') return hasList(leaf.selector) ? undefined : { [`${field}|exists`]: false };
  if (leaf.kind === 'is') return leaf.what === 'NULL' ? undefined : { [field]: leaf.what === 'TRUE' };
  const { operator, value } = leaf;
  if (operator === '!=') return undefined;
  if (value.kind === 'regex') return operator === '=' ? { [`${field}|re`]: value.source } : undefined;
  if (value.kind === 'number') {
    if (operator === '=') return { [field]: Number(value.text) };
    const name = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' }[operator];
    return { [`${field}|${name}`]: Number(value.text) };
  }
  return operator === '=' ? { [`${field}|cased`]: sigmaText(value.text) } : undefined;
}

/** Stars at the ends are wildcards to a pattern, one inside is a star. */
function sigmaText(text: string): string {
  const any = { wildcard: 'any' } as const;
  const isOnly = /^\*+$/.test(text);
  const before = text.startsWith('*') ? [any] : [];
  const behind = !isOnly && text.endsWith('*') ? [any] : [];
  const literal = isOnly ? '' : text.replace(/^\*|\*$/g, '');
  const pieces: SigmaText = [...before, ...(literal === '' ? [] : [literal]), ...behind];
  return renderSigmaText(pieces);
}

function fieldOf(selector: Selector): string | undefined {
  const names: string[] = [];
  for (const step of selector) {
    if (step.kind === 'key' && !/[.|]/.test(step.key)) names.push(step.key);
    else if (step.kind !== 'any-index') return undefined;
  }
  return names.join('.');
}

function hasList(selector: Selector): boolean {
  return selector.some(({ kind }) => kind === 'any-index');
}
