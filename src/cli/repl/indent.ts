// How far the next line of an unfinished form is indented: under its operands, as Scheme is written.

/** Forms whose bodies stand two columns in, whatever their first operand is. */
const BODIES =
  /^(define|lambda|λ|let|letrec|when|unless|if|do|begin|case|cond|for|match|with-|call-with|parameterize|guard|try|dynamic-wind|struct|syntax-rules)/;

/** Columns for a new line after `text`; `margin` is how far the prompt pushes the first line. */
export function indentation(text: string, margin: number): number {
  const open: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    if (char === '"' || char === "|") {
      i = char === '"' ? endOfString(text, i) : endOfBars(text, i);
      // What is typed into a text is the text's, column by column.
      if (i === text.length) return 0;
    } else if (char === ";") i = endOfLine(text, i);
    else if (char === "#" && text[i + 1] === "\\") i += 2;
    else if ("([{".includes(char)) open.push(i);
    else if (")]}".includes(char)) open.pop();
  }
  const start = open.at(-1);
  return start === undefined ? margin : columnOf(text, start, margin) + operandOffset(text.slice(start + 1));
}

/** Under the first operand of a call; one column in for data and bindings. */
function operandOffset(inside: string): number {
  const [head, gap] = /^([^\s()[\]{}";'0-9][^\s()[\]{}";']*)( +)(?=[^\s;])/.exec(inside)?.slice(1) ?? [];
  if (head === undefined || gap === undefined) return /^[^\s()[\]{}";'0-9]/.test(inside) ? 2 : 1;
  return BODIES.test(head) ? 2 : 1 + head.length + gap.length;
}

function columnOf(text: string, at: number, margin: number): number {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  return at - lineStart + (lineStart === 0 ? margin : 0);
}

function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === '"') return i;
  }
  return text.length;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end;
}

function endOfBars(text: string, start: number): number {
  const end = text.indexOf("|", start + 1);
  return end < 0 ? text.length : end;
}
