import { PARAMETER_TYPES, type Parameter, type ParameterType, STANDARD_PARAMETERS } from './parameter';
import { QueryError } from './query-error';

/** One saved question; everything but the SQL is read from the comment in front of it. */
export interface Query {
  /** The file's name without `.sql`. */
  readonly id: string;
  /** The folder it stands in. */
  readonly group: string;
  /** The question, as a person would ask it. */
  readonly question: string;
  /** When to ask it. */
  readonly when: string;
  /** MITRE ATT&CK techniques that the answer is evidence of; empty for overviews. */
  readonly attack: readonly string[];
  /** What it reads, so that nobody is surprised by the bill. */
  readonly cost: string;
  /** Ids of the detections that it investigates. */
  readonly serves: readonly string[];
  /** Its rows are news on any day: a replay prints them. Nothing of an ordinary day is among them. */
  readonly isForReplay: boolean;
  readonly parameters: readonly Parameter[];
  /** The whole text of the file, `:name` placeholders, comment and what it includes among it. */
  readonly sql: string;
}

const FIELD = /^(when|attack|cost|serves|replay|param [a-z][a-z0-9_]*): (.*)$/;
const PARAMETER = /^(\w+) = (.*?) -- (.+)$/;

function list(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split(',').map((item) => item.trim());
}

function parseParameter(id: string, name: string, text: string): Parameter {
  const [, type, value, meaning] = PARAMETER.exec(text) ?? [];
  const known = PARAMETER_TYPES.find((candidate) => candidate === type);
  if (known === undefined || value === undefined || meaning === undefined) {
    throw new QueryError(
      `${id} declares parameter ${name} as "${text}"; expected "<${PARAMETER_TYPES.join('|')}> = <default> -- <meaning>"`,
    );
  }
  return { name, type: known satisfies ParameterType, default: value, meaning };
}

/** The comment lines before the first line of SQL, without their dashes; a deeper indent continues a field. */
function frontComment(sql: string): readonly string[] {
  const lines: string[] = [];
  for (const line of sql.split('\n')) {
    if (!line.startsWith('--')) {
      break;
    }
    const text = line.slice(2);
    const last = lines.at(-1);
    if (text.startsWith('   ') && last !== undefined) {
      lines[lines.length - 1] = `${last} ${text.trim()}`;
    } else {
      lines.push(text.trim());
    }
  }
  return lines;
}

/**
 * Reads a question from the text of its file. Text without a front comment is a question too: it has the standard
 * parameters and nothing to tell.
 *
 * @throws QueryError when a parameter's declaration cannot be read
 */
export function parseQuery(id: string, group: string, sql: string): Query {
  const fields = new Map<string, string>();
  const parameters: Parameter[] = [...STANDARD_PARAMETERS];
  const question: string[] = [];
  for (const line of frontComment(sql)) {
    const [, field, value = ''] = FIELD.exec(line) ?? [];
    if (field === undefined) {
      question.push(line);
    } else if (field.startsWith('param ')) {
      parameters.push(parseParameter(id, field.slice('param '.length), value));
    } else {
      fields.set(field, value);
    }
  }
  return {
    id,
    group,
    question: question.join(' ').trim(),
    when: fields.get('when') ?? '',
    attack: list(fields.get('attack')),
    cost: fields.get('cost') ?? '',
    serves: list(fields.get('serves')),
    isForReplay: fields.get('replay') === 'yes',
    parameters,
    sql,
  };
}
