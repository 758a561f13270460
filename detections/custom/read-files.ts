import { isMap, readSigmaDetection } from '../../analysis/sigma/detection';
import type { Report } from '../../analysis/sigma/expression';
import { shown } from '../../analysis/sigma/field-item';
import { readSigmaRule } from '../../analysis/sigma/sigma-rule';
import type { CustomDetections, Detection } from '../detection';
import { FORMER_IDS, withPresentId } from '../former-ids';
import { nearNames } from '../near-names';
import { checkChangeOf } from './apply-changes';
import { callsNamed } from './calls-named';
import { checkChange, checkDetection, checkExamples } from './check-document';
import {
  type CompiledDocument,
  type CustomDocument,
  compileDocuments,
  examplesOf,
} from './custom-detections';
import type { ExampleDocument } from './example-document';
import { type PlacedDocument, readYaml } from './yaml-documents';

/** A file of the folder. */
export interface CustomFile {
  /** As messages call it. */
  readonly name: string;
  readonly text: string;
}

/** A sentence about a place in a file. */
export interface FilePlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** What a folder holds. */
export interface ReadCustom extends CustomDetections {
  /** All documents that could be understood by themselves. */
  readonly found: readonly CustomDocument[];
  /** Those of them that have no mistake, as they are deployed. */
  readonly documents: readonly CustomDocument[];
  /** The detections with their documents. */
  readonly compiled: readonly (CompiledDocument & { readonly file: string; readonly line: number })[];
  /** Everything that is wrong, by file and line. */
  readonly problems: readonly FilePlace[];
  readonly notes: readonly FilePlace[];
}

interface Found {
  readonly file: string;
  readonly placed: PlacedDocument;
  readonly document: CustomDocument;
}

/**
 * Reads files of detections, changes and Sigma rules; all mistakes of all files at once.
 *
 * @param catalogue ours, which changes are about
 */
export function readCustomFiles(files: readonly CustomFile[], catalogue: readonly Detection[]): ReadCustom {
  const problems: FilePlace[] = [];
  const notes: FilePlace[] = [];
  const found: Found[] = [];
  for (const { name: file, text } of files) {
    const yaml = readYaml(text);
    problems.push(...yaml.problems.map((problem) => ({ file, ...problem })));
    for (const placed of yaml.documents) {
      notes.push(...placed.notes.map((note) => ({ file, ...note })));
      const report: Report = (path, message) => problems.push({ file, line: placed.lineOf(path), message });
      const tell: Report = (path, message) => notes.push({ file, line: placed.lineOf(path), message });
      const document = readDocument(placed.value, catalogue, report, tell);
      if (document !== undefined) found.push({ file, placed, document });
    }
  }
  return { ...settle(found, catalogue, problems), notes };
}

function settle(
  found: readonly Found[],
  catalogue: readonly Detection[],
  before: readonly FilePlace[],
): Omit<ReadCustom, 'notes'> {
  const problems = [...before];
  const wrong = new Set<number>();
  const place = (index: number, path: Parameters<Report>[0], message: string) => {
    const { file, placed } = found[index] as Found;
    problems.push({ file, line: placed.lineOf(path), message });
    wrong.add(index);
  };
  // A former id still means the detection that had it.
  const taken = new Set([...catalogue.map(({ id }) => id), ...Object.keys(FORMER_IDS)]);
  const compiled = compileDocuments(
    found.map(({ document }) => document),
    place,
    taken,
  );
  const changed = new Set<string>();
  for (const [index, { document }] of found.entries()) {
    if (document.kind !== 'change') continue;
    const { change } = document.document;
    if (changed.has(change)) place(index, ['change'], `${change} is changed twice; say it in one place`);
    changed.add(change);
  }
  const documents = found.flatMap(({ document }, index) => (wrong.has(index) ? [] : [document]));
  return {
    found: found.map(({ document }) => document),
    documents,
    detections: compiled.map(({ detection }) => detection),
    changes: documents.flatMap((one) => (one.kind === 'change' ? [one.document] : [])),
    compiled: compiled.map((one) => {
      const { file, placed } = found[one.index] as Found;
      return { ...one, file, line: placed.lineOf([]) };
    }),
    fires: new Map(
      compiled.map(({ detection, index }) => [detection.id, firesOf((found[index] as Found).document)]),
    ),
    problems: problems.toSorted((one, other) =>
      one.file < other.file ? -1 : one.file > other.file ? 1 : one.line - other.line,
    ),
  };
}

/** What its owner shows that fires, or else the calls that a Sigma rule names. */
function firesOf(document: CustomDocument): readonly ExampleDocument[] {
  const examples = examplesOf(document);
  if (examples !== undefined || document.kind !== 'sigma') return examples?.fires ?? [];
  const isCorrelation = isMap(document.document) && 'correlation' in document.document;
  const rule = isCorrelation ? undefined : readSigmaRule(document.document, () => {});
  return rule === undefined ? [] : callsNamed(rule.expression);
}

/** A document by what it has: `change`, Sigma's `logsource` or `correlation`, or `detector`. */
function readDocument(
  value: unknown,
  catalogue: readonly Detection[],
  report: Report,
  tell: Report,
): CustomDocument | undefined {
  if (!isMap(value)) {
    report([], `the document is ${shown(value)}; wanted is a detection, a change of one, or a Sigma rule`);
    return undefined;
  }
  if ('change' in value) {
    const checked = checkChange(value, report);
    const change = checked === undefined ? undefined : withPresentId(checked, tell);
    if (change === undefined || !checkChangeOf(change, catalogue, report)) return undefined;
    return { kind: 'change', document: change };
  }
  if ('detector' in value) {
    const detection = checkDetection(value, report);
    if (detection !== undefined) return { kind: 'detection', document: detection };
    reportSearches(value['detector'], report);
    return undefined;
  }
  if ('logsource' in value || 'correlation' in value || 'detection' in value) {
    if (!('examples' in value)) return { kind: 'sigma', document: value };
    const examples = checkExamples(value['examples'], report);
    return examples === undefined ? undefined : { kind: 'sigma', document: { ...value, examples } };
  }
  const [nearest] = Object.keys(value).flatMap((key) => nearNames(key, ['detector', 'change', 'logsource']));
  report(
    [],
    `the document has neither detector (a detection), change (of one of ours) nor logsource (a Sigma rule)${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
  );
  return undefined;
}

/** What is wrong with the searches of a detection whose shape is wrong, so that it is told in one go. */
function reportSearches(detector: unknown, report: Report): void {
  if (!isMap(detector)) return;
  if (isMap(detector['detection'])) {
    readSigmaDetection(detector['detection'], ['detector', 'detection'], report);
  }
  const { steps } = detector;
  for (const [index, step] of (Array.isArray(steps) ? steps.slice(0, 10) : []).entries()) {
    if (!isMap(step) || !isMap(step['detection'])) continue;
    readSigmaDetection(step['detection'], ['detector', 'steps', index, 'detection'], report);
  }
}
