// The runner's files are bundled into the child as text.
declare module "*.py" {
  const text: string;
  export default text;
}
