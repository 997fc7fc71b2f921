import type { Fault } from './steps.ts';

/** A fault of a history in the words of the simulators' control. */
export function effectOf(service: Fault['service'], effect: Fault['effect']): object {
  switch (effect) {
    case 'error':
      return service === 'graph'
        ? { kind: 'status', status: 503, body: { error: { code: 'ServiceUnavailable', message: 'Try again.' } } }
        : { kind: 'status', status: 503, body: [{ errorCode: 'SERVER_UNAVAILABLE', message: 'Server unavailable' }] };
    case 'throttle':
      return service === 'graph'
        ? {
            kind: 'status',
            status: 429,
            headers: { 'Retry-After': '2.128' },
            body: { error: { code: 'TooManyRequests', message: 'Please retry again later.' } },
          }
        : {
            kind: 'status',
            status: 403,
            body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
          };
    case 'delay':
      return { kind: 'delay', ms: 500 };
    case 'drop-before':
    case 'drop-after':
    case 'half':
    case 'expire-cursors':
    case 'empty-page':
      return { kind: effect };
  }
}
