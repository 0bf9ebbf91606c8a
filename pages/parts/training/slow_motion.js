// One step of training for one pair: what its loss does to the two points, and what of that reaches the
// weights. It follows the moment on the player. Drawn in pixels of a laptop, and larger where text is.
const HIGH = 340; // of the picture of the points
const ARROW = 0.25; // of a gradient's length: at the arrows' tips the loss is 0
const COLOURS = { left: "#0072b2", right: "#e69f00" };
const SUM = "#7f8794";
const TEXT = 14;
const REST = 300; // milliseconds without another moment
const CLOSE = 40; // points with no room for a name between them

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".slow");
  root.slow ??= new SlowMotion(root);
  root.slow.show(JSON.parse(data));
  return () => root.slow.stop();
}

class SlowMotion {
  constructor(root) {
    this.root = root;
    [this.plane, this.triangle] = root.querySelectorAll("svg");
    new ResizeObserver(() => this.measure()).observe(root);
    new IntersectionObserver(([seen]) => this.come(seen.isIntersecting)).observe(root);
  }

  show(data) {
    this.data = data;
    this.stop();
    this.moment = 0;
    this.measure();
    this.stop_following = follow_moment(data.run, data.moments.length - 1, (moment) => this.move_to(moment));
  }

  stop() {
    this.stop_following?.();
    clearTimeout(this.waiting);
  }

  come(is_seen) {
    this.is_seen = is_seen;
    this.draw();
  }

  measure() {
    this.widths = [this.plane, this.triangle].map((svg) => svg.parentElement.clientWidth / grown());
    this.draw();
  }

  /** What is not on the screen waits until the player rests. */
  move_to(moment) {
    this.moment = Math.min(moment, this.data.moments.length - 1);
    clearTimeout(this.waiting);
    if (this.is_seen) this.draw();
    else this.waiting = setTimeout(() => this.draw(), REST);
  }

  draw() {
    if (!this.data || !this.widths?.[0]) return;
    const { data, widths } = this,
      step = data.moments[this.moment],
      still = step.angle === null;
    this.write(step, still);
    draw_points(paper_of(this.plane, widths[0], HIGH), step, data, still);
    this.triangle.style.display = still ? "none" : "";
    if (still) return;
    const draw = data.shared ? draw_sum : draw_apart;
    draw(paper_of(this.triangle, widths[1], data.shared ? 190 : 120), step, data.words);
  }

  /** The numbers, and the sentences on what is drawn. */
  write(step, still) {
    const { words, steps, shared, rate, weights } = this.data;
    const say = (name, sentence) => (this.root.querySelector(`.${name}`).textContent = sentence);
    const [distance, distance_after] = [written(step.distance), written(step.distance_after)];
    const summary = { step: written(steps[this.moment], 0), distance, distance_after };
    this.plane.setAttribute("aria-label", filled(words.summary, summary));
    say("arrows", still ? "" : words.arrows);
    say("after", still ? "" : words.after_means);
    this.root.querySelector(".none").hidden = !still;
    say("none", step.loss > 0 ? words.stuck : words.no_pull);
    const lists = filled(shared ? words.lists : words.lists_apart, { weights: written(weights, 0) });
    say("lists", still ? "" : lists);
    say("step", filled(words.step, { rate }));
    const rows = [
      [words.loss, written(step.loss)],
      [words.distance, `${distance} → ${distance_after}`],
      [words.at_points, written(Math.hypot(...step.at_left))],
      [words.through_left, written(step.through_left), COLOURS.left],
      [words.through_right, written(step.through_right), COLOURS.right],
    ];
    if (shared) {
      rows.push([words.together, written(step.together), SUM]);
      rows.push([words.angle, still ? "–" : `${written(step.angle, 0)}°`]);
    }
    const table = this.root.querySelector("tbody");
    if (table.rows.length !== rows.length) table.replaceChildren(...rows.map(row_of));
    rows.forEach(([name, value], k) => {
      const [head, cell] = table.rows[k].cells;
      [head.lastChild.data, cell.textContent] = [name, value];
    });
    const named = rows.slice(3).map(([name, value]) => filled(words.row, { name, value }));
    const all = named.reduce((said, next) => filled(words.rows, { said, next }));
    this.triangle.setAttribute("aria-label", all);
  }
}

