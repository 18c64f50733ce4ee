// Minimises a smooth convex function by limited-memory BFGS with a backtracking line search.

/** Writes the gradient at `x` into `gradient` and gives the value. */
export type Objective = (x: Float64Array, gradient: Float64Array) => Promise<number>;

export interface MinimiseOptions {
  maxIterations: number;
  /** Ends when the largest component of the gradient is below this. */
  tolerance: number;
  onIteration?: ((done: number) => void) | undefined;
}

/** Pairs of steps kept; 6 reaches the optimum of these problems in as many passes as 10 with less memory. */
const memory = 6;

interface Step {
  s: Float64Array;
  y: Float64Array;
  rho: number;
}

/** Moves `x` in place to the minimum. */
export async function minimise(objective: Objective, x: Float64Array, options: MinimiseOptions): Promise<void> {
  let gradient = new Float64Array(x.length);
  let nextGradient = new Float64Array(x.length);
  const candidate = new Float64Array(x.length);
  const steps: Step[] = [];
  let value = await objective(x, gradient);
  for (let iteration = 0; iteration < options.maxIterations; iteration++) {
    if (largest(gradient) < options.tolerance) return;
    const direction = descend(gradient, steps);
    const slope = dot(direction, gradient);
    let length = iteration === 0 ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    let next = Number.POSITIVE_INFINITY;
    for (let halvings = 0; ; halvings++) {
      for (let i = 0; i < x.length; i++) candidate[i] = (x[i] as number) + length * (direction[i] as number);
      next = await objective(candidate, nextGradient);
      if (next <= value + 1e-4 * length * slope) break;
      if (halvings === 30) return;
      length /= 2;
    }
    remember(steps, x, candidate, gradient, nextGradient);
    x.set(candidate);
    [gradient, nextGradient] = [nextGradient, gradient];
    value = next;
    options.onIteration?.(iteration + 1);
  }
}

/** The two-loop recursion: minus the gradient times the approximate inverse Hessian. */
function descend(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const direction = gradient.map((g) => -g);
  const weights: number[] = [];
  for (const { s, y, rho } of steps.toReversed()) {
    const weight = rho * dot(s, direction);
    weights.push(weight);
    add(direction, y, -weight);
  }
  const last = steps.at(-1);
  if (last !== undefined) {
    const scale = 1 / (last.rho * dot(last.y, last.y));
    for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] as number) * scale;
  }
  for (const { s, y, rho } of steps) add(direction, s, (weights.pop() as number) - rho * dot(y, direction));
  return direction;
}

function remember(steps: Step[], x: Float64Array, next: Float64Array, g: Float64Array, nextG: Float64Array): void {
  const s = next.map((v, i) => v - (x[i] as number));
  const y = nextG.map((v, i) => v - (g[i] as number));
  const curvature = dot(s, y);
  // Without positive curvature the approximation would stop being a descent direction.
  if (curvature <= 1e-12) return;
  if (steps.length === memory) steps.shift();
  steps.push({ s, y, rho: 1 / curvature });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function add(target: Float64Array, from: Float64Array, times: number): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) + times * (from[i] as number);
}

function largest(a: Float64Array): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] as number));
  return most;
}
