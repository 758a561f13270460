import type {
  FieldCondition,
  JsonCondition,
  PatternTree,
  PatternValue,
  SpaceDelimitedField,
  Term,
} from './pattern-tree';
import { renderSelector } from './selector';
import { quote } from './value';

const PREFIX = { required: '', optional: '?', excluded: '-' } as const;
const JOINED_BY = { and: ' && ', or: ' || ' } as const;

/** Writes a pattern's tree as text that parses to the same tree; all text is quoted, all groups have parentheses. */
export function renderFilterPattern(tree: PatternTree): string {
  switch (tree.kind) {
    case 'terms':
      return tree.terms.map(renderTerm).join(' ');
    case 'space-delimited':
      return `[${tree.fields.map(renderField).join(', ')}]`;
    case 'json':
      return `{ ${renderCondition(tree.condition)} }`;
  }
}

function renderTerm({ role, value }: Term): string {
  return `${PREFIX[role]}${renderValue(value)}`;
}

function renderValue(value: PatternValue): string {
  switch (value.kind) {
    case 'text':
      return quote(value.text);
    case 'number':
      return value.text;
    case 'regex':
      return `%${value.source}%`;
  }
}

function renderField(field: SpaceDelimitedField): string {
  if (field.kind === 'ellipsis') return '...';
  return field.condition === undefined ? field.name : renderFieldCondition(field.name, field.condition);
}

function renderFieldCondition(name: string, condition: FieldCondition): string {
  if (condition.kind === 'comparison') return `${name} ${condition.operator} ${renderValue(condition.value)}`;
  return condition.of.map((part) => renderFieldCondition(name, part)).join(JOINED_BY[condition.kind]);
}

function renderCondition(condition: JsonCondition): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.of.map((part) => `(${renderCondition(part)})`).join(JOINED_BY[condition.kind]);
    case 'comparison':
      return `${renderSelector(condition.selector)} ${condition.operator} ${renderValue(condition.value)}`;
    case 'is':
      return `${renderSelector(condition.selector)} IS ${condition.what}`;
    case 'not-exists':
      return `${renderSelector(condition.selector)} NOT EXISTS`;
  }
}
