// The picture of an active-learning report: a Vega-Lite specification made from its numbers, rendered as SVG without a browser.
import { ErrorObject, fail, Raised } from "../../values/error.ts";

/** The numbers of a report that are drawn. Shares from 0 to 1, costs in dollars (or in calls, where no price is known). */
export interface PictureData {
  /** What each share escalated would cost, and the agreement to be expected of it. */
  curve: { cost: number; agreement: number }[];
  chosen: { cost: number; agreement: number; certified: number };
  unit: "dollars" | "expensive calls";
  reliability: { confidence: number; accuracy: number; count: number }[];
  histogram: { from: number; to: number; count: number }[];
}

/**
 * Self-contained SVG text. Vega is an optional dependency, loaded here. The specification is fixed: a script's own one
 * could make Vega read files and addresses, or run expressions.
 */
export async function picture(given: unknown): Promise<string> {
  const data = checked(given);
  const [vega, lite] = await Promise.all([import("vega"), import("vega-lite")]).catch(() =>
    fail(
      "not-found",
      "active-learning-picture: the plotting library is not installed",
      [],
      "npm install vega vega-lite",
    ),
  );
  // The types of Vega-Lite's layered and concatenated specifications are too strict for one that is put together.
  const { spec } = lite.compile(specification(data) as Parameters<typeof lite.compile>[0]);
  const view = new vega.View(vega.parse(spec), { renderer: "none", loader: denied });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** The most points of one part: what is drawn blocks everything else. */
const MOST = 1000;

/** Only numbers, and not too many: the text may come from a script. */
function checked(given: unknown): PictureData {
  const { curve, chosen, unit, reliability, histogram } = Object(given) as { [name: string]: unknown };
  return {
    curve: points(curve, ["cost", "agreement"]),
    chosen: points([chosen], ["cost", "agreement", "certified"])[0],
    unit: unit === "dollars" ? unit : "expensive calls",
    reliability: points(reliability, ["confidence", "accuracy", "count"]),
    histogram: points(histogram, ["from", "to", "count"]),
  };
}

function points<Name extends string>(given: unknown, names: readonly Name[]): { [name in Name]: number }[] {
  if (!Array.isArray(given) || given.length > MOST) throw wrongPicture(`at most ${MOST} points in each part`);
  return given.map((point) => {
    const numbers = names.map((name) => [name, Object(point)[name]]);
    if (!numbers.every(([, x]) => Number.isFinite(x))) throw wrongPicture(`points with ${names.join(", ")}`);
    return Object.fromEntries(numbers);
  });
}

const wrongPicture = (wanted: string) =>
  new Raised(new ErrorObject("wrong-type", `active-learning-picture: expected ${wanted}`));

const refuse = () => Promise.reject(new Error("a picture loads nothing"));
const denied = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

function specification({ curve, chosen, unit, reliability, histogram }: PictureData): object {
  const share = { type: "quantitative", scale: { domain: [0, 1] }, axis: { format: "%" } };
  const place = { width: 280, height: 220 };
  const cost = { field: "cost", type: "quantitative", title: unit === "dollars" ? "cost in dollars" : unit };
  const agreement = {
    field: "agreement",
    ...share,
    scale: { zero: false },
    title: "agreement with the expensive model",
  };
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    background: "white",
    hconcat: [
      {
        ...place,
        title: "Cost and agreement",
        layer: [
          { data: { values: curve }, mark: "line", encoding: { x: cost, y: agreement } },
          {
            data: { values: [chosen] },
            mark: { type: "rule", color: "firebrick" },
            encoding: { x: cost, y: { ...agreement, field: "certified" }, y2: { field: "agreement" } },
          },
          {
            data: { values: [chosen] },
            mark: { type: "point", filled: true, size: 80, color: "firebrick" },
            encoding: { x: cost, y: agreement },
          },
        ],
      },
      {
        ...place,
        title: "Reliability on the audit",
        layer: [
          {
            data: { values: [0, 1].map((x) => ({ x, y: x })) },
            mark: { type: "line", strokeDash: [4, 4], color: "grey" },
            encoding: { x: { field: "x", ...share, title: "confidence" }, y: { field: "y", ...share, title: "right" } },
          },
          {
            data: { values: reliability },
            mark: { type: "point", filled: true },
            encoding: {
              x: { field: "confidence", ...share },
              y: { field: "accuracy", ...share },
              size: { field: "count", type: "quantitative", title: "items" },
            },
          },
        ],
      },
      {
        ...place,
        title: "Confidence of the cheap model",
        data: { values: histogram },
        mark: "bar",
        encoding: {
          x: { field: "from", type: "quantitative", bin: { binned: true, step: 0.1 }, title: "confidence" },
          x2: { field: "to" },
          y: { field: "count", type: "quantitative", title: "items" },
        },
      },
    ],
  };
}
