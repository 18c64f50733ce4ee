// `--json`: a result as one JSON object, digit for digit where JSON allows it.

/** What JSON has no word for is written as the text that people see. Values come from the engine, which bounds their depth. */
export function toJson(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return Number.isFinite(value) ? JSON.stringify(value) : JSON.stringify(schemeNumber(value));
    case "bigint":
      // JSON's integers have no limit, only JavaScript's reading of them has.
      return value.toString();
    case "boolean":
      return value ? "true" : "false";
    case "object":
      return value === null ? "null" : objectToJson(value);
    case "function":
      return JSON.stringify(`#<procedure${value.name ? ` ${value.name}` : ""}>`);
    default:
      return "null";
  }
}

function objectToJson(value: object): string {
  if (Array.isArray(value)) return `[${value.map(toJson).join(",")}]`;
  if (value instanceof Uint8Array) return `[${value.join(",")}]`;
  if (value instanceof Map) return `[${[...value].map((entry) => toJson(entry)).join(",")}]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return JSON.stringify(String(value));
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${toJson(member)}`).join(",")}}`;
}

function schemeNumber(value: number): string {
  return Number.isNaN(value) ? "+nan.0" : value > 0 ? "+inf.0" : "-inf.0";
}
