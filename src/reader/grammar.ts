// The grammar: one flat rule over tokens. What nests is the builder's stack, since a recursive rule would use JS's.
import { EmbeddedActionsParser, type IToken } from "chevrotain";
import type { Builder } from "./builder.ts";
import * as T from "./tokens.ts";

type Action =
  | "open"
  | "close"
  | "prefix"
  | "labelDefinition"
  | "labelReference"
  | "atom"
  | "character"
  | "string"
  | "regexp"
  | "directive"
  | "unfinished";

export class FlatParser extends EmbeddedActionsParser {
  #builder: Builder | undefined;
  /** Where the window that the tokens are of begins in the whole text. */
  #base = 0;

  readonly #alternatives = [
    { ALT: () => this.#act("atom", this.CONSUME(T.Atom)) },
    { ALT: () => this.#act("open", this.CONSUME(T.Open)) },
    { ALT: () => this.#act("close", this.CONSUME(T.Close)) },
    { ALT: () => this.#act("string", this.CONSUME(T.Text)) },
    { ALT: () => this.#act("prefix", this.CONSUME(T.Prefix)) },
    { ALT: () => this.#act("character", this.CONSUME(T.Character)) },
    { ALT: () => this.#act("regexp", this.CONSUME(T.RegexpText)) },
    { ALT: () => this.#act("labelDefinition", this.CONSUME(T.LabelDefinition)) },
    { ALT: () => this.#act("labelReference", this.CONSUME(T.LabelReference)) },
    { ALT: () => this.#act("directive", this.CONSUME(T.Directive)) },
    { ALT: () => this.#act("unfinished", this.CONSUME(T.Unfinished)) },
  ];

  readonly #tokens = this.RULE("tokens", () => {
    this.MANY(() => this.OR(this.#alternatives));
  });

  constructor(validate = false) {
    super(T.TOKENS, { maxLookahead: 1, skipValidations: !validate });
    this.performSelfAnalysis();
  }

  /** Gives the tokens of one window to the builder. */
  feed(tokens: IToken[], base: number, builder: Builder): void {
    this.#builder = builder;
    this.#base = base;
    try {
      this.input = tokens;
      this.#tokens();
    } finally {
      this.#builder = undefined;
      this.input = [];
    }
  }

  /** Without a builder, chevrotain is recording the rule. Leaving tokens over would be a costly error of chevrotain's. */
  #act(action: Action, token: IToken): void {
    if (this.#builder?.done === false) this.#builder[action](token.image, this.#base + token.startOffset);
  }
}
