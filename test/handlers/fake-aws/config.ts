import type { Published } from './published';
import { ServiceError } from './service-error';

export interface TakenEvaluation {
  readonly ComplianceResourceType: string;
  readonly ComplianceResourceId: string;
  readonly ComplianceType: string;
  readonly Annotation?: string;
  /** Epoch seconds. */
  readonly OrderingTimestamp: number;
}

interface Request {
  readonly ResultToken?: string;
  readonly Evaluations?: readonly TakenEvaluation[];
}

/** "Evaluation" in AWS Config's API reference. */
const MOST_ANNOTATION = 256;

/** AWS Config, as far as a custom rule asks it. */
export class FakeConfig {
  /** Every evaluation that came, in order. */
  readonly evaluations: TakenEvaluation[] = [];
  readonly tokens: string[] = [];
  /** What the history answers with: the configuration as text. */
  recorded: string | undefined;
  refusesEvaluations = false;
  readonly #published: Published[];

  /** @param published takes in what the console shows: one evaluation of each resource and time */
  constructor(published: Published[]) {
    this.#published = published;
  }

  answer(operation: string, { ResultToken = '', Evaluations = [] }: Request): object {
    switch (operation) {
      case 'GetResourceConfigHistory':
        return { configurationItems: this.recorded === undefined ? [] : [{ configuration: this.recorded }] };
      case 'PutEvaluations':
        for (const { Annotation } of Evaluations) {
          if (Annotation !== undefined && (Annotation === '' || Annotation.length > MOST_ANNOTATION)) {
            throw new ServiceError(400, 'ValidationException', 'Annotation has 1 to 256 characters');
          }
        }
        this.tokens.push(ResultToken);
        this.evaluations.push(...Evaluations);
        if (this.refusesEvaluations) return { FailedEvaluations: Evaluations };
        for (const evaluation of Evaluations) this.#show(evaluation);
        return { FailedEvaluations: [] };
      default:
        throw new ServiceError(400, 'UnknownOperationException', operation);
    }
  }

  #show({ ComplianceResourceId, ComplianceType, Annotation = '', OrderingTimestamp }: TakenEvaluation): void {
    const id = `${ComplianceResourceId} ${OrderingTimestamp}`;
    const known = this.#published.findIndex(({ attributes }) => attributes['id'] === id);
    const attributes = { id, compliance: ComplianceType };
    const shown = { topic: 'config', subject: '', message: { default: Annotation }, attributes };
    this.#published.splice(known < 0 ? this.#published.length : known, 1, shown);
  }
}
