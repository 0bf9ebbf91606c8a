// The moment on the player, which the map, the curves and the slow motion show alike. Part of all three.

/** Tells the other pictures of the page which moment of which run is shown. */
function tell_moment(run, moment) {
  const told = document.siamese_moment;
  if (told?.run === run && told.moment === moment) return;
  document.siamese_moment = { run, moment };
  document.dispatchEvent(new Event("siamese_moment"));
}

/** Shows the moment on the player, now and whenever it changes. What comes back ends that. */
function follow_moment(run, last, show) {
  const follow = () => {
    const told = document.siamese_moment;
    show(told?.run === run ? Math.min(told.moment, last) : 0);
  };
  document.addEventListener("siamese_moment", follow);
  follow();
  return () => document.removeEventListener("siamese_moment", follow);
}

/** A number as it is read: with three decimals, and fewer where it is large. */
function written(value, decimals = Math.abs(value) < 100 ? 3 : Math.abs(value) < 1000 ? 1 : 0) {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return value.toLocaleString("en", digits);
}

/** The next round number: one of `times` a power of ten. */
function round_up(value, times = [1, 2, 5]) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [...times, 10].map((each) => each * power).find((round) => round >= value * 0.999);
}

/** How much larger everything is than on a laptop. */
function grown() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}

/** An element of a drawing. */
function drawn(name, attributes = {}, text = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.textContent = text;
  return made;
}
