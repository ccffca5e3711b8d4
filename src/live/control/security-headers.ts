/**
 * Headers of every answer, and the content security policy of pages. A page's inline scripts are allowed by their
 * hashes, which are computed from the page as it is sent; nothing is loaded from elsewhere.
 */
import {createHash} from "node:crypto";

export function securityHeaders(isSecure: boolean): Readonly<Record<string, string>> {
  return {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    ...(isSecure ? {"strict-transport-security": "max-age=31536000"} : {})
  };
}

/**
 * DuckDB in the page compiles WebAssembly and runs in a worker made from a blob; charts set styles inline. Nothing needs
 * `unsafe-eval`: the tests of the built pages run under this policy.
 */
export function pageSecurityPolicy(html: string, scriptSources: readonly string[] = []): string {
  const scripts = ["'self'", "'wasm-unsafe-eval'", "blob:", ...scriptSources, ...inlineScriptHashes(html)];
  return [
    "default-src 'self'",
    `script-src ${scripts.join(" ")}`,
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self' blob: data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'"
  ].join("; ");
}

function inlineScriptHashes(html: string): string[] {
  const bodies = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi)].map(
    (match) => match[1] ?? ""
  );
  const hashes = bodies.map((body) => createHash("sha256").update(body).digest("base64"));
  return [...new Set(hashes)].map((hash) => `'sha256-${hash}'`);
}
