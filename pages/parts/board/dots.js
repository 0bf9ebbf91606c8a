// All posts as dots above the test pairs: round where the student says "the same digit", square and on its
// corner where "different digits"; with a ring where the twins were fooled.
const SIDE = 12,
  BELOW = 60,
  BARS = 70,
  NAMES = 34, // between the dots and the bars
  ROOM = 150, // for dots at most
  SIZE = 14; // of a dot

export default function ({ data: text, parentElement }) {
  const data = JSON.parse(text);
  const axis = parentElement.querySelector(".axis");
  parentElement.querySelector(".legend").replaceChildren(...legend(data.words));
  return keep_drawn(axis, () => render(axis, data));
}

function render(axis, data) {
  const grow = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const width = axis.clientWidth / grow;
  if (!width) return;
  axis.ariaLabel = data.summary;
  const x = (value) => SIDE + (Math.min(value, data.end) / data.end) * (width - 2 * SIDE);
  const columns = columns_of(data.posts, x);
  const highest = Math.max(1, ...columns.map(([, posts]) => posts.length));
  const step = Math.min(SIZE, ROOM / highest); // where they are too many for the room, they cover each other
  const top = SIZE + step * highest + NAMES;
  const floor = top + BARS;
  const dots = columns.flatMap(([at, posts]) =>
    posts.map((post, i) => dot(post, at, top - NAMES - i * step)),
  );
  axis.innerHTML = `<svg width="${width * grow}" height="${(floor + BELOW) * grow}"
      viewBox="0 0 ${width} ${floor + BELOW}">
    ${background(data, width, floor, x, top)}${dots.join("")}</svg>`;
}

/** Posts that would cover each other, each time with the place at which they stand above each other. */
function columns_of(posts, x) {
  const columns = new Map();
  for (const post of posts) {
    const at = SIZE * Math.round(x(post.value) / SIZE);
    columns.set(at, [...(columns.get(at) ?? []), post]);
  }
  return [...columns];
}

function dot({ said_same, fooled }, x, y) {
  const [kind, r] = [`dot ${said_same ? "same" : "different"} ${fooled ? "fooled" : ""}`, SIZE / 2];
  if (said_same) return `<circle class="${kind}" cx="${x}" cy="${y}" r="${r}"></circle>`;
  return `<path class="${kind}" d="M${x - r},${y}L${x},${y - r}L${x + r},${y}L${x},${y + r}Z"></path>`;
}

function legend(words) {
  const kinds = [
    [words.said_same, { said_same: true }],
    [words.said_different, { said_same: false }],
    [words.fooled, { said_same: true, fooled: true }],
  ];
  return kinds.map(([name, kind]) => {
    const item = document.createElement("span");
    item.innerHTML = `<svg viewBox="-8 -8 16 16">${dot(kind, 0, 0)}</svg>`;
    item.append(name);
    return item;
  });
}
