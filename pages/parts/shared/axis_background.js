// The test pairs over their distance or probability, the band "same" and "different", and the threshold.
function background(data, width, floor, x, top) {
  const most = Math.max(...data.same, ...data.different);
  const bin = data.end / data.same.length;
  const area = (counts) => {
    const y = (count) => floor - (count / most) * (floor - top);
    return (
      `M${x(0)},${floor}` +
      counts.map((count, i) => `V${y(count).toFixed(1)}H${x((i + 1) * bin).toFixed(1)}`).join("") +
      `V${floor}Z`
    );
  };
  const peak = (counts) => x((counts.indexOf(Math.max(...counts)) + 0.5) * bin);
  const inside = (at, text) => Math.max(half_width(text), Math.min(width - half_width(text), at));
  const kinds = ["same", "different"].sort((a, b) => peak(data[a]) - peak(data[b]));
  const names = kinds.map((kind) => data.words[`${kind}_pairs`]);
  const beside = half_width(names.join("")); // how far apart the middles of the two names are at least
  const right = Math.max(inside(peak(data[kinds[1]]), names[1]), inside(0, names[0]) + beside);
  const left = Math.min(inside(peak(data[kinds[0]]), names[0]), right - beside);
  const named = (kind, i) =>
    `<a href="#word-test-pair">
      <text class="${kind}" x="${[left, right][i]}" y="${top - 8}" text-anchor="middle">${names[i]}</text>
    </a>`;
  const step =
    [0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10, 20, 50].find((size) => (width * size) / data.end > 45) ?? 100;
  const ticks = Array.from({ length: Math.floor(data.end / step + 1e-9) + 1 }, (_, i) =>
    Number((i * step).toFixed(2)),
  );
  const same_first = data.same_is_small;
  const [first, second] = same_first ? ["same", "different"] : ["different", "same"];
  const cut = x(data.threshold);
  const word = (kind, at) =>
    `<text x="${at}" y="${floor + 15}" text-anchor="middle" class="says">${data.words[kind]}</text>`;
  const says = (kind, from, to) =>
    `<rect class="${kind}" x="${from}" y="${floor}" width="${to - from}" height="20"></rect>` +
    (to - from > 70 ? word(kind, (from + to) / 2) : "");
  const is_free = (at) => Math.abs(x(at) - cut) > 16; // of the threshold's line
  const threshold = filled(data.words.threshold, { value: data.threshold_text });
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
    <path class="threshold" d="M${cut},${top}V${floor}m0,20V${floor + 44}"></path>
    <a href="#word-threshold"><text x="${inside(cut, threshold)}" y="${floor + 56}" text-anchor="middle">
      ${threshold}</text></a>`;
}

/** Draws now, and whenever the axis gets another width. Returns what ends it. */
function keep_drawn(axis, draw) {
  draw();
  axis.watcher?.disconnect();
  axis.watcher = new ResizeObserver(draw);
  axis.watcher.observe(axis);
  return () => axis.watcher.disconnect();
}
