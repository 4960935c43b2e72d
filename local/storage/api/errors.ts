/**
 * The refusals of Cloud Storage. One class, thrown anywhere below the API and rendered in one place in the
 * three shapes the service has: JSON for the JSON API, plain text for media, XML for the XML API.
 */

export interface ErrorPlace {
  readonly locationType: 'parameter' | 'header';
  readonly location: string;
}

export class ApiError extends Error {
  readonly status: number;
  readonly reason: string;
  readonly domain: 'global' | 'usageLimits';
  readonly place: ErrorPlace | undefined;

  constructor(
    status: number,
    reason: string,
    message: string,
    place?: ErrorPlace,
    domain: 'global' | 'usageLimits' = 'global',
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.reason = reason;
    this.place = place;
    this.domain = domain;
  }
}

export function invalid(message: string): ApiError {
  return new ApiError(400, 'invalid', message);
}

export function invalidParameter(name: string, message: string): ApiError {
  return new ApiError(400, 'invalidParameter', message, { locationType: 'parameter', location: name });
}

export function required(name: string): ApiError {
  return new ApiError(400, 'required', `Required parameter: ${name}`, { locationType: 'parameter', location: name });
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'badRequest', message);
}

export function parseError(message: string): ApiError {
  return new ApiError(400, 'parseError', `Parse Error: ${message}`);
}

export function notFound(message: string): ApiError {
  return new ApiError(404, 'notFound', message);
}

export function noSuchBucket(): ApiError {
  return notFound('The specified bucket does not exist.');
}

export function noSuchObject(bucket: string, name: string): ApiError {
  return notFound(`No such object: ${bucket}/${name}`);
}

export function conflict(message: string): ApiError {
  return new ApiError(409, 'conflict', message);
}

export function conditionNotMet(location = 'If-Match'): ApiError {
  return new ApiError(412, 'conditionNotMet', 'At least one of the pre-conditions you specified did not hold.', {
    locationType: 'header',
    location,
  });
}

/** A GET whose NotMatch condition does not hold: no body at all. */
export function notModified(): ApiError {
  return new ApiError(304, 'notModified', '');
}

export function rateLimited(resource: string): ApiError {
  return new ApiError(
    429,
    'rateLimitExceeded',
    `The object ${resource} exceeded the rate limit for object mutation operations (create, update, and delete). ` +
      'Please reduce your request rate. See https://cloud.google.com/storage/docs/gcs429.',
    undefined,
    'usageLimits',
  );
}

/**
 * Refuses by name a thing that the real service can do and this one cannot. The status is 400 and not 501: clients retry
 * every 5xx, some of them for ever, and this refusal is final.
 */
export function notImplemented(what: string): ApiError {
  return new ApiError(400, 'notImplemented', `${what} is not supported by the local Cloud Storage.`);
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'badRequest',
  401: 'required',
  403: 'forbidden',
  404: 'notFound',
  408: 'requestTimeout',
  409: 'conflict',
  412: 'conditionNotMet',
  429: 'rateLimitExceeded',
  500: 'backendError',
  501: 'notImplemented',
  502: 'badGateway',
  503: 'backendError',
  504: 'gatewayTimeout',
};

/** The error of a bare status code, for scripted faults. */
export function errorOfStatus(status: number, message?: string): ApiError {
  const reason = REASONS[status] ?? (status >= 500 ? 'backendError' : 'badRequest');
  const domain = status === 429 ? 'usageLimits' : 'global';
  return new ApiError(
    status,
    reason,
    message ?? 'We encountered an internal error. Please try again.',
    undefined,
    domain,
  );
}

export function errorBody(error: ApiError): object {
  return {
    error: {
      code: error.status,
      message: error.message,
      errors: [{ message: error.message, domain: error.domain, reason: error.reason, ...error.place }],
    },
  };
}

const XML_CODES: Readonly<Record<number, string>> = {
  400: 'InvalidArgument',
  403: 'AccessDenied',
  404: 'NoSuchKey',
  405: 'MethodNotAllowed',
  409: 'BucketNotEmpty',
  412: 'PreconditionFailed',
  416: 'InvalidRange',
  429: 'SlowDown',
  501: 'NotImplemented',
  503: 'ServiceUnavailable',
};

export function xmlErrorBody(error: ApiError): string {
  const code = error.message === noSuchBucket().message ? 'NoSuchBucket' : (XML_CODES[error.status] ?? 'InternalError');
  return `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code><Message>${escapeXml(error.message)}</Message></Error>`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : '&gt;'));
}
