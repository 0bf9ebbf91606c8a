// What was measured of a run, as charts with a cursor at the moment on the player: two side by side where
// there is room, else one below the other.
// Moments are equally far apart, as on the player. Drawn in pixels of a laptop, and larger where text is.
const HIGH = 72; // of a chart's paper
const [LEFT, RIGHT, ABOVE, BELOW] = [44, 12, 7, 7]; // of it: numbers, and half of these
const TICKS = [0, 10, 100, 1500]; // steps
const LOG = 100; // an axis that reaches this grows by powers of ten
const LOWEST = 0.01; // where such an axis begins

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".curves");
  root.curves ??= new Curves(root);
  root.curves.show(JSON.parse(data));
  return () => root.curves.stop();
}

class Curves {
  constructor(root) {
    [this.root, this.charts] = [root, []];
    new ResizeObserver(() => this.build()).observe(root);
  }

  show(data) {
    this.data = data;
    this.size = null;
    this.build();
    this.stop();
    this.stop_following = follow_moment(data.run, data.reached - 1, (moment) => this.move_to(moment));
  }

  stop() {
    this.stop_following?.();
  }

  build() {
    const size = [this.root.clientWidth, grown()].join();
    if (!this.data || !this.root.clientWidth || size === this.size) return;
    this.size = size;
    const around = this.root.querySelector(".charts");
    around.replaceChildren();
    const columns = getComputedStyle(around).gridTemplateColumns.split(" ").length;
    const { charts } = this.data;
    this.charts = charts.map((chart, k) => {
      const section = around.appendChild(document.createElement("section"));
      return new Chart(section, chart, this.data, k >= charts.length - columns);
    });
    this.root.querySelector(".axis").textContent = this.data.words.axis;
    if (this.moment !== undefined) this.move_to(this.moment);
  }

  move_to(moment) {
    this.moment = Math.min(moment, this.data.reached - 1);
    for (const chart of this.charts) chart.move_to(this.moment);
  }
}

class Chart {
  constructor(section, chart, data, with_axis) {
    [this.chart, this.data] = [chart, data];
    const title = section.appendChild(document.createElement("b"));
    title.textContent = chart.title;
    this.build_legend(section);
    this.scale = scale_of(chart);
    if (this.scale.log) {
      const note = section.appendChild(document.createElement("p"));
      [note.className, note.textContent] = ["note", data.words.log];
    }
    this.width = section.clientWidth / grown();
    const high = HIGH + (with_axis ? 18 : 0);
    this.svg = section.appendChild(
      drawn("svg", { class: "chart", role: "img", viewBox: `0 0 ${this.width} ${high}` }),
    );
    this.draw_paper(with_axis);
    this.draw_curves();
  }

  /** Each line's name, with its value at the moment. */
  build_legend(section) {
    const legend = section.appendChild(document.createElement("div"));
    legend.className = "lines";
    this.values = this.chart.lines.map(({ name, colour, dash }) => {
      const entry = legend.appendChild(document.createElement("span"));
      const sample = entry.appendChild(drawn("svg", { viewBox: "0 0 26 8", "aria-hidden": true }));
      sample.append(drawn("path", { class: `curve ${dash}`, d: "M0,4H26", stroke: colour }));
      entry.append(name);
      return entry.appendChild(document.createElement("output"));
    });
  }

  x(moment) {
    return LEFT + (moment / (this.data.steps.length - 1)) * (this.width - LEFT - RIGHT);
  }

  y(value) {
    return HIGH - BELOW - this.scale.share(value) * (HIGH - ABOVE - BELOW);
  }

  draw_paper(with_axis) {
    const { scale, width, svg } = this;
    for (const value of scale.lines) {
      svg.append(drawn("path", { class: "grid", d: `M${LEFT},${this.y(value)}H${width - RIGHT}` }));
    }
    for (const value of [scale.low, scale.high]) {
      const at = { x: LEFT - 6, y: this.y(value) + 4.5, "text-anchor": "end", "font-size": 13.5 };
      svg.append(drawn("text", at, this.short(value)));
    }
    for (const step of TICKS) {
      const x = this.x(moment_of(step, this.data.steps));
      svg.append(drawn("path", { class: "grid", d: `M${x},${ABOVE}V${HIGH - BELOW}` }));
      if (!with_axis) continue;
      const at = { x: Math.min(x, width - 17), y: HIGH + 11, "text-anchor": "middle", "font-size": 13.5 };
      svg.append(drawn("text", at, written(step, 0)));
    }
  }

  draw_curves() {
    const { svg, chart, width } = this;
    if (chart.mark) {
      const y = this.y(chart.mark.value);
      svg.append(drawn("path", { class: "mark", d: `M${LEFT},${y}H${width - RIGHT}` }));
      const at = { x: LEFT + 6, y: y < ABOVE + 14 ? y + 14 : y - 4, "font-size": 13.5 };
      svg.append(drawn("text", at, chart.mark.name));
    }
    for (const { values, colour, dash } of chart.lines) {
      const points = values.map(
        (value, moment) => `${this.x(moment).toFixed(1)},${this.y(value).toFixed(1)}`,
      );
      svg.append(drawn("path", { class: `curve ${dash}`, d: `M${points.join("L")}`, stroke: colour }));
    }
    this.cursor = svg.appendChild(drawn("g", { class: "cursor" }));
    this.cursor.append(drawn("line", { y1: ABOVE - 4, y2: HIGH - BELOW + 4 }));
  }

  move_to(moment) {
    const { chart, data } = this;
    this.cursor.style.transform = `translateX(${this.x(moment)}px)`;
    const named = chart.lines.map(({ name, values }, k) => {
      const text = this.as_text(values[moment]);
      this.values[k].textContent = text;
      return filled(data.words.value, { name, value: text });
    });
    const values = named.reduce((said, next) => filled(data.words.values, { said, next }));
    const summary = { title: chart.title, step: written(data.steps[moment], 0), values };
    this.svg.setAttribute("aria-label", filled(data.words.summary, summary));
  }

  as_text(value) {
    return this.chart.share ? `${written(100 * value, 1)}%` : written(value);
  }

  /** A number of the axis, which is a round one. */
  short(value) {
    if (this.chart.share) return `${Math.round(100 * value)}%`;
    return value.toLocaleString(this.data.language, { maximumSignificantDigits: 2, notation: "compact" });
  }
}

/** Where values stand between the lower and the upper edge of a chart, and where lines are drawn. */
function scale_of({ lines, mark, low = 0, high }) {
  const most = Math.max(mark?.value ?? 0, ...lines.flatMap(({ values }) => values));
  const top = high ?? (most > 0 ? round_up(most, [1, 1.5, 2, 3, 4, 5, 6, 8]) : 1);
  if (top < LOG) {
    const share = (value) => (Math.max(low, Math.min(top, value)) - low) / (top - low);
    return { low, high: top, share, lines: [low, (low + top) / 2, top], log: false };
  }
  const [first, last] = [Math.log10(LOWEST), Math.ceil(Math.log10(top))];
  return {
    low: LOWEST,
    high: 10 ** last,
    share: (value) => (Math.log10(Math.max(value, LOWEST)) - first) / (last - first),
    lines: Array.from({ length: last - first + 1 }, (_, k) => 10 ** (first + k)),
    log: true,
  };
}

/** Where a step lies among the moments, also between two. */
function moment_of(step, steps) {
  const after = steps.findIndex((each) => each >= step);
  if (after <= 0) return Math.max(after, 0);
  return after - (steps[after] - step) / (steps[after] - steps[after - 1]);
}
