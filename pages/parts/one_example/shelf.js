// The signs as small pictures on an axis of distance, and as cards below it, nearest first. A card stays
// while its sign does and glides to its new place, so whoever came to it with the keyboard stays there.
const PICTURE = 30; // CSS pixels of a sign on the axis, at 16 px a letter
const ROWS = 3; // of pictures on the axis, where they would cover each other

export default function ({ data: text, parentElement, setTriggerValue }) {
  const data = JSON.parse(text);
  const shelf = parentElement.querySelector(".shelf");
  document.drawings = data.on_canvases; // for the names of the canvases, see pen.js
  document.dispatchEvent(new Event("drawings"));
  shelf.style.setProperty("--signs", data.pictures ? `url(${data.pictures})` : "none");
  shelf.style.setProperty("--count", Math.max(1, data.signs.length));
  const places = shelf.querySelector(".places");
  const draw = () => show_places(places, data);
  draw();
  shelf.watcher?.disconnect();
  shelf.watcher = new ResizeObserver(draw);
  shelf.watcher.observe(places);
  show_cards(shelf, data, (code) => setTriggerValue("removed", code));
  return () => shelf.watcher.disconnect();
}

function made(tag, kind, words = "") {
  const element = document.createElement(tag);
  [element.className, element.textContent] = [kind, words];
  return element;
}

/** A sign's picture: a piece of the strip of all. */
function picture_of(at) {
  const picture = made("i", "sign");
  picture.style.setProperty("--at", at);
  return picture;
}

function show_places(places, data) {
  const grow = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  places.hidden = !data.signs.length;
  const width = places.clientWidth / grow;
  if (!width) return;
  places.ariaLabel = data.summary;
  const x = (value) => PICTURE / 2 + (Math.min(value, data.end) / data.end) * (width - PICTURE);
  const cut = x(data.threshold);
  const band = made("div", "band");
  band.style.setProperty("--cut", `${(100 * cut) / width}%`);
  band.append(...["same", "different"].map((kind) => made("span", kind, data.verdicts[kind])));
  const line = made("div", "threshold");
  line.style.left = `${cut * grow}px`;
  const name = made("a", "name", filled(data.words.threshold, { value: data.threshold_text }));
  name.href = "#word-threshold";
  name.style.left = `${Math.max(48, Math.min(width - 48, cut)) * grow}px`;
  const free = Array(ROWS).fill(-PICTURE); // up to where each row is taken
  const marks = data.order
    .filter((i) => data.signs[i].distance !== null)
    .map((i, rank) => {
      const at = x(data.signs[i].distance);
      const row = free.findIndex((end) => at - PICTURE / 2 >= end);
      const used = row < 0 ? free.indexOf(Math.min(...free)) : row;
      free[used] = at + PICTURE / 2;
      const mark = made("div", `mark ${rank ? "" : data.accepted ? "nearest accepted" : "nearest refused"}`);
      mark.style.left = `${at * grow}px`;
      mark.style.setProperty("--row", used);
      mark.title = filled(data.words.at, { name: data.signs[i].name, distance: data.signs[i].text });
      mark.append(picture_of(i));
      return mark;
    });
  const ends = [made("span", "zero", data.words.zero), made("span", "end", data.end)];
  places.replaceChildren(band, line, ...marks.reverse(), ...ends, name);
}

function show_cards(shelf, data, remove) {
  const cards = shelf.querySelector(".cards");
  shelf.items ??= new Map(); // the code of a sign -> its card
  const before = new Map([...shelf.items].map(([code, card]) => [code, card.getBoundingClientRect()]));
  const items = data.order.map((i, rank) => {
    const sign = data.signs[i];
    const card = shelf.items.get(sign.code) ?? made_card();
    const [picture, name, distance, button] = card.children;
    picture.style.setProperty("--at", i);
    [name.textContent, name.title] = [sign.name, sign.name];
    distance.textContent = sign.text ?? "";
    const is_nearest = rank === 0 && sign.distance !== null;
    card.className = `card ${is_nearest ? (data.accepted ? "nearest accepted" : "nearest refused") : ""}`;
    button.ariaLabel = filled(data.words.remove, { name: sign.name });
    button.onclick = () => remove(sign.code);
    return [sign.code, card];
  });
  shelf.items = new Map(items);
  let left = -1; // the place of a card that is gone, where the keyboard was on it
  [...cards.children].forEach((gone, place) => {
    if (items.some(([, card]) => card === gone)) return;
    if (gone.contains(document.activeElement)) left = place;
    gone.remove();
  });
  items.forEach(([, card], place) => {
    if (cards.children[place] !== card) cards.insertBefore(card, cards.children[place] ?? null);
  });
  if (left >= 0) cards.children[Math.min(left, items.length - 1)]?.querySelector("button").focus();
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (const [code, card] of items) {
    const [old, now] = [before.get(code), card.getBoundingClientRect()];
    if (!old || (old.x === now.x && old.y === now.y)) continue;
    const from = `translate(${old.x - now.x}px, ${old.y - now.y}px)`;
    card.animate([{ transform: from }, { transform: "none" }], { duration: 350, easing: "ease-out" });
  }
}

function made_card() {
  const card = made("div", "card");
  card.setAttribute("role", "listitem");
  const button = made("button", "off", "×");
  button.type = "button";
  card.append(picture_of(0), made("b", "name"), made("span", "distance"), button);
  return card;
}
