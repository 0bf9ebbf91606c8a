// What Streamlit writes by itself, in the page's language. Streamlit 1.67 speaks English only: its menu, what
// its controls are called for screen readers, and what it says when the server is gone. Texts are changed
// where they stand, so that React finds the nodes that it made.
const AROUND_THE_PAGE = `[data-testid=stHeader], [data-testid=stMainMenuPopover],
  [data-testid=stSkipToContent], [data-testid=stStatusWidget], [data-testid=stException],
  [data-testid=stTooltipContent], [data-testid=InputInstructions], [role=dialog], [role=tooltip]`;
const ATTRIBUTES = ["aria-label", "title", "placeholder"];
const PARTS = /^(.*?)(?:(?:: |：)(.*))?$/s; // a button of a picture names the picture after a colon
const NUMBER = /\d+(\.\d+)*/;

/** Writes them. `words`: what stands there, in whichever language, and how it reads in the page's own;
 * `with_about`: how one reads with what it is about.
 */
function write_streamlits_words(words, with_about) {
  for (const node of streamlits_texts()) {
    const [, written, about] = PARTS.exec(node.nodeValue);
    const known = written.replace(NUMBER, "{count}");
    if (!Object.hasOwn(words, known)) continue; // a sign may be called "constructor"
    const what = filled(words[known], { count: NUMBER.exec(written)?.[0] });
    const text = about === undefined ? what : filled(with_about, { what, about });
    if (text !== node.nodeValue) node.nodeValue = text;
  }
}

function* streamlits_texts() {
  for (const place of document.querySelectorAll(AROUND_THE_PAGE)) {
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) yield walker.currentNode;
  }
  for (const element of document.querySelectorAll(ATTRIBUTES.map((name) => `[${name}]`).join())) {
    if (element.closest("[data-testid=stHtml]")) continue; // the app's own
    for (const name of ATTRIBUTES) {
      if (element.hasAttribute(name)) yield element.getAttributeNode(name);
    }
  }
}
