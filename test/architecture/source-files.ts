/** The project's own source, parsed once, for the tests of the house rules. */
import {execFileSync} from "node:child_process";
import {existsSync, readFileSync} from "node:fs";
import {basename} from "node:path";
import ts from "typescript";

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  readonly tree: ts.SourceFile;
}

/** Every file that git tracks or would add, by path from the root. */
export function projectFiles(): readonly string[] {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {encoding: "utf8"});
  return listed.split("\n").filter((path) => path !== "" && path !== "package-lock.json" && existsSync(path));
}

export function sourceFiles(pattern: RegExp): readonly SourceFile[] {
  return projectFiles()
    .filter((path) => /\.(ts|mjs)$/.test(path) && pattern.test(path))
    .map((path) => {
      const text = readFileSync(path, "utf8");
      return {
        path,
        text,
        lines: text.split("\n").length - 1,
        tree: ts.createSourceFile(basename(path), text, ts.ScriptTarget.Latest, true)
      };
    });
}

export interface FunctionShape {
  readonly name: string;
  readonly line: number;
  readonly lines: number;
  readonly parameters: readonly string[];
  /** Written type of each parameter; empty where it is inferred. */
  readonly parameterTypes: readonly string[];
}

/** Every function with a body: declarations, methods, arrows. */
export function functionsOf(file: SourceFile): readonly FunctionShape[] {
  const found: FunctionShape[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body !== undefined) {
      const start = file.tree.getLineAndCharacterOfPosition(node.getStart()).line;
      const end = file.tree.getLineAndCharacterOfPosition(node.getEnd()).line;
      found.push({
        name: nameOf(node),
        line: start + 1,
        lines: end - start + 1,
        parameters: node.parameters.map((parameter) => parameter.name.getText()),
        parameterTypes: node.parameters.map((parameter) => parameter.type?.getText() ?? "")
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(file.tree);
  return found;
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name !== undefined) return node.name.getText();
  const parent = node.parent;
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) ? parent.name.getText() : "a function";
}
