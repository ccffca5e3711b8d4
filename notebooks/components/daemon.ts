/**
 * Talks to the daemon that served the page: JSON over HTTP and one stream of server-sent events. A published copy of
 * the site has no daemon; pages then say so instead of asking. An expired session leads to the sign-in page and back.
 */
export type Answer<T> =
  | {readonly state: "loading"}
  /** Published copy, or nobody answers. */
  | {readonly state: "absent"}
  | {readonly state: "refused"; readonly message: string}
  | {readonly state: "ready"; readonly data: T};

const STREAM_NAMES = ["status", "equity", "orders", "fills", "decisions", "resync"] as const;
export type StreamName = (typeof STREAM_NAMES)[number];

/** Longest wait between two requests for the same thing while events keep coming. */
const REFRESH_MS = 1_000;

export function isPublished(): boolean {
  return document.querySelector<HTMLMetaElement>('meta[name="papertape-site"]')?.content === "published";
}

export async function ask<T>(path: string, change?: {method: string; body?: unknown}): Promise<Answer<T>> {
  if (isPublished()) return {state: "absent"};
  try {
    const response = await fetch(path, {
      method: change?.method ?? "GET",
      credentials: "same-origin",
      headers: change?.body === undefined ? {} : {"content-type": "application/json"},
      body: change?.body === undefined ? null : JSON.stringify(change.body)
    });
    return await readAnswer<T>(response);
  } catch {
    return {state: "absent"};
  }
}

async function readAnswer<T>(response: Response): Promise<Answer<T>> {
  if (response.status === 401) {
    const here = location.pathname + location.search;
    location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
    return {state: "loading"};
  }
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  if (!isJson) return response.ok ? {state: "ready", data: null as T} : {state: "absent"};
  const data: unknown = await response.json();
  return response.ok
    ? {state: "ready", data: data as T}
    : {state: "refused", message: messageOf(data, response.status)};
}

/** Refusals are `{error: {code, message}}`. */
function messageOf(data: unknown, status: number): string {
  const message = (data as {error?: {message?: unknown}} | null)?.error?.message;
  return typeof message === "string" ? message : `the daemon refused with status ${status}`;
}

/**
 * For `Generators.observe`: the answer of `path` now and again after each of the named events of the stream, at most
 * once in `REFRESH_MS`. A refused refresh keeps nothing of what was shown before.
 */
export function observeAnswer<T>(path: string, on: readonly StreamName[] = []) {
  return (notify: (answer: Answer<T>) => void): (() => void) => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let shown = "";
    const load = async () => {
      waiting = undefined;
      const answer = await ask<T>(path);
      const text = JSON.stringify(answer);
      // Drawing the same again would take the reader's sorting and place away.
      if (text !== shown) notify(answer);
      shown = text;
    };
    const again = () => {
      waiting ??= setTimeout(load, REFRESH_MS);
    };
    notify({state: "loading"});
    void load();
    // `resync`: events were missed, so what is shown may be old.
    const stops = (on.length === 0 ? on : [...on, "resync" as const]).map((name) => onStream(name, again));
    return () => {
      clearTimeout(waiting);
      for (const stop of stops) stop();
    };
  };
}

type StreamHandler = (data: unknown) => void;

const handlers = new Map<StreamName, Set<StreamHandler>>();
let source: EventSource | undefined;
let hasRested = false;

/** Calls `handle` with the data of each event of that name; returns a function that stops it. */
export function onStream(name: StreamName, handle: StreamHandler): () => void {
  if (isPublished()) return () => undefined;
  if (handlers.size === 0) document.addEventListener("visibilitychange", follow);
  const ofName = handlers.get(name) ?? new Set();
  handlers.set(name, ofName.add(handle));
  follow();
  return () => ofName.delete(handle);
}

/** A page in the background lets go of its stream: browsers give one site six connections for all its tabs. */
function follow(): void {
  if (document.hidden) {
    source?.close();
    source = undefined;
    hasRested = true;
    return;
  }
  if (source !== undefined) return;
  source = new EventSource("/api/stream");
  for (const name of STREAM_NAMES)
    source.addEventListener(name, (event: MessageEvent<string>) => pass(name, JSON.parse(event.data)));
  if (hasRested) pass("resync", {reason: "the page was in the background"});
}

function pass(name: StreamName, data: unknown): void {
  for (const handle of handlers.get(name) ?? []) handle(data);
}
