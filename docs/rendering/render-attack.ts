import { parseFilterPattern } from '../../analysis/filter-pattern';
import { TrailAnalyzer } from '../../analysis/trail/trail-analyzer';
import { buildCatalogue } from '../../detections/catalogue';
import type { Detection } from '../../detections/detection';
import { EXAMPLE_DEPLOY_ROLE } from '../../detections/examples/example-event';
import { EXAMPLES } from '../../detections/examples/index';
import { TRAIL_EXAMPLES } from '../../detections/examples/trail/index';
import { EXAMPLE_OWN } from '../../detections/examples/trail/own-chain';
import { ATTACK_NAMES, ATTACK_VERSION } from '../../detections/ocsf/attack-techniques';
import { AWS_TECHNIQUES } from '../../detections/ocsf/aws-techniques';
import { placeDetections } from '../../detections/placement';

interface Proven {
  readonly detection: Detection;
  /** Examples that fired when this page was made; undefined where scenarios prove it, and no single records can. */
  readonly examples: number | undefined;
}

/** Runs the examples of every detection; a technique counts what fired, not what is claimed. */
function provenDetections(): readonly Proven[] {
  const catalogue = buildCatalogue({ deployRoles: [EXAMPLE_DEPLOY_ROLE], homeRegions: ['eu-west-1'] });
  const { trailRules } = placeDetections(catalogue);
  return catalogue.map((detection) => {
    const { id, detector } = detection;
    if (detector.kind === 'filter') {
      const pattern = parseFilterPattern(detector.pattern);
      return {
        detection,
        examples: (EXAMPLES[id]?.fires ?? []).filter((record) => pattern.matchesRecord(record)).length,
      };
    }
    const examples = TRAIL_EXAMPLES[id];
    if (examples === undefined) return { detection, examples: undefined };
    const rules = trailRules.filter((rule) => rule.id === id);
    const fired = examples.fires.filter(({ records, flows = [] }) => {
      const analyzer = new TrailAnalyzer(rules, { deployRoles: [EXAMPLE_DEPLOY_ROLE], own: EXAMPLE_OWN });
      for (const record of records) analyzer.add(record, Date.parse(record.eventTime) / 1000);
      for (const flow of flows) analyzer.addFlow(flow);
      return analyzer.finish().findings.length > 0;
    });
    return { detection, examples: fired.length };
  });
}

interface Technique {
  readonly id: string;
  readonly examples: number;
  readonly detections: readonly string[];
}

function techniquesOf(proven: readonly Proven[]): readonly Technique[] {
  const ids = [...new Set(proven.flatMap(({ detection }) => detection.attack))].sort();
  return ids.map((id) => {
    const own = proven.filter(({ detection }) => detection.attack.includes(id));
    return {
      id,
      examples: own.reduce((sum, { examples = 0 }) => sum + examples, 0),
      detections: own.map(({ detection }) => detection.id),
    };
  });
}

/** A layer for the ATT&CK Navigator: the score of a technique is the number of its examples that fired. */
export function renderNavigatorLayer(): string {
  const techniques = techniquesOf(provenDetections());
  const layer = {
    name: 'Harborwatch',
    versions: { attack: ATTACK_VERSION.split('.')[0], navigator: '5.1.0', layer: '4.5' },
    domain: 'enterprise-attack',
    description:
      'The score is the number of example records that fire a detection of the technique; flow-log detections are proven by simulated scenarios and add none.',
    sorting: 3,
    techniques: techniques.map(({ id, examples, detections }) => ({
      techniqueID: id,
      score: examples,
      comment: detections.join(', '),
      enabled: true,
    })),
    gradient: {
      colors: ['#ffffff', '#66b1ff'],
      minValue: 0,
      maxValue: Math.max(...techniques.map(({ examples }) => examples)),
    },
    hideDisabled: false,
  };
  // Short lists stand on one line, as everywhere else in the repository.
  const text = JSON.stringify(layer, undefined, 2).replace(/\[\s+("#\w+"),\s+("#\w+")\s+\]/, '[$1, $2]');
  return `${text}\n`;
}

/** docs/attack.md: techniques of ATT&CK and of AWS's catalog, with the detections that tell them. */
export function renderAttack(): string {
  const proven = provenDetections();
  const techniques = techniquesOf(proven);
  const link = (id: string) => `[${id}](runbook.md#${id})`;
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const unproven = proven.filter(({ examples }) => examples === undefined).length;
  return [
    '# Techniques',
    '',
    `What is told of MITRE ATT&CK, Enterprise, release ${ATTACK_VERSION}; rendered by \`npm run docs\`, which runs the examples of every detection: the number is of examples that fired. ${unproven} detections on flow logs, silence and joined alarms are proven by scenarios (\`harborwatch simulate\`) and count none. [attack-navigator.json](attack-navigator.json) is the same as a layer for the ATT&CK Navigator.`,
    '',
    row(['technique', 'name', 'examples', 'detections']),
    row(['---', '---', '---', '---']),
    ...techniques.map(({ id, examples, detections }) =>
      row([id, ATTACK_NAMES[id] ?? '', String(examples), detections.map(link).join(', ')]),
    ),
    '',
    "## AWS's Threat Technique Catalog",
    '',
    'Entries that ATT&CK does not have, of what concerns containers and the account around them.',
    '',
    row(['entry', 'name', 'detections']),
    row(['---', '---', '---']),
    ...AWS_TECHNIQUES.map(({ id, name, detections, without }) =>
      row([id, name, detections.length > 0 ? detections.map(link).join(', ') : `none: ${without}`]),
    ),
    '',
  ].join('\n');
}
