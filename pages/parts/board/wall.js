// Pairs that were posted, as cards. A card stays while its post does; a new one comes in softly.
export default function ({ data: text, parentElement, setTriggerValue }) {
  const data = JSON.parse(text);
  const wall = parentElement.querySelector(".wall");
  const tap = (number) => setTriggerValue("tapped", number);
  wall.onmouseleave = null;
  if (data.can_hide && wall.cards && wall.matches(":hover")) {
    show(wall, { ...data, posts: data.posts.filter((post) => wall.cards.has(post.number)) }, tap, true);
    wall.onmouseleave = () => show(wall, data, tap, false);
  } else show(wall, data, tap, false);
}

/** Shows posts. `still`: nothing moves or goes, so that a click meets the button that it was meant for. */
function show(wall, { posts, words, large, can_hide }, tap, still) {
  wall.classList.toggle("large", large);
  const is_first_look = !wall.cards;
  wall.cards ??= new Map(); // the number of a post -> its card
  const cards = posts.map((post) => {
    const look = JSON.stringify(post);
    let card = wall.cards.get(post.number);
    const is_new = !card;
    card ??= made("div", "post");
    card.setAttribute("role", "listitem");
    if (card.look !== look) fill(card, post, words, can_hide);
    card.look = look;
    card.classList.toggle("new", is_new && !is_first_look);
    const button = card.querySelector("button");
    if (button) button.onclick = () => tap(post.number);
    return [post.number, card];
  });
  if (still) return;
  wall.cards = new Map(cards);
  for (const gone of [...wall.children]) if (!cards.some(([, card]) => card === gone)) gone.remove();
  cards.forEach(([, card], place) => {
    if (wall.children[place] !== card) wall.insertBefore(card, wall.children[place] ?? null);
  });
}

function made(tag, kind, words = "") {
  const element = document.createElement(tag);
  [element.className, element.textContent] = [kind, words];
  return element;
}

function fill(card, post, words, can_hide) {
  card.className = `post ${post.fooled ? "fooled" : ""} ${post.hidden ? "hidden_one" : ""}`;
  const papers = made("div", "papers");
  papers.setAttribute("role", "img");
  papers.ariaLabel = post.alt;
  papers.append(...post.lines.map(paper));
  card.replaceChildren(
    papers,
    made("div", post.same ? "same" : "different", post.verdict),
    made("div", "value", post.value),
    made("div", "", post.said),
    ...[post.name, ...post.notes].filter(Boolean).map((words) => made("b", "", words)),
  );
  if (post.fooled) card.append(made("span", "mark", words.fooled));
  if (can_hide) card.append(made("button", "", post.hidden ? words.show : words.hide));
}

/** A drawing on its sheet. Its line holds letters and whole numbers only. */
function paper(line) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 400 400");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", line);
  svg.append(path);
  return svg;
}
