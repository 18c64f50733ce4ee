// The model of the examples: replies from a table of rules, so that they run offline and always say the same.
import { readFileSync } from "node:fs";

const table = JSON.parse(readFileSync(new URL("replies.json", import.meta.url), "utf8"));

/** For `scripted`: the first rule of an example whose model is the request's and whose texts are found in it answers. */
export function rulesOf(example) {
  const rules = table[example] ?? [];
  return ({ model, messages, instruction, data }) => {
    const texts = { instruction: instruction ?? messages.map(({ content }) => content).join("\n"), data: data ?? "" };
    const rule = rules.find(
      (rule) =>
        (rule.model === undefined || rule.model === model) &&
        ["instruction", "data"].every((part) => rule[part] === undefined || texts[part].includes(rule[part])),
    );
    if (rule === undefined) {
      throw new Error(`replies.json has no rule under "${example}" for ${model}: ${texts.instruction} ${texts.data}`);
    }
    if (rule.error !== undefined) return { error: rule.error, delay: rule.delay };
    return { text: typeof rule.reply === "string" ? rule.reply : JSON.stringify(rule.reply), delay: rule.delay };
  };
}