function row_of([name, , colour]) {
  const row = document.createElement("tr"),
    head = row.appendChild(document.createElement("th"));
  head.scope = "row";
  if (colour) head.appendChild(document.createElement("i")).style.setProperty("--colour", colour);
  head.append(name);
  row.appendChild(document.createElement("td"));
  return row;
}

/** An empty picture. */
function paper_of(svg, width, high) {
  svg.setAttribute("viewBox", `0 0 ${width} ${high}`);
  svg.replaceChildren();
  return { svg, width, high };
}

/** Both points, where the loss moves them, and where they are after the step. */
function draw_points({ svg, width, high }, step, data, still) {
  const { words } = data,
    sides = ["left", "right"];
  const tips = sides.map((side) => step[side].map((value, axis) => value - ARROW * step[`at_${side}`][axis]));
  const seen = [step.left, step.right, step.left_after, step.right_after, ...tips];
  const middle = [0, 1].map((axis) => (step.left[axis] + step.right[axis]) / 2);
  const away = (axis) => Math.max(...seen.map((point) => Math.abs(point[axis] - middle[axis])));
  const needed = Math.max(away(0) / (width / 2 - 70), away(1) / (high / 2 - 50), 1e-5),
    unit = round_up(needed, [1, 1.5, 2, 3, 4.5, 7]); // of a pixel
  const at = (point) => [width / 2 + (point[0] - middle[0]) / unit, high / 2 - (point[1] - middle[1]) / unit];
  const [left, right] = [at(step.left), at(step.right)];
  svg.append(path([left, right], "between"));
  sides.forEach((side, k) => {
    const from = at(step[side]),
      after = at(step[`${side}_after`]);
    svg.append(path([from, after], "faint"), disc(from, COLOURS[side]));
    svg.append(...arrow(from, at(tips[k]), COLOURS[side]));
    const close = Math.hypot(right[0] - left[0], right[1] - left[1]) < CLOSE;
    svg.append(beside(from, left, right, close && k ? 1 : -1, words[side]));
    if (still) return;
    svg.append(drawn("circle", { cx: after[0], cy: after[1], r: 7, stroke: COLOURS[side], class: "hollow" }));
  });
  if (!still) name_after([at(step.left_after), at(step.right_after)], left, right, svg, words.after);
  draw_scale(svg, high, unit);
}

/** What hollow points are: said once where they are close to each other. */
function name_after(points, left, right, svg, name) {
  const [x, y] = [0, 1].map((axis) => (points[0][axis] + points[1][axis]) / 2);
  const close = Math.hypot(points[0][0] - x, points[0][1] - y) < CLOSE;
  for (const point of close ? [[x, y]] : points) svg.append(beside(point, left, right, 1, name));
}

/** A name on one side of the line between the points. */
function beside([x, y], left, right, side, name) {
  const [along, down] = [right[0] - left[0], right[1] - left[1]],
    length = Math.hypot(along, down) || 1,
    upwards = along < 0 ? -side : side; // above the line for 1, below it for -1
  const [aside, up] = [(upwards * down) / length, (-upwards * along) / length];
  return label(x + aside * (16 + half_width(name)), y + 5 + up * 22, name);
}

/** A bar of a round length. */
function draw_scale(svg, high, unit) {
  const size = round_up(60 * unit),
    end = 16 + size / unit;
  svg.append(
    path(
      [
        [16, high - 20],
        [16, high - 14],
        [end, high - 14],
        [end, high - 20],
      ],
      "thin",
    ),
  );
  svg.append(
    label(end + 8, high - 11, written(size, Math.max(0, -Math.floor(Math.log10(size) + 1e-9))), "start"),
  );
}

