// JSON text: string->json and json->string.
import { MString } from "../values/string.ts";
import type { Value } from "../values/types.ts";
import { jsonFromValue, valueFromJson } from "./convert/json.ts";
import type { Section } from "./row.ts";

export const json: Section = () => [
  {
    signature: "(string->json text:string)",
    doc: "The value of a JSON text: objects are hash tables with symbol keys, arrays lists, null the symbol null.",
    example: `(string->json "[1, 1.0, null, true]") => (1 1.0 null #t)`,
    run: (text: MString) => valueFromJson(text.toString()),
  },
  {
    signature: "(json->string value)",
    doc: "JSON text of a value; string->json gives the value back.",
    example: `(json->string (list 1 1.5 "a" #t 'null)) => [1,1.5,"a",true,null]`,
    run: (value: Value) => new MString(jsonFromValue(value)),
  },
];
