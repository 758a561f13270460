import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
} from 'yaml';
import type { DocumentPath } from '../../analysis/sigma/expression';

/** A document of a file, with the place of everything in it. */
export interface PlacedDocument {
  readonly value: unknown;
  /** Line of what a path leads to, from 1; of what is nearest to it where it leads nowhere. */
  lineOf(path: DocumentPath): number;
  /** What is read as it is written, and may not be meant so. */
  readonly notes: readonly { readonly line: number; readonly message: string }[];
}

export interface YamlProblem {
  readonly line: number;
  readonly message: string;
}

export interface ReadYaml {
  readonly documents: readonly PlacedDocument[];
  readonly problems: readonly YamlProblem[];
}

/** Bounds of one file: a folder is input, and may be hostile. */
export const YAML_LIMITS = {
  bytes: 262_144,
  documents: 500,
  depth: 64,
  aliases: 100,
  nodes: 50_000,
} as const;

/**
 * Reads a file of YAML 1.2, every mistake with its line. Nothing in it is run, tags make no objects, and what it can
 * cost is bounded.
 */
export function readYaml(text: string): ReadYaml {
  if (Buffer.byteLength(text) > YAML_LIMITS.bytes) {
    return refused(`the file has more than ${YAML_LIMITS.bytes} bytes; split it`);
  }
  const deep = lineOfDepth(text);
  if (deep !== undefined) {
    return { documents: [], problems: [{ line: deep, message: `nested deeper than ${YAML_LIMITS.depth}` }] };
  }
  const lines = new LineCounter();
  try {
    const parsed = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false, logLevel: 'silent' });
    if (!Array.isArray(parsed)) return { documents: [], problems: [] };
    if (parsed.length > YAML_LIMITS.documents) {
      return refused(`the file has ${parsed.length} documents; at most ${YAML_LIMITS.documents}`);
    }
    const problems: YamlProblem[] = [];
    const documents: PlacedDocument[] = [];
    for (const document of parsed) {
      const mistakes = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
        line: lines.linePos(pos[0]).line,
        message: (message.split('\n', 1)[0] ?? message).replace(/ at line \d+, column \d+:?$/, ''),
      }));
      if (mistakes.length === 0) mistakes.push(...structureProblems(document, lines));
      problems.push(...mistakes);
      if (mistakes.length === 0 && document.contents !== null)
        documents.push(placed(document, lines, problems));
    }
    return { documents, problems };
  } catch (error) {
    // The parser goes down into what is nested by calling itself.
    if (error instanceof RangeError || error instanceof ReferenceError) {
      return refused(`the file cannot be read (${error.message})`);
    }
    throw error;
  }
}

function refused(message: string): ReadYaml {
  return { documents: [], problems: [{ line: 1, message }] };
}

const LINE = /[^\n]*/y;

/** First line that opens more brackets, or indents by more, than any document here needs. */
function lineOfDepth(text: string): number | undefined {
  let open = 0;
  let line = 1;
  for (let at = 0; at <= text.length; line += 1) {
    LINE.lastIndex = at;
    const [content = ''] = LINE.exec(text) ?? [];
    at += content.length + 1;
    const markers = /^[\s?-]*/.exec(content)?.[0].replace(/\s+/g, '').length ?? 0;
    const indent = /^ */.exec(content)?.[0].length ?? 0;
    for (const character of content) {
      if (character === '[' || character === '{') open += 1;
      else if ((character === ']' || character === '}') && open > 0) open -= 1;
    }
    // Brackets in texts and comments are taken for brackets: a line with so many of them is no rule either.
    if (open > YAML_LIMITS.depth * 16 || (markers > YAML_LIMITS.depth && !/^-{3,}\s*$/.test(content)))
      return line;
    if (indent > YAML_LIMITS.depth * 16) return line;
  }
  return undefined;
}

/** Keys that come twice, and more of everything than can be meant. */
function structureProblems(document: Document, lines: LineCounter): readonly YamlProblem[] {
  const problems: YamlProblem[] = [];
  let nodes = 0;
  visit(document, (_, node, path) => {
    nodes += 1;
    if (nodes > YAML_LIMITS.nodes) {
      problems.push({ line: 1, message: `the document has more than ${YAML_LIMITS.nodes} values; split it` });
      return visit.BREAK;
    }
    if (path.length > YAML_LIMITS.depth * 2) {
      problems.push({ line: lineAt(node, lines), message: `nested deeper than ${YAML_LIMITS.depth}` });
      return visit.BREAK;
    }
    if (isAlias(node)) {
      const target = node.resolve(document);
      if (target !== undefined && path.some((above) => above === target)) {
        problems.push({
          line: lineAt(node, lines),
          message: `the alias *${node.source} is within what it stands for`,
        });
      }
    }
    if (!isMap(node)) return undefined;
    const keys = new Set<unknown>();
    for (const { key } of node.items) {
      const name = isScalar(key) ? key.value : undefined;
      if (typeof name !== 'string' && typeof name !== 'number') {
        problems.push({ line: lineAt(key, lines), message: 'a key is no text; quote it' });
      } else if (name === '__proto__') {
        problems.push({ line: lineAt(key, lines), message: 'the key __proto__ is refused' });
      } else if (keys.has(name)) {
        problems.push({ line: lineAt(key, lines), message: `the key ${name} is there twice` });
      }
      keys.add(name);
    }
    return undefined;
  });
  return problems;
}

function lineAt(node: unknown, lines: LineCounter): number {
  const range = (node as Partial<Node> | null | undefined)?.range;
  return range === undefined || range === null ? 1 : lines.linePos(range[0]).line;
}

function placed(document: Document, lines: LineCounter, problems: YamlProblem[]): PlacedDocument {
  const notes: { line: number; message: string }[] = [];
  visit(document, {
    Scalar(key, node) {
      const { source, value } = node;
      if (key === 'key' || typeof value !== 'number' || source === undefined) return;
      if (/^\d{12}$/.test(source)) {
        notes.push({
          line: lineAt(node, lines),
          message: `the account id ${source} stands without quotation marks: it is read as the text it looks like, and other tools read some as numbers, or in octal; quote it`,
        });
        node.value = source;
      } else if (/^0\d+$/.test(source)) {
        notes.push({
          line: lineAt(node, lines),
          message: `${source} begins with a zero: it is read as the text it looks like; quote it`,
        });
        node.value = source;
      }
    },
  });
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: YAML_LIMITS.aliases });
  } catch (error) {
    problems.push({
      line: 1,
      message: `the anchors and aliases make too much of it (${(error as Error).message})`,
    });
  }
  return { value, notes, lineOf: (path) => lineOfPath(document, lines, path) };
}

function lineOfPath(document: Document, lines: LineCounter, path: DocumentPath): number {
  let node: unknown = document.contents;
  let line = lineAt(node, lines);
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!isPair(pair)) return line;
      line = lineAt(pair.key, lines);
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(step)];
      if (item === undefined) return line;
      line = lineAt(item, lines);
      node = item;
    } else return line;
  }
  return line;
}
