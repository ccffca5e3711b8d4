/** A rule's text cut into words, numbers and signs. */

export interface RuleToken {
  readonly kind: "number" | "word" | "sign" | "end";
  readonly text: string;
  /** Place of its first character in the text, from 0. */
  readonly at: number;
}

export class RuleProblem extends Error {
  /** Place in the text, from 0. */
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Words are factors with their parameters (`macd-histogram-12-26-9`), fields, names of parameters and operators. */
const PATTERN =
  /\s*(?:(?<number>\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(?<word>[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+(?:\.\d+)?)*)|(?<sign><=|>=|==|!=|[<>+\-*/(),]))/y;

/** @throws RuleProblem at a character that belongs to no rule. */
export function ruleTokens(text: string): readonly RuleToken[] {
  const tokens: RuleToken[] = [];
  const pattern = new RegExp(PATTERN);
  const end = text.trimEnd().length;
  for (let at = 0; at < end; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) {
      const place = at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
      throw new RuleProblem(`"${text[place]}" has no meaning in a rule`, place);
    }
    const {number, word, sign} = match.groups as {number?: string; word?: string; sign?: string};
    const found = number ?? word ?? sign ?? "";
    const kind = number !== undefined ? "number" : word !== undefined ? "word" : "sign";
    tokens.push({kind, text: found, at: pattern.lastIndex - found.length});
  }
  tokens.push({kind: "end", text: "", at: end});
  return tokens;
}
