// An axis from 0 to `end` with the test pairs behind it, the threshold, the margin, and the pair's marker.
const HEIGHT = 234,
  TOP = 46,
  FLOOR = 160,
  SIDE = 12;

export default function ({ data: text, parentElement }) {
  const data = JSON.parse(text);
  const axis = parentElement.querySelector(".axis");
  const draw = () => render(axis, data);
  draw();
  axis.watcher?.disconnect();
  axis.watcher = new ResizeObserver(draw);
  axis.watcher.observe(axis);
  return () => axis.watcher.disconnect();
}

function render(axis, data) {
  const width = axis.clientWidth;
  if (!width) return;
  axis.ariaLabel = data.summary;
  const x = (value) => SIDE + (Math.min(value, data.end) / data.end) * (width - 2 * SIDE);
  const { value, ...rest } = data;
  const scene = JSON.stringify([width, { ...rest, summary: "" }]);
  if (axis.scene !== scene) {
    axis.scene = scene;
    axis.innerHTML = background(data, width, x);
  }
  const marker = axis.querySelector(".marker");
  marker.style.display = value === null ? "none" : "";
  if (value === null) return;
  marker.style.transform = `translateX(${x(value)}px)`;
  const label = marker.querySelector("text");
  label.textContent = data.value_text + (value > data.end ? " →" : "");
  const half = 8 + 4.5 * label.textContent.length;
  const shift = Math.max(half - x(value), Math.min(0, width - half - x(value)));
  label.setAttribute("x", shift);
  const plate = marker.querySelector("rect");
  plate.setAttribute("x", shift - half);
  plate.setAttribute("width", 2 * half);
}

function background(data, width, x) {
  const most = Math.max(...data.same, ...data.different);
  const bin = data.end / data.same.length;
  const area = (counts) => {
    const y = (count) => FLOOR - (count / most) * (FLOOR - TOP);
    return (
      `M${x(0)},${FLOOR}` +
      counts.map((count, i) => `V${y(count).toFixed(1)}H${x((i + 1) * bin).toFixed(1)}`).join("") +
      `V${FLOOR}Z`
    );
  };
  const peak = (counts) => x((counts.indexOf(Math.max(...counts)) + 0.5) * bin);
  const inside = (at, text) => Math.max(4 * text.length, Math.min(width - 4 * text.length, at));
  const kinds = ["same", "different"].sort((a, b) => peak(data[a]) - peak(data[b]));
  const names = kinds.map((kind) => `${kind} test pairs`);
  const beside = 4 * names.join("").length; // how far apart the middles of the two names are at least
  const right = Math.max(inside(peak(data[kinds[1]]), names[1]), inside(0, names[0]) + beside);
  const left = Math.min(inside(peak(data[kinds[0]]), names[0]), right - beside);
  const named = (kind, i) =>
    `<text class="${kind}" x="${[left, right][i]}" y="${TOP - 8}" text-anchor="middle">${names[i]}</text>`;
  const step =
    [0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10, 20, 50].find((size) => (width * size) / data.end > 45) ?? 100;
  const ticks = Array.from({ length: Math.floor(data.end / step + 1e-9) + 1 }, (_, i) =>
    Number((i * step).toFixed(2)),
  );
  const same_first = data.same_is_small;
  const [first, second] = same_first ? ["same", "different"] : ["different", "same"];
  const cut = x(data.threshold);
  const says = (kind, from, to) =>
    `<rect class="${kind}" x="${from}" y="${FLOOR}" width="${to - from}" height="20"></rect>` +
    (to - from > 70
      ? `<text x="${(from + to) / 2}" y="${FLOOR + 15}" text-anchor="middle" class="says">${kind}</text>`
      : "");
  // The names of threshold and margin stand below the ticks, where no bar is; in two rows if they would meet.
  const limits = [["threshold", data.threshold, `threshold ${data.threshold_text}`]];
  if (data.margin) limits.push(["margin", data.margin, `margin ${data.margin}`]);
  const places = limits.map(([, at, text]) => inside(x(at), text));
  const letters = limits.map(([, , text]) => text).join("").length;
  const meet = limits.length > 1 && Math.abs(places[1] - places[0]) < 4 * letters;
  const limit = ([name, at, text], row) =>
    `<path class="${name}" d="M${x(at)},${TOP}V${FLOOR}m0,20V${FLOOR + 44}"></path>` +
    `<text x="${places[row]}" y="${FLOOR + 56 + (meet ? 15 * row : 0)}" text-anchor="middle">${text}</text>`;
  const is_free = (at) => limits.every(([, limit]) => Math.abs(x(at) - x(limit)) > 16); // of their lines
  return `<svg width="${width}" height="${HEIGHT}">
    <path class="same" d="${area(data.same)}"></path>
    <path class="different" d="${area(data.different)}"></path>
    ${kinds.map(named).join("")}
    ${says(first, x(0), cut)}${says(second, cut, x(data.end))}
    ${ticks
      .map(
        (at) => `<line class="tick" x1="${x(at)}" x2="${x(at)}" y1="${FLOOR + 20}" y2="${FLOOR + 25}"></line>
      <text x="${x(at)}" y="${FLOOR + 39}" text-anchor="middle">${is_free(at) ? at : ""}</text>`,
      )
      .join("")}
    ${limits.map(limit).join("")}
    <g class="marker"><line y1="${TOP}" y2="${FLOOR}"></line><circle cy="${FLOOR - 3}" r="7"></circle>
      <rect y="0" height="24" rx="6"></rect><text y="17" text-anchor="middle"></text></g>
  </svg>`;
}
