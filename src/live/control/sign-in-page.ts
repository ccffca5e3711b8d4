/** The sign-in page: one file without anything from elsewhere. It also has the one-time password changed. */
import {readFileSync} from "node:fs";

let page: string | null = null;

export function signInPage(): string {
  page ??= readFileSync(new URL("./sign-in.html", import.meta.url), "utf8");
  return page;
}
