import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { SshActivity } from '../../../analysis/ssh/activity';
import { viewOf } from '../../../analysis/ssh/connections/conversations';
import { DEFAULT_SSH_POLICY } from '../../../analysis/ssh/policy';
import { describeSeries, type Series } from '../../../analysis/ssh/series/describe-series';
import { judgeSeries, type Verdict } from '../../../analysis/ssh/series/judge-series';
import type { Example } from '../../../analysis/ssh/series/lessons';
import { type LeftOut, othersThan } from '../../../docs/rendering/render-ssh-sizes';
import { compileFlowLogFormat } from '../../../records/flow-logs/flow-log-format';

const ZOO = path.join(__dirname, '../../../../shared/trials/ssh-zoo');
/** Are the mixes of measured connections beside the project? */
export const isZooThere = existsSync(ZOO);

interface Source {
  readonly server: string;
  readonly client: string;
  readonly kind?: 'attack' | 'benign';
  readonly mix?: string;
}
interface Mix {
  readonly kind: 'attack' | 'benign' | 'together';
  readonly sources: Readonly<Record<string, Source>>;
}

/** A source's series with one server of a mix, what else that server has seen, and what is true of it. */
export interface Trial {
  readonly name: string;
  readonly source: string;
  readonly label: Source;
  readonly isGuesser: boolean;
  readonly series: Series;
  readonly examples: readonly Example[];
}

/** All mixes: those in which each kind of source is by itself, and `C-together`, in which they meet. */
export function mixes(): Readonly<Record<string, Mix>> {
  return JSON.parse(readFileSync(path.join(ZOO, 'labels.json'), 'utf8'));
}

/**
 * The series of one mix. A person with rejected keys (M6) is left out: refused like a guesser, and told apart from one by
 * how few guesses there are.
 */
export function trialsOf(name: string, { kind, sources }: Mix): Trial[] {
  const text = gunzipSync(readFileSync(path.join(ZOO, `${name}.log.gz`))).toString();
  const [header = '', ...lines] = text.trim().split('\n');
  const line = compileFlowLogFormat(header).reader();
  const activity = new SshActivity(DEFAULT_SSH_POLICY);
  for (const each of lines) if (line.read(each) === 'record') activity.add(line);
  return viewOf(activity, DEFAULT_SSH_POLICY).sshByTarget.flatMap((conversations) => {
    const described = conversations.flatMap(({ pair, connections }) => {
      const series = describeSeries(connections);
      return series === undefined ? [] : [{ source: pair.source, series }];
    });
    const examples = described.map(({ source, series: { base } }) => ({ source, base, isPasser: false }));
    return described.flatMap(({ source, series }): Trial[] => {
      const label = sources[source];
      if (label === undefined || (label.mix ?? name).startsWith('M6')) return [];
      return [{ name, source, label, isGuesser: (label.kind ?? kind) === 'attack', series, examples }];
    });
  });
}

/** Judged without what was measured of its server, or of its client in any version. */
export function judgeWithout(left: LeftOut, { source, label, series, examples }: Trial): Verdict {
  return judgeSeries(source, series, examples, { known: othersThan(label, left) });
}
