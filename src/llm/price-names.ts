// Under which names a model's price is looked for.

const version = /[-@](?:\d{4}-\d{2}-\d{2}|\d{8}|\d{6}|\d{4}|latest)$/;

/** The names to look for in turn: the name itself, then without a date or `latest` at its end. Never anything shorter. */
export function namesOf(model: string): string[] {
  const name = model.toLowerCase();
  return version.test(name) ? [name, name.replace(version, "")] : [name];
}
