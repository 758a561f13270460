import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseAllDocuments,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import type { DocumentPath } from '../../analysis/task-definition/read/tasks-in-document';
import type { JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { messageOf } from '../../records/values/message-of';

/** One document of a file, and where each part of it stands in the file. */
export interface ParsedDocument {
  readonly value: JsonValue;
  /** Line, from 1, of what the path leads to, or of what encloses it where there is nothing. */
  readonly lineOf: (path: DocumentPath) => number;
}

/** A text that is neither JSON nor YAML: the message says where and why. */
export class UnparsableDocumentError extends Error {
  override name = 'UnparsableDocumentError';
}

/**
 * Parses JSON, JSON lines (as records are exported) or YAML with CloudFormation's short forms (`!Ref`, `!Sub`).
 *
 * @throws UnparsableDocumentError
 */
export function parseDocuments(text: string): readonly ParsedDocument[] {
  const trimmed = text.replace(/^\ufeff/, '');
  const isJson = /^\s*[[{]/.test(trimmed);
  if (!isJson) return parseYaml(trimmed);
  try {
    const value = JSON.parse(trimmed) as JsonValue;
    return [{ value, lineOf: (path) => jsonLineOf(trimmed, path) }];
  } catch (error) {
    return parseJsonLines(trimmed) ?? orYaml(trimmed, error);
  }
}

function parseJsonLines(text: string): readonly ParsedDocument[] | undefined {
  const documents: ParsedDocument[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      documents.push({ value: JSON.parse(line) as JsonValue, lineOf: () => index + 1 });
    } catch {
      return undefined;
    }
  }
  return documents;
}

/** YAML may begin with a brace; if it is none either, what JSON said is the better message. */
function orYaml(text: string, jsonError: unknown): readonly ParsedDocument[] {
  try {
    return parseYaml(text);
  } catch {
    throw new UnparsableDocumentError(`not JSON: ${messageOf(jsonError)}`);
  }
}

function parseYaml(text: string): readonly ParsedDocument[] {
  const lineCounter = new LineCounter();
  // Tags that the library does not know are CloudFormation's; `YamlReader` understands them.
  const documents = parseAllDocuments(text, { lineCounter, logLevel: 'silent' });
  if ('empty' in documents) return [];
  return documents.map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw new UnparsableDocumentError(`not YAML: ${firstLine(error.message)}`);
    return {
      value: new YamlReader(document).read(document.contents),
      lineOf: (path) => nodeLine(document, path, lineCounter),
    };
  });
}

function jsonLineOf(text: string, path: DocumentPath): number {
  const lineCounter = new LineCounter();
  const [document] = parseAllDocuments(text, { lineCounter, logLevel: 'silent' });
  return document === undefined ? 1 : nodeLine(document, path, lineCounter);
}

function nodeLine(document: Document.Parsed, path: DocumentPath, lineCounter: LineCounter): number {
  let node: ParsedNode | null = document.contents;
  let offset = node?.range[0] ?? 0;
  for (const step of path) {
    const child: { readonly node: ParsedNode | null; readonly offset: number } | undefined = childOf(
      node,
      step,
    );
    if (child === undefined) break;
    ({ node, offset } = child);
  }
  return Math.max(lineCounter.linePos(offset).line, 1);
}

function childOf(node: ParsedNode | null, step: string | number) {
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step] as ParsedNode | undefined;
    return item === undefined ? undefined : { node: item, offset: item.range[0] };
  }
  if (!isMap(node)) return undefined;
  const pair = (node as YAMLMap.Parsed).items.find(
    ({ key }) => isScalar(key) && isSpelled(key, String(step)),
  );
  if (pair === undefined) return undefined;
  return { node: pair.value, offset: (pair.key as ParsedNode).range[0] };
}

/** `containerDefinitions` or `ContainerDefinitions`, `efsVolumeConfiguration` or `EFSVolumeConfiguration`. */
function isSpelled({ value }: Scalar, name: string): boolean {
  return String(value).toLowerCase() === name.toLowerCase();
}

/** Deep enough for every template; a document that nests deeper is an attack on its reader. */
const DEEPEST = 200;
/** Aliases can make a few lines stand for billions of values. */
const MOST_NODES = 1_000_000;

/** The document as JSON would have it, with CloudFormation's short forms written out. */
class YamlReader {
  readonly #document: Document.Parsed;
  #nodes = 0;

  constructor(document: Document.Parsed) {
    this.#document = document;
  }

  read(node: unknown, depth = 0): JsonValue {
    this.#nodes += 1;
    if (depth > DEEPEST) throw new UnparsableDocumentError(`nested deeper than ${DEEPEST} levels`);
    if (this.#nodes > MOST_NODES) throw new UnparsableDocumentError(`more than ${MOST_NODES} values`);
    const value = this.#untagged(node, depth);
    const tag = (node as { readonly tag?: string } | null)?.tag;
    if (tag === undefined || !tag.startsWith('!')) return value;
    const name = tag.slice(1);
    if (name === 'Ref' || name === 'Condition') return { [name]: value };
    if (name === 'GetAtt' && typeof value === 'string') {
      const [resource = '', ...attribute] = value.split('.');
      return { 'Fn::GetAtt': [resource, attribute.join('.')] };
    }
    return { [`Fn::${name}`]: value };
  }

  #untagged(node: unknown, depth: number): JsonValue {
    if (isAlias(node)) return this.read(node.resolve(this.#document), depth + 1);
    if (isSeq(node)) return node.items.map((item) => this.read(item, depth + 1));
    if (isMap(node)) {
      return Object.fromEntries(
        node.items.map(({ key, value }) => [keyText(key), this.read(value, depth + 1)]),
      );
    }
    const value = isScalar(node) ? node.value : null;
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? value
      : null;
  }
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.replace(/:$/, '') ?? '';
}
