/** Every refusal of the API has one shape: a status, a code that programs can rely on, a sentence for people. */
import type {FastifyError, FastifyReply, FastifyRequest} from "fastify";
import {OperatingError} from "../../lib/core/operating-error.js";

export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly statusCode: number;
  readonly code: string;

  constructor(statusCode: number, code: string, message: string) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
  }
}

/** Says what a caller may know; what it may not is in the log with the request's id. */
export function sendError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const {statusCode, code, message} = refusalOf(error);
  if (statusCode >= 500) request.log.error({err: error}, "request failed");
  return reply.code(statusCode).send({error: {code, message}});
}

function refusalOf(error: FastifyError | Error): {statusCode: number; code: string; message: string} {
  if (error instanceof ApiError) return error;
  if (error instanceof OperatingError)
    return {statusCode: error.retryable ? 503 : 409, code: error.code, message: error.message};
  if (isServerAway(error))
    return {statusCode: 503, code: "DATABASE_UNREACHABLE", message: "The database does not answer. Try again soon."};
  if ("validation" in error && error.validation !== undefined)
    return {statusCode: 400, code: "REQUEST_INVALID", message: error.message};
  const statusCode = "statusCode" in error ? (error.statusCode ?? 500) : 500;
  // Below 500 it is Fastify speaking of the request: its length, its content type, its JSON, its rate.
  if (statusCode < 500) return {statusCode, code: codeOf(statusCode), message: error.message};
  return {statusCode: 500, code: "INTERNAL", message: "Something went wrong inside; the daemon's log says what."};
}

/** By SQLSTATE (connection, resources, shutdown) or the system's own code, where a query was not answered. */
function isServerAway(error: Error): boolean {
  const code = "code" in error ? String(error.code) : "";
  return /^(08...|53...|57P..|ECONN\w+|EPIPE|ETIMEDOUT)$/.test(code) || /^Connection terminated/.test(error.message);
}

function codeOf(statusCode: number): string {
  if (statusCode === 413) return "REQUEST_TOO_LARGE";
  if (statusCode === 415) return "CONTENT_TYPE_UNSUPPORTED";
  return statusCode === 429 ? "TOO_MANY_REQUESTS" : "REQUEST_INVALID";
}
