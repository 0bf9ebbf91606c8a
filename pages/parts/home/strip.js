// Pairs as buttons in a row, each with its two pictures; all pictures are pieces of one.
export default function ({ data: text, parentElement, setTriggerValue }) {
  const { pictures, pairs } = JSON.parse(text);
  const strip = parentElement.querySelector(".strip");
  strip.style.setProperty("--pictures", `url(${pictures})`);
  strip.style.setProperty("--count", 2 * pairs.length);
  strip.replaceChildren(
    ...pairs.map((pair, place) => {
      const item = document.createElement("div");
      item.setAttribute("role", "listitem");
      const button = item.appendChild(document.createElement("button"));
      for (const side of [0, 1]) {
        button.appendChild(document.createElement("i")).style.setProperty("--at", 2 * place + side);
      }
      const line = (tag, words, kind = "") => {
        const made = button.appendChild(document.createElement(tag));
        [made.textContent, made.className] = [words, kind];
      };
      line("b", pair.verdict, pair.same ? "same" : "different");
      line("span", pair.value);
      for (const more of pair.more) line("span", more);
      button.onclick = () => setTriggerValue("opened", place);
      return item;
    }),
  );
}
