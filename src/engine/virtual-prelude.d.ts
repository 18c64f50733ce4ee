// What the build puts in the place of this name: the prelude that it has compiled.
declare module "virtual:prelude" {
  export const prelude: import("./prelude.ts").Prelude;
}
