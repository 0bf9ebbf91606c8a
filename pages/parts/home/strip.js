// Pairs as buttons in a row, each with its two pictures, which are pieces of one. A button stays while its
// pair does, so whoever came to it with the keyboard stays there.
export default function ({ data: text, parentElement, setTriggerValue }) {
  const strip = parentElement.querySelector(".strip");
  strip.items ??= new Map(); // the name of a pair -> its place in the list
  const { pairs } = JSON.parse(text);
  const items = pairs.map((pair) => {
    const item = strip.items.get(pair.name) ?? made_item();
    fill(item.firstChild, pair);
    item.firstChild.onclick = () => setTriggerValue("opened", pair.name);
    return [pair.name, item];
  });
  strip.items = new Map(items);
  for (const gone of [...strip.children]) if (!items.some(([, item]) => item === gone)) gone.remove();
  items.forEach(([, item], place) => {
    if (strip.children[place] !== item) strip.insertBefore(item, strip.children[place] ?? null);
  });
}

function made_item() {
  const item = document.createElement("div");
  item.setAttribute("role", "listitem");
  item.appendChild(document.createElement("button"));
  return item;
}

function fill(button, pair) {
  const part = (tag, words, kind = "") => {
    const made = document.createElement(tag);
    [made.textContent, made.className] = [words, kind];
    return made;
  };
  button.style.setProperty("--pictures", `url(${pair.pictures})`);
  button.replaceChildren(
    part("i", "", "left"),
    part("i", "", "right"),
    part("b", pair.verdict, pair.same ? "same" : "different"),
    ...[pair.value, ...pair.more].map((words) => part("span", words)),
  );
}
