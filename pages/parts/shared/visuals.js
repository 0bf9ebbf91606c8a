// What every visual has: numbers that travelled as base64, and words in the page's language.
function decode(base64, Numbers) {
  return new Numbers(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer);
}

/** A text with values in its places, `{like_this}`. */
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

/** Writes the words that a component's HTML names with `data-word`. */
function write_words(parent, words) {
  for (const place of parent.querySelectorAll("[data-word]")) {
    const word = words[place.dataset.word];
    if (place.innerHTML !== word) place.innerHTML = word;
  }
}

/** About half the width of a text of 13 pixels: letters take 8, Chinese characters 13. */
function half_width(text) {
  return [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 6.5 : 4), 0);
}
