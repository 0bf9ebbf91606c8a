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
  return keep_drawn(axis, () => render(axis, data));
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
      ${background(data, width, floor, x, TOP)}
      <g class="marker"><line y1="${TOP}" y2="${floor}"></line><circle cy="${floor - 3}" r="7"></circle>
        <rect y="0" height="24" rx="6"></rect><text y="17" text-anchor="middle"></text></g></svg>`;
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
