/** What happens to a call instead of, or after, its answer. */
export type Fault =
  | 'throttle'
  | 'deny'
  | 'garbage'
  /** Neither done nor ever answered. */
  | 'time-out'
  /** Not done; the connection is closed. */
  | 'drop'
  /** Done, and answered when the client has given up. */
  | 'late'
  /** Done, but the answer never arrives: the connection is closed. */
  | 'lose-answer'
  /** Done, and `onKill` is told before anything is answered. */
  | 'kill';

/** What a server sends back. */
export interface AwsAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

/** How a service says that there were too many calls; the others say `ThrottlingException`. */
const THROTTLED: Readonly<Record<string, string>> = {
  SQS: 'RequestThrottled',
  Athena: 'TooManyRequestsException',
  S3: 'SlowDown',
  SecurityHub: 'TooManyRequestsException',
};

/** The answer of a call that is throttled, denied or garbled, in the protocol that it came in. */
export function faultAnswer(fault: 'throttle' | 'deny' | 'garbage', call: string): AwsAnswer {
  const [service = ''] = call.split('.');
  if (service === 'OpenSearch' && fault !== 'garbage') return searchFault(fault);
  switch (fault) {
    case 'throttle':
      return errorAnswer(call, 400, THROTTLED[service] ?? 'ThrottlingException', 'Rate exceeded');
    case 'deny':
      return service === 'SNS' || service === 'S3'
        ? errorAnswer(call, 403, 'AuthorizationError', 'not authorized')
        : errorAnswer(call, 400, 'AccessDeniedException', 'not authorized');
    case 'garbage':
      return { status: 200, contentType: 'text/html', body: '<html>gateway</html{"' };
  }
}

/** The search engine speaks HTTP: it says by the status what is wrong. */
function searchFault(fault: 'throttle' | 'deny'): AwsAnswer {
  const [status, type] =
    fault === 'throttle' ? [429, 'rejected_execution_exception'] : [403, 'security_exception'];
  return {
    status: Number(status),
    contentType: 'application/json',
    body: JSON.stringify({ error: { type, reason: type }, status }),
  };
}

/** An error of a service: XML for SNS, JSON for the others. */
export function errorAnswer(
  call: string,
  status: number,
  code: string,
  message: string,
  members: object = {},
): AwsAnswer {
  return call.startsWith('SNS.') || call.startsWith('S3.')
    ? {
        status,
        contentType: 'text/xml',
        body: call.startsWith('S3.')
          ? `<Error><Code>${code}</Code><Message>${message}</Message></Error>`
          : `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
      }
    : {
        status,
        contentType: 'application/x-amz-json-1.0',
        body: JSON.stringify({ __type: code, message, ...members }),
      };
}
