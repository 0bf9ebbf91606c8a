// What each branch sees, its embedding, and the difference. Cells of the same coordinate light up together.
const COLOURS = { left: [0, 114, 178], right: [230, 159, 0], difference: [213, 94, 0] };
const COLUMNS = 32;

export default function ({ data: text, parentElement }) {
  const data = JSON.parse(text);
  const view = parentElement.querySelector(".view");
  const { left, right, differing, words } = data;
  write_words(view, words);
  const embeddings = {
    left: left && decode(left.embedding, Float32Array),
    right: right && decode(right.embedding, Float32Array),
  };
  const both = left && right && data.compared;
  document.drawings = data.on_canvases; // for the names of the canvases, see pen.js
  document.dispatchEvent(new Event("drawings"));
  if (both) embeddings.difference = embeddings.left.map((value, i) => Math.abs(value - embeddings.right[i]));
  const largest = Math.max(
    1e-6,
    ...["left", "right"].flatMap((side) => (embeddings[side] ? [Math.max(...embeddings[side])] : [])),
  );
  const dim = data.dim,
    columns = dim > 128 ? COLUMNS : COLUMNS / 2,
    rows = dim / columns;

  for (const [side, shown] of [
    ["left", left],
    ["right", right],
  ]) {
    const picture = shown && decode(shown.picture, Uint8Array);
    const canvas = paint(view, `${side}_seen`, 28, 28, picture, (v) => [255, 255, 255, v]);
    canvas.ariaLabel = filled(words[`seen_by_${side}`], { on_canvas: data.on_canvases[side] });
  }
  for (const name of ["left", "right", "difference"]) {
    const colour = (v) => [...COLOURS[name], Math.round((255 * v) / largest)];
    const canvas = paint(view, name, columns, rows, embeddings[name], colour);
    canvas.ariaLabel = filled(words[`${embeddings[name] ? "cells_of" : "no"}_${name}`], { dim });
  }
  const end = largest.toFixed(2);
  view.querySelector(".scale").innerHTML =
    !left && !right
      ? ""
      : Object.entries(COLOURS)
          .map(([name, rgb]) => `<span>${words[name]} 0<i style="--end: rgb(${rgb})"></i>${end}</span>`)
          .join("");

  const reading = view.querySelector(".reading");
  const read = matchMedia("(hover: none)").matches ? words.tap : words.point;
  const at_rest = both ? filled(read, { sentence: data.sentence }) : "";
  point_at(both ? differing : -1);
  reading.textContent = at_rest;

  view.onpointermove = view.onpointerdown = (event) => {
    const grid = event.target.closest(".cells div");
    if (!grid) return rest();
    const box = grid.getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * columns);
    const row = Math.floor(((event.clientY - box.top) / box.height) * rows);
    if (column < 0 || column >= columns || row < 0 || row >= rows) return rest();
    const i = row * columns + column;
    point_at(i);
    const value = (name) => (embeddings[name] ? embeddings[name][i].toFixed(3) : "–");
    const values = Object.fromEntries(Object.keys(COLOURS).map((name) => [name, value(name)]));
    reading.textContent = filled(words.values, { place: i, ...values });
  };
  view.onpointerleave = rest;

  function rest() {
    point_at(both ? differing : -1);
    reading.textContent = at_rest;
  }

  function point_at(i) {
    for (const frame of view.querySelectorAll("b")) {
      frame.style.display = i < 0 ? "none" : "block";
      frame.style.left = `${((i % columns) / columns) * 100}%`;
      frame.style.top = `${(Math.floor(i / columns) / rows) * 100}%`;
      frame.style.width = `${100 / columns}%`;
      frame.style.height = `${100 / rows}%`;
    }
  }
}

function paint(view, name, width, height, values, colour) {
  const canvas = view.querySelector(`[data-show="${name}"] canvas`);
  canvas.width = width;
  canvas.height = height;
  if (!values) return canvas;
  const image = new ImageData(width, height);
  values.forEach((value, i) => image.data.set(colour(value), 4 * i));
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}
