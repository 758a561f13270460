import { isMap } from '../../analysis/sigma/detection';
import type { DocumentPath, Report } from '../../analysis/sigma/expression';
import { readSigmaCorrelation, type SigmaCorrelation } from '../../analysis/sigma/sigma-correlation';
import { readSigmaRule, type SigmaRule } from '../../analysis/sigma/sigma-rule';
import type { Change, CustomDetections, Detection } from '../detection';
import { compileDetection } from './compile-detection';
import { compileCorrelation, compileSigmaRule, sigmaId } from './compile-sigma';
import type { DetectionDocument, ExamplesDocument } from './custom-document';

/** A document of the folder, by what it is; plain data, checked, and all that is deployed of it. */
export type CustomDocument =
  | { readonly kind: 'detection'; readonly document: DetectionDocument }
  | { readonly kind: 'change'; readonly document: Change }
  | { readonly kind: 'sigma'; readonly document: unknown };

export interface CompiledDocument {
  readonly detection: Detection;
  /** Place of its document among those given. */
  readonly index: number;
}

/** Where a mistake is: the place of the document among those given, and the path inside of it. */
export type ReportOf = (index: number, path: DocumentPath, message: string) => void;

/** Mistakes were sorted out before: whatever is deployed compiles. */
const IGNORED: ReportOf = () => {};

/** Checked documents as detections and changes; the same documents give the same, here and in the deployed functions. */
export function customDetections(documents: readonly CustomDocument[]): CustomDetections {
  return {
    detections: compileDocuments(documents, IGNORED).map(({ detection }) => detection),
    changes: documents.flatMap((one) => (one.kind === 'change' ? [one.document] : [])),
  };
}

/**
 * The detections that the documents make, in their order, mistakes reported. Sigma's correlations take the rules that
 * they name for themselves unless `generate` says otherwise.
 *
 * @param taken ids that others have
 */
export function compileDocuments(
  documents: readonly CustomDocument[],
  report: ReportOf,
  taken: ReadonlySet<string> = new Set(),
): readonly CompiledDocument[] {
  const ids = new Set(taken);
  const compiled: CompiledDocument[] = [];
  const add = (index: number, detection: Detection | undefined) => {
    if (detection === undefined) return;
    if (ids.has(detection.id)) {
      report(index, ['id'], `there is a detection ${detection.id} already; give this one another id`);
      return;
    }
    ids.add(detection.id);
    compiled.push({ detection, index });
  };
  const sigma = readSigma(documents, report);
  for (const [index, one] of documents.entries()) {
    const inside: Report = (path, message) => report(index, path, message);
    if (one.kind === 'detection') add(index, compileDetection(one.document, inside));
    const rule = sigma.rules.get(index);
    if (rule !== undefined && !sigma.silent.has(index))
      add(index, compileSigmaRule(rule, sigmaId(rule.title, ids)));
    const correlation = sigma.correlations.get(index);
    if (correlation !== undefined) {
      const rules = correlation.rules.map((name, place) => {
        const found = sigma.indexOf.get(name);
        const named = found === undefined ? undefined : sigma.rules.get(found);
        if (named === undefined)
          report(
            index,
            ['correlation', 'rules', place],
            `no rule here is named ${name}, or it cannot be carried`,
          );
        return named;
      });
      if (rules.every((named) => named !== undefined)) {
        add(index, compileCorrelation(correlation, sigmaId(correlation.title, ids), rules, inside));
      }
    }
  }
  return compiled;
}

interface ReadSigma {
  readonly rules: ReadonlyMap<number, SigmaRule>;
  readonly correlations: ReadonlyMap<number, SigmaCorrelation>;
  /** Place of a rule by its id and by its name. */
  readonly indexOf: ReadonlyMap<string, number>;
  /** Rules that a correlation has taken. */
  readonly silent: ReadonlySet<number>;
}

function readSigma(documents: readonly CustomDocument[], report: ReportOf): ReadSigma {
  const rules = new Map<number, SigmaRule>();
  const correlations = new Map<number, SigmaCorrelation>();
  const indexOf = new Map<string, number>();
  for (const [index, one] of documents.entries()) {
    if (one.kind !== 'sigma') continue;
    const inside: Report = (path, message) => report(index, path, message);
    if (isMap(one.document) && 'correlation' in one.document) {
      const correlation = readSigmaCorrelation(one.document, inside);
      if (correlation !== undefined) correlations.set(index, correlation);
    } else {
      const rule = readSigmaRule(one.document, inside);
      if (rule === undefined) continue;
      rules.set(index, rule);
      for (const name of rule.names) indexOf.set(name, index);
    }
  }
  const silent = new Set<number>();
  for (const { generate, rules: names } of correlations.values()) {
    if (generate) continue;
    for (const name of names) {
      const index = indexOf.get(name);
      if (index !== undefined) silent.add(index);
    }
  }
  return { rules, correlations, indexOf, silent };
}

/** The examples of a checked document. */
export function examplesOf({ kind, document }: CustomDocument): ExamplesDocument | undefined {
  if (kind === 'detection') return document.examples;
  return kind === 'sigma' && isMap(document)
    ? (document['examples'] as ExamplesDocument | undefined)
    : undefined;
}
