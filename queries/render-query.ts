import { timeKeyValue } from '../records/tables/object-key';
import type { Layout } from '../records/tables/table-definition';
import { type Moment, parseMoment, pinMoment } from './moment';
import { type Parameter, renderLiterals } from './parameter';
import type { Query } from './query';
import { QueryError } from './query-error';
import { scanSql } from './sql-scan';
import { constantWith, INSIDE_RANGES } from './the-internet';

export interface RenderOptions {
  /** Parameter name to what the person typed. */
  readonly values?: Readonly<Record<string, string>>;
  /**
   * What `7d` and `now` are counted from, epoch seconds. Without it they stay relative: the text asks the engine
   * for its own time, which is what a saved query needs.
   */
  readonly now?: number;
  /** How the flow logs' prefixes are written, which is how their `hour` reads. */
  readonly layout?: Layout;
}

/**
 * Records are delivered minutes after they happen, and the key says when they were delivered: the partitions that
 * are read end this much after the window.
 */
const DELIVERY_MARGIN_SECONDS = 3600;

type TimeForm = 'day' | 'hour' | 'time' | 'epoch';
const TIME_FORM = /^(.+)_(day|hour|time|epoch)$/;

const ENGINE_FORMAT: Readonly<Record<Exclude<TimeForm, 'epoch'>, Readonly<Record<Layout, string>>>> = {
  day: { plain: '%Y/%m/%d', 'hive-compatible': '%Y/%m/%d' },
  hour: { plain: '%Y/%m/%d/%H', 'hive-compatible': 'year=%Y/month=%m/day=%d/hour=%H' },
  time: { plain: '%Y-%m-%dT%H:%i:%sZ', 'hive-compatible': '%Y-%m-%dT%H:%i:%sZ' },
};

function renderMoment(moment: Moment, form: TimeForm, layout: Layout): string {
  if ('secondsAgo' in moment) {
    const [sign, seconds] = moment.secondsAgo < 0 ? ['+', -moment.secondsAgo] : ['-', moment.secondsAgo];
    return form === 'epoch'
      ? `cast(to_unixtime(current_timestamp) as bigint) ${sign} ${seconds}`
      : `date_format(current_timestamp ${sign} interval '${seconds}' second, '${ENGINE_FORMAT[form][layout]}')`;
  }
  const epochSeconds = Math.floor(moment.epochSeconds);
  switch (form) {
    case 'epoch':
      return String(epochSeconds);
    case 'time':
      return `'${new Date(epochSeconds * 1000).toISOString().slice(0, 19)}Z'`;
    case 'day':
      return `'${timeKeyValue('day', epochSeconds)}'`;
    case 'hour':
      return `'${timeKeyValue('hour', epochSeconds, layout)}'`;
  }
}

function later(moment: Moment, seconds: number): Moment {
  return 'secondsAgo' in moment
    ? { secondsAgo: moment.secondsAgo - seconds }
    : { epochSeconds: moment.epochSeconds + seconds };
}

/**
 * The question as Athena SQL with its values in it: typed, escaped, refused where they do not fit. The text outside
 * of the placeholders stays as it is in the file.
 *
 * @throws QueryError for a placeholder or a value that no parameter declares, and for a value of the wrong type
 */
export function renderQuery(query: Query, options: RenderOptions = {}): string {
  const { values = {}, layout = 'plain' } = options;
  const declared = new Map(query.parameters.map((parameter) => [parameter.name, parameter]));
  for (const name of Object.keys(values)) {
    if (!declared.has(name) && name !== INSIDE_RANGES) {
      throw new QueryError(`${query.id} has no parameter ${name}; it has ${[...declared.keys()].join(', ')}`);
    }
  }
  const textOf = (parameter: Parameter) => values[parameter.name] ?? parameter.default;

  function momentOf(name: string, seen: readonly string[] = []): Moment | undefined {
    const parameter = declared.get(name);
    if (parameter === undefined || parameter.type !== 'time' || seen.includes(name)) {
      return undefined;
    }
    const moment = parseMoment(textOf(parameter), name, (other) => momentOf(other, [...seen, name]));
    return options.now === undefined ? moment : pinMoment(moment, options.now);
  }

  function replacement(name: string): string {
    const constant = constantWith(name, values[INSIDE_RANGES]);
    if (constant !== undefined) {
      return constant;
    }
    const plain = declared.get(name);
    if (plain !== undefined) {
      return renderLiterals(plain, textOf(plain));
    }
    const [, stem = '', form = ''] = TIME_FORM.exec(name) ?? [];
    const moment = momentOf(stem);
    if (moment === undefined) {
      throw new QueryError(
        `${query.id} uses :${name}, which is no parameter; it has ${[...declared.keys()].join(', ')}. Declare it in the comment in front: -- param ${name}: name = % -- what it means`,
      );
    }
    const isPartitionEnd = stem === 'until' && (form === 'day' || form === 'hour');
    return renderMoment(
      isPartitionEnd ? later(moment, DELIVERY_MARGIN_SECONDS) : moment,
      form as TimeForm,
      layout,
    );
  }

  return scanSql(query.sql)
    .map(({ kind, text }) => (kind === 'placeholder' ? replacement(text.slice(1)) : text))
    .join('');
}
