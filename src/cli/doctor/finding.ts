/** What a check of `papertape doctor` found. */
export interface Finding {
  readonly what: string;
  /** A note is neither good nor bad: something that could not be tried, or is not needed. */
  readonly state: "ok" | "problem" | "note";
  readonly detail: string;
  /** How to mend it; null where nothing is to be mended. */
  readonly mend: string | null;
}

export function ok(what: string, detail: string): Finding {
  return {what, state: "ok", detail, mend: null};
}

export function note(what: string, detail: string): Finding {
  return {what, state: "note", detail, mend: null};
}

export function problem(what: string, detail: string, {mend}: {readonly mend: string}): Finding {
  return {what, state: "problem", detail, mend};
}

/** In words, of whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
