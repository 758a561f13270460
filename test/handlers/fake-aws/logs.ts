import { parseFilterPattern } from '../../../analysis/filter-pattern';
import { ServiceError } from './service-error';

export interface LogEvent {
  readonly logGroup: string;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly message: string;
  readonly eventId: string;
  /** Epoch milliseconds; a minute later unless it is said. */
  readonly ingestionTime?: number;
}

interface Request {
  readonly logGroupName: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly nextToken?: string;
  readonly filterPattern?: string;
  readonly queryString: string;
  readonly queryId: string;
}

/**
 * Log groups with FilterLogEvents, which here gives everything in the window (as the emulator does with JSON
 * patterns), and with empty pages in between, as the service may. Logs Insights answers what `insights` says.
 */
export class FakeLogs {
  readonly events: LogEvent[] = [];
  pageSize = 100;
  /** Does it filter, as the service does? The emulator does not, and pages then hold more. */
  isFiltering = false;
  /** Gives the rows of a query, each a list of field and value. */
  insights: (
    query: string,
    startTime: number,
    endTime: number,
  ) => readonly Readonly<Record<string, string>>[] = () => [];
  readonly #queries = new Map<string, { looks: number; rows: object[] }>();

  answer(operation: string, request: Request): object {
    switch (operation) {
      case 'FilterLogEvents':
        return this.#filter(request);
      case 'StartQuery': {
        const queryId = `query-${this.#queries.size + 1}`;
        const rows = this.insights(request.queryString, request.startTime, request.endTime).map((row) =>
          Object.entries(row).map(([field, value]) => ({ field, value })),
        );
        this.#queries.set(queryId, { looks: 0, rows: rows.slice(0, 10_000) });
        return { queryId };
      }
      case 'GetQueryResults': {
        const query = this.#queries.get(request.queryId);
        if (query === undefined) throw new ServiceError(400, 'ResourceNotFoundException', 'no such query');
        query.looks += 1;
        return query.looks === 1
          ? { status: 'Running', results: [] }
          : { status: 'Complete', results: query.rows };
      }
      case 'StopQuery':
        return { success: true };
      default:
        throw new ServiceError(400, 'UnknownOperationException', operation);
    }
  }

  #filter({ logGroupName, startTime, endTime, nextToken, filterPattern }: Request): object {
    const pattern =
      this.isFiltering && filterPattern !== undefined ? parseFilterPattern(filterPattern) : undefined;
    const found = this.events.filter(
      ({ logGroup, timestamp, message }) =>
        logGroup === logGroupName &&
        timestamp >= startTime &&
        timestamp <= endTime &&
        pattern?.matchesText(message) !== false,
    );
    const [kind = 'page', from = '0'] = (nextToken ?? 'empty 0').split(' ');
    if (kind === 'empty') return { events: [], nextToken: `page ${from}` };
    const end = Number(from) + this.pageSize;
    return {
      events: found
        .slice(Number(from), end)
        .map(({ timestamp, message, eventId, ingestionTime = timestamp + 60_000 }) => ({
          timestamp,
          message,
          eventId,
          ingestionTime,
          logStreamName: 'stream',
        })),
      ...(end < found.length && { nextToken: `empty ${end}` }),
    };
  }
}