/** Two gradients of the weights, one after the other, and their sum, with true lengths and angle. */
function draw_sum({ svg, width, high }, step, words) {
  const turn = (step.angle * Math.PI) / 180,
    bend = [step.through_left, 0],
    end = [step.through_left + step.through_right * Math.cos(turn), step.through_right * Math.sin(turn)];
  const [low, most] = [Math.min(0, end[0]), Math.max(bend[0], end[0])];
  const unit = Math.max((most - low) / (width - 150), end[1] / (high - 70), 1e-9);
  const from = (width - (most - low) / unit) / 2 - low / unit;
  const at = ([x, y]) => [from + x / unit, high - 34 - y / unit];
  const corners = [[0, 0], bend, end].map(at);
  svg.append(path([corners[1], [corners[1][0] + 34, corners[1][1]]], "faint"), arc(corners[1], 22, turn));
  svg.append(...arrow(corners[0], corners[2], SUM, 5));
  svg.append(...arrow(corners[0], corners[1], COLOURS.left), ...arrow(corners[1], corners[2], COLOURS.right));
  const half_way = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const [below, right, left] = [
    half_way(corners[0], corners[1]),
    half_way(corners[1], corners[2]),
    half_way(corners[0], corners[2]),
  ];
  const as_long = (name, value) => filled(words[`${name}_length`], { length: written(value) });
  svg.append(label(below[0], below[1] + 20, as_long("left", step.through_left)));
  svg.append(label(right[0] + 10, right[1] - 2, as_long("right", step.through_right), "start"));
  svg.append(label(left[0] - 10, left[1] - 8, as_long("sum", step.together), "end"));
  svg.append(label(corners[1][0] + 40, corners[1][1] + 5, `${written(step.angle, 0)}°`, "start"));
}

/** Two gradients of the weights, each of which changes a branch of its own. */
function draw_apart({ svg, width }, step, words) {
  const longest = Math.max(step.through_left, step.through_right);
  ["left", "right"].forEach((side, k) => {
    const y = 40 + 56 * k,
      length = step[`through_${side}`];
    svg.append(...arrow([8, y], [8 + ((width - 16) * length) / longest, y], COLOURS[side]));
    const said = filled(words[`${side}_alone`], { length: written(length) });
    svg.append(label(8, y - 14, said, "start"));
  });
}

function path(points, kind) {
  return drawn("path", { d: `M${points.map((point) => point.join()).join("L")}`, class: kind });
}

function disc([cx, cy], colour) {
  return drawn("circle", { cx, cy, r: 8, fill: colour, stroke: "#fff", "stroke-width": 2 });
}

/** A line with a head, which is smaller where the line is short. */
function arrow(from, to, colour, width = 4) {
  const [x, y] = [to[0] - from[0], to[1] - from[1]],
    length = Math.hypot(x, y),
    head = Math.min(13, length / 2);
  if (length < 0.5) return [];
  const [along, across] = [
    [x / length, y / length],
    [-y / length, x / length],
  ];
  const neck = [to[0] - along[0] * head, to[1] - along[1] * head];
  const wing = (side) => [neck[0] + across[0] * side * head * 0.55, neck[1] + across[1] * side * head * 0.55];
  const line = drawn("path", { d: `M${from.join()}L${neck.join()}`, stroke: colour, "stroke-width": width });
  return [line, drawn("path", { d: `M${to.join()}L${wing(1).join()}L${wing(-1).join()}Z`, fill: colour })];
}

/** The angle at a corner, upwards from the right. */
function arc([x, y], radius, turn) {
  const end = [x + radius * Math.cos(turn), y - radius * Math.sin(turn)];
  return drawn("path", { d: `M${x + radius},${y}A${radius},${radius} 0 0 0 ${end.join()}`, class: "thin" });
}

function label(x, y, text, anchor = "middle") {
  return drawn("text", { x, y, "text-anchor": anchor, "font-size": TEXT }, text);
}
