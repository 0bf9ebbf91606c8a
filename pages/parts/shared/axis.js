// An axis from 0 to `end` with the test pairs behind it, the threshold, and the pair's marker. It is drawn in
// pixels of a laptop and shown larger where text is.
const TOP = 46,
  SIDE = 12,
  BELOW = 60; // the band "same" and "different", ticks and the threshold's name
const bars = () => {
  if (innerWidth > 640 && innerHeight > 500) return 114; // how high they are, by what room there is
  return innerHeight > 700 ? 62 : 38;
};

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
  const grow = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const width = axis.clientWidth / grow;
  if (!width) return;
  const floor = TOP + bars();
  axis.ariaLabel = data.summary;
  const x = (value) => SIDE + (Math.min(value, data.end) / data.end) * (width - 2 * SIDE);
  const { value, ...rest } = data;
  const scene = JSON.stringify([width, floor, grow, { ...rest, summary: "" }]);
  if (axis.scene !== scene) {
    axis.scene = scene;
    const height = floor + BELOW;
    axis.innerHTML = `<svg width="${width * grow}" height="${height * grow}" viewBox="0 0 ${width} ${height}">
      ${background(data, width, floor, x)}</svg>`;
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

function background(data, width, floor, x) {
  const most = Math.max(...data.same, ...data.different);
  const bin = data.end / data.same.length;
  const area = (counts) => {
    const y = (count) => floor - (count / most) * (floor - TOP);
    return (
      `M${x(0)},${floor}` +
      counts.map((count, i) => `V${y(count).toFixed(1)}H${x((i + 1) * bin).toFixed(1)}`).join("") +
      `V${floor}Z`
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
    `<a href="#word-test-pair">
      <text class="${kind}" x="${[left, right][i]}" y="${TOP - 8}" text-anchor="middle">${names[i]}</text>
    </a>`;
  const step =
    [0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10, 20, 50].find((size) => (width * size) / data.end > 45) ?? 100;
  const ticks = Array.from({ length: Math.floor(data.end / step + 1e-9) + 1 }, (_, i) =>
    Number((i * step).toFixed(2)),
  );
  const same_first = data.same_is_small;
  const [first, second] = same_first ? ["same", "different"] : ["different", "same"];
  const cut = x(data.threshold);
  const says = (kind, from, to) =>
    `<rect class="${kind}" x="${from}" y="${floor}" width="${to - from}" height="20"></rect>` +
    (to - from > 70
      ? `<text x="${(from + to) / 2}" y="${floor + 15}" text-anchor="middle" class="says">${kind}</text>`
      : "");
  const is_free = (at) => Math.abs(x(at) - cut) > 16; // of the threshold's line
  const threshold = `threshold ${data.threshold_text}`;
  return `
    <path class="same" d="${area(data.same)}"></path>
    <path class="different" d="${area(data.different)}"></path>
    ${kinds.map(named).join("")}
    ${says(first, x(0), cut)}${says(second, cut, x(data.end))}
    ${ticks
      .map(
        (at) => `<line class="tick" x1="${x(at)}" x2="${x(at)}" y1="${floor + 20}" y2="${floor + 25}"></line>
      <text x="${x(at)}" y="${floor + 39}" text-anchor="middle">${is_free(at) ? at : ""}</text>`,
      )
      .join("")}
    <path class="threshold" d="M${cut},${TOP}V${floor}m0,20V${floor + 44}"></path>
    <a href="#word-threshold"><text x="${inside(cut, threshold)}" y="${floor + 56}" text-anchor="middle">
      ${threshold}</text></a>
    <g class="marker"><line y1="${TOP}" y2="${floor}"></line><circle cy="${floor - 3}" r="7"></circle>
      <rect y="0" height="24" rx="6"></rect><text y="17" text-anchor="middle"></text></g>`;
}
