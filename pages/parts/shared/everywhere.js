// What every page has in the browser: words that a tap explains, results that screen readers announce,
// canvases that answer to a keyboard, what a tap brings up scrolled into view, and one language.
const AWAITED = 5000; // milliseconds in which what a tap brings up is to arrive

export default function ({ data: text, parentElement, setStateValue }) {
  document.end_everywhere?.(); // Streamlit 1.67 calls what this returns when the page goes, not for new data
  const data = JSON.parse(text);
  const { words, explanations } = data;
  document.documentElement.lang = data.language; // the server wrote the one it had when the page was opened
  mend_navigation();
  keep_cookie(data.cookie);
  const bubble = parentElement.querySelector(".bubble");
  let awaited = null;

  const explain = (event) => {
    const link = event.composedPath()[0].closest?.('a[href^="#word-"]');
    if (!link) return;
    event.preventDefault();
    event.stopPropagation();
    bubble.showPopover(); // before its text, which screen readers announce
    bubble.textContent = explanations[link.getAttribute("href")];
    place_beside(bubble, link.getBoundingClientRect());
  };
  const hide_bubble = () => bubble.matches(":popover-open") && bubble.hidePopover();

  const await_what_comes = (event) => {
    for (const [tapped, key] of Object.entries(data.brought_up)) {
      if (!event.target.closest?.(`.st-key-${tapped}`)) continue;
      awaited = { key, before: look_of(key), until: performance.now() + AWAITED };
    }
  };

  const tend = () => {
    for (const key of data.announced) shown(key)?.setAttribute("aria-live", "polite");
    for (const side of ["left", "right"]) tend_canvas(side, words);
    for (const control of document.querySelectorAll('[aria-label*="**"], [aria-label*="](#word-"]')) {
      control.ariaLabel = in_words(control.ariaLabel); // Streamlit 1.67 writes its Markdown there
    }
    for (const icon of document.querySelectorAll('[role=img][aria-label$=" icon"]')) {
      icon.ariaHidden = true; // Streamlit calls it by its English name, and a sentence stands beside it
    }
    document.querySelectorAll(".clock").forEach(tend_clock);
    write_streamlits_words(data.streamlits, words.about);
    if (!awaited || performance.now() > awaited.until) return;
    const [come, look] = [shown(awaited.key), look_of(awaited.key)];
    if (!come || look === awaited.before) return;
    awaited.before = look;
    awaited.until = Math.min(awaited.until, performance.now() + 1000); // for what comes in two pieces
    come.scrollIntoView({ block: come.clientHeight > innerHeight ? "start" : "nearest", behavior: "smooth" });
  };

  // Streamlit 1.67 changes its theme without running the page: its charts would keep the other theme's texts.
  const app = document.querySelector("[data-testid=stApp]");
  const is_dark = () => getComputedStyle(app).colorScheme === "dark";
  let dark = is_dark();
  const follow_theme = () => {
    if (dark === is_dark()) return;
    dark = is_dark();
    setStateValue("dark", dark);
  };
  const theme_watcher = new MutationObserver(follow_theme);
  theme_watcher.observe(app, { attributes: true, attributeFilter: ["class"] });

  let frame = null;
  const tend_soon = () => {
    frame ??= requestAnimationFrame(() => {
      frame = null;
      tend();
    });
  };
  const watcher = new MutationObserver(tend_soon);
  const all_changes = { childList: true, characterData: true, subtree: true };
  watcher.observe(document.body, all_changes); // menus stand beside the page
  tend_soon();

  const listeners = [
    ["click", explain],
    ["pointerup", await_what_comes],
    ["drawings", tend_soon],
    ["scroll", hide_bubble],
  ];
  for (const [event, listener] of listeners) document.addEventListener(event, listener, true);
  document.end_everywhere = () => {
    for (const [event, listener] of listeners) document.removeEventListener(event, listener, true);
    watcher.disconnect();
    theme_watcher.disconnect();
    cancelAnimationFrame(frame);
  };
  return document.end_everywhere;
}

/** A student's token, which the server finds in the next request: after a reload, also on another server. */
function keep_cookie({ name, value, seconds }) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${value}; path=/; max-age=${seconds}; samesite=lax${secure}`;
}

/** Lets a time run down that the server wrote as minutes and seconds. */
function tend_clock(clock) {
  if (clock.written === clock.textContent) return;
  const [minutes, seconds] = clock.textContent.split(":").map(Number);
  const end = performance.now() + 1000 * (60 * minutes + seconds);
  clearInterval(clock.ticking);
  clock.ticking = setInterval(() => {
    const left = Math.max(0, Math.round((end - performance.now()) / 1000));
    clock.written = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (clock.textContent !== clock.written) clock.textContent = clock.written;
    if (!left || !clock.isConnected) clearInterval(clock.ticking);
  }, 250);
  clock.written = clock.textContent;
}

/** Markdown without its marks and links. */
function in_words(markdown) {
  return markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll("**", "");
}

function shown(key) {
  return document.querySelector(`.st-key-${key}`);
}

/** What changes when something else is shown: texts, and the keys of elements, as those of canvases. */
function look_of(key) {
  const keyed = [...(shown(key)?.querySelectorAll('[class*="st-key-"]') ?? [])];
  return shown(key)?.textContent + keyed.map((element) => element.className.match(/st-key-\S+/)[0]).join();
}

/** Below the word, or above it where there is no room. */
function place_beside(bubble, word) {
  const left = Math.max(16, Math.min(word.left, innerWidth - bubble.offsetWidth - 16));
  const below = word.bottom + 6;
  const top = below + bubble.offsetHeight < innerHeight ? below : word.top - bubble.offsetHeight - 6;
  bubble.style.left = `${left}px`;
  bubble.style.top = `${top}px`;
}
