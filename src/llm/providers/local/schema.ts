// Reads what a JSON Schema asks for: its keys, and the labels that an enum allows.
import { type Field, roleOf } from "./asked.ts";

export interface SchemaAsk {
  fields: Field[];
  /** Whether some key may only be one of a list of texts: then it is a classification, whatever the instruction says. */
  hasEnum: boolean;
}

type Json = Record<string, unknown>;

export function schemaAsk(schema: unknown): SchemaAsk {
  const fields = isObject(schema) ? fieldsOf(schema, 0) : [];
  return { fields, hasEnum: anyEnum(fields) };
}

function fieldsOf(schema: Json, depth: number): Field[] {
  const { properties, required } = schema;
  if (!isObject(properties) || depth > 4) return [];
  const needed = new Set(Array.isArray(required) ? required : []);
  return Object.entries(properties).map(([key, value]) => ({
    ...fieldOf(key, isObject(value) ? value : {}, depth),
    optional: !needed.has(key),
  }));
}

function fieldOf(key: string, schema: Json, depth: number): Field {
  const types = [schema.type].flat();
  if (types.includes("array") && isObject(schema.items)) return { ...fieldOf(key, schema.items, depth), list: true };
  const oneOf = textsOf(schema);
  if (oneOf !== undefined) return { key, role: "category", oneOf };
  if (isObject(schema.properties)) return { key, role: fieldsOf(schema, depth + 1) };
  const most = schema.maximum;
  if (types.includes("number") || types.includes("integer")) {
    if (roleOf(key, "") !== "confidence") return { key, role: "other" };
    return { key, role: most === 100 ? "percent" : "confidence" };
  }
  return { key, role: types.includes("boolean") ? "other" : roleOf(key, "") };
}

function textsOf(schema: Json): string[] | undefined {
  const values = Array.isArray(schema.enum) ? schema.enum : "const" in schema ? [schema.const] : undefined;
  const texts = values?.filter((value) => typeof value === "string");
  return texts !== undefined && texts.length > 0 ? texts : undefined;
}

function anyEnum(fields: readonly Field[]): boolean {
  return fields.some(({ role, oneOf }) => oneOf !== undefined || (Array.isArray(role) && anyEnum(role)));
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
