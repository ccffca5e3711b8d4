/**
 * Posts a notification to an address. An address with {text}, {title}, {body} or {severity} in it is a template: it gets
 * the words in the address, as chat services' bots take them; any other gets the whole message as JSON.
 */
import {OperatingError} from "../../lib/core/operating-error.js";
import type {Channel, Message} from "./channel.js";

export interface WebhookOptions {
  readonly name: string;
  /** May hold a secret: it appears in no message and no log. */
  readonly url: string;
}

const PLACEHOLDER = /\{(text|title|body|severity)\}/g;

export function webhookChannel({name, url}: WebhookOptions): Channel {
  const isTemplate = url.search(PLACEHOLDER) >= 0;
  return {
    name,
    deliver: async (message, signal) => {
      const response = isTemplate
        ? await post(fill(url, message), {signal})
        : await post(url, {
            signal,
            body: JSON.stringify(message),
            headers: {"content-type": "application/json", "idempotency-key": message.id}
          });
      // Read to the end, so that the connection can be used again.
      await response.arrayBuffer().catch(() => {});
      if (!response.ok) throw refusal(response);
    }
  };
}

async function post(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, {method: "POST", redirect: "error", ...init});
  } catch (error) {
    // The error's own text may hold the address, and so the secret in it.
    throw new OperatingError(`The webhook could not be reached (${causeCode(error)}).`, {
      code: "WEBHOOK_UNREACHABLE",
      retryable: true
    });
  }
}

function refusal({status, headers}: Response): OperatingError {
  const retryAfter = headers.get("retry-after");
  return new OperatingError(`The webhook answered ${status}.`, {
    code: "WEBHOOK_REFUSED",
    details: {status, ...(retryAfter === null ? {} : {retryAfter})},
    // What is wrong with the request stays wrong; too many requests and trouble at the other end pass.
    retryable: status >= 500 || status === 429 || status === 408
  });
}

function fill(template: string, {title, body, severity}: Message): string {
  const words = {title, body, severity, text: `${title}\n${body}`};
  return template.replace(PLACEHOLDER, (_, name: keyof typeof words) => encodeURIComponent(words[name]));
}

function causeCode(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = (cause as {code?: unknown} | undefined)?.code;
  if (typeof code === "string") return code;
  return error instanceof Error ? error.name : "unknown";
}
