// What the player says, in words that came with the data.

/** What stays the same at all moments of a run. */
function write_run(player) {
  const { root, data, slider, maps } = player,
    { words } = data;
  for (const button of root.querySelectorAll("button:not([data-press=toggle])"))
    button.title = button.ariaLabel = words[button.dataset.press];
  root.querySelector(".bar").setAttribute("aria-label", words.player);
  slider.setAttribute("aria-label", words.slider);
  slider.max = data.steps.length - 1;
  slider.style.setProperty("--reached", player.last / slider.max);
  for (const { side, around, canvas } of maps) {
    const map = words[`map_of_${side}`];
    canvas.setAttribute("aria-label", filled(words.about_map, { map, summary: data.summary }));
    around.querySelector(".branch").textContent = map;
    around.querySelector(".margin span").textContent = filled(words.margin, data);
  }
  root.style.setProperty("--three", data.colours[3]);
  root.style.setProperty("--eight", data.colours[8]);
  say(root, "numerals", words.numerals);
  say(root, "margin_means", filled(words.margin_means, data));
  say(root, "own", filled(words.own, data.own));
}

/** What changes with the moment. */
function write_moment(player) {
  const { root, data, slider, moment, maps, ringed } = player,
    { words } = data;
  const values = { step: written(data.steps[moment], 0), last: written(data.steps.at(-1), 0) };
  player.text.textContent = filled(words.moment, values);
  slider.value = moment;
  slider.style.setProperty("--at", moment / slider.max);
  slider.setAttribute("aria-valuetext", player.text.textContent);
  root.classList.toggle("playing", player.playing);
  const toggle = root.querySelector("[data-press=toggle]");
  toggle.title = toggle.ariaLabel = player.playing ? words.pause : words.play;
  const zooms = data.views.some(({ reach }) => reach[0] !== data.views[0].reach[0]);
  say(
    root,
    "square",
    filled(zooms ? words.square_now : words.square, {
      size: written(maps[0].square, decimals(maps[0].square)),
    }),
  );
  const count = player.digits.filter((_, i) => maps.some(({ outside }) => outside[i])).length;
  root.querySelector(".outside").style.visibility = count ? "" : "hidden";
  say(root, "outside", filled(words.outside, { count, all: player.digits.length }));
  player.twin.hidden = maps.length < 2 || ringed < 0;
  if (!player.twin.hidden) write_twin(player);
  if (player.pointed >= 0) write_tip(player);
}

function say(root, name, sentence) {
  root.querySelector(`[data-says=${name}]`).textContent = sentence;
}

/** How many decimals a round number has. */
function decimals(round) {
  return Math.max(0, -Math.floor(Math.log10(round) + 1e-9));
}

/** The digit that is ringed on both maps. */
function write_twin(player) {
  const { twin, data, ringed, moment } = player,
    a_digit = data.digits[player.digits[ringed]];
  show_tile(twin, data, ringed);
  const all = [...player.digits.keys()].map((i) => player.apart(i, moment));
  const mean = all.reduce((sum, apart) => sum + apart, 0) / all.length;
  const values = { a_digit, apart: in_units(player, all[ringed]), mean: in_units(player, mean) };
  twin.querySelector("span").textContent = filled(data.words.twin, values);
}

/** What a digit is, and how far apart its two places are. */
function write_tip(player) {
  const { tip, data, pointed, moment, maps } = player,
    a_digit = data.digits[player.digits[pointed]];
  const other = maps.find((map) => map !== player.pointed_on);
  const values = { a_digit };
  if (other) values.apart = in_units(player, player.apart(pointed, moment));
  tip.querySelector("span").textContent = filled(other ? data.words.tip_of_two : data.words.tip, values);
}

/** A length on the map, as exactly as its places are known. */
function in_units({ data, moment }, value) {
  const size = Math.floor(Math.log10(Math.max(...data.views[moment].reach)));
  return written(value, Math.max(0, Math.min(2, 2 - size)));
}

/** Beside its digit, or below it where the other map stands beside; on whichever side there is room. */
function place_tip({ tip, pointed, pointed_on: map, maps }) {
  const { canvas, grow } = map,
    { offsetWidth: width, offsetHeight: height, offsetParent: around } = tip;
  const paper = canvas.parentElement;
  const [x, y] = map.on_screen(pointed).map((at, k) => at + [paper.offsetLeft, paper.offsetTop][k]);
  const aside = 20 * grow;
  const within = (at, most) => Math.max(4, Math.min(most - 4, at));
  const next_to = (at, size, most) => (at + aside + size > most ? at - aside - size : at + aside);
  const [wide, high] = [around.clientWidth, around.clientHeight];
  const [left, top] =
    maps.length === 1
      ? [next_to(x, width, wide), y - height / 2]
      : [x - width / 2, next_to(y, height, paper.offsetTop + paper.clientHeight)];
  tip.style.transform = `translate(${within(left, wide - width)}px, ${within(top, high - height)}px)`;
}

/** The picture of a digit, from the sheet. */
function show_tile(around, { first_tile, columns }, i) {
  const tile = around.querySelector(".tile").style;
  tile.setProperty("--column", (first_tile + i) % columns);
  tile.setProperty("--row", Math.floor((first_tile + i) / columns));
  tile.setProperty("--columns", columns);
}
