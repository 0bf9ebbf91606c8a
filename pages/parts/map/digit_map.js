// Test digits as coloured numerals on a plane or in space, the student's two digits among them. When another
// map arrives, every digit glides from its old place to its new one. Places are in units of the paper's half
// height, 0 in the middle. Lengths are those of a laptop, in CSS pixels, and grow with the page's text.
const SIZE = 13; // of a numeral
const AWAY = 14; // of the names of the student's digits from these
const GLIDE = 900,
  UNFOLD = 2500; // milliseconds: to new places; the turn that shows a new space

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".map");
  root.map ??= new DigitMap(root, (index) => setStateValue("chosen", index));
  root.map.show(JSON.parse(data));
  return () => root.map.stop();
}

class DigitMap {
  constructor(root, choose) {
    this.root = root;
    this.choose = choose;
    this.canvas = root.querySelector("canvas");
    this.context = this.canvas.getContext("2d");
    this.line = root.querySelector("line");
    this.labels = Object.fromEntries(
      [...root.querySelectorAll("b")].map((label) => [label.dataset.side, label]),
    );
    this.tip = root.querySelector(".tip");
    this.legend = root.querySelector(".legend");
    this.hidden = new Set(); // digits
    this.pointers = new Map(); // id -> where it is
    this.calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.camera = new Camera(this.canvas);
    listen(this, root);
  }

  show(data) {
    const before = this.data;
    this.data = {
      ...data,
      digits: decode(data.digits, Uint8Array),
      indices: decode(data.indices, Int32Array),
    };
    const own = data.own ? [...decode(data.own, Float32Array)] : [];
    this.places = Float32Array.of(...decode(data.places, Float32Array), ...own); // left and right last
    this.count = this.data.digits.length;
    this.target = this.camera.fit(this.places, this.data.flat);
    if (!before) this.build_legend();
    this.name_everything();
    this.colour_legend();
    const glides = before && this.now.length === this.target.length;
    this.start = glides ? this.now : this.target;
    this.now = this.start.slice();
    const moves = this.start.some((value, i) => Math.abs(value - this.target[i]) > 1e-6);
    if (moves || before?.flat !== data.flat) {
      this.camera.show_all();
      this.began = performance.now();
      this.turning = !data.flat;
      this.leave();
    }
    this.redraw();
  }

  redraw() {
    draw_soon(this);
  }

  stop() {
    draw_no_more(this);
  }

  /** Goes on with the glide and with the turn that shows a new space; false when both are over. */
  move(time) {
    const passed = this.calm ? Infinity : Math.max(time - this.began, 0);
    const eased = 1 - (1 - Math.min(passed / GLIDE, 1)) ** 3;
    this.now.forEach((_, i) => (this.now[i] = this.start[i] + (this.target[i] - this.start[i]) * eased));
    const unfolded = Math.min(passed / UNFOLD, 1);
    if (this.turning) {
      this.camera.turn(1 - (1 - unfolded) ** 3, Math.min(1, 2 * unfolded));
      this.turning = unfolded < 1;
    }
    return eased < 1 || this.turning;
  }

  draw() {
    const { canvas, context } = this;
    const { clientWidth: width, clientHeight: height } = canvas;
    if (!width || !this.data) return;
    const sharp = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * sharp) || canvas.height !== Math.round(height * sharp)) {
      [canvas.width, canvas.height] = [Math.round(width * sharp), Math.round(height * sharp)];
    }
    context.setTransform(sharp, 0, 0, sharp, 0, 0);
    context.clearRect(0, 0, width, height);
    const style = getComputedStyle(canvas);
    this.grow = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    const stamps = this.stamps(style, sharp);
    this.screen = this.camera.project(this.now);
    const { flat, digits, indices, chosen } = this.data;
    const shown = this.order().filter((i) => !this.hidden.has(digits[i]));
    canvas.dataset.drawn = shown.length;
    canvas.classList.toggle("movable", !flat || this.camera.zoom > 1);
    for (const i of shown) {
      const near = flat ? 1 : 0.9 + 0.4 * Math.max(-1, Math.min(1, this.screen[3 * i + 2]));
      context.globalAlpha = flat ? 0.9 : Math.min(1, near);
      const side = stamps.side * (flat ? Math.min(2, this.camera.zoom ** 0.4) : near);
      context.drawImage(
        stamps[digits[i]],
        this.screen[3 * i] - side / 2,
        this.screen[3 * i + 1] - side / 2,
        side,
        side,
      );
    }
    context.globalAlpha = 1;
    for (const i of new Set([indices.indexOf(chosen), this.pointed])) {
      if (i >= 0) this.ring(i, style.color, indices[i] === chosen ? 3 : 1.5);
    }
    this.place_own();
  }

  /** In which order the digits are drawn: the nearer ones last, and on a plane the classes mixed. */
  order() {
    const { flat, digits } = this.data;
    const depth = flat ? (i) => (i * 0.618034) % 1 : (i) => this.screen[3 * i + 2];
    return Array.from(digits.keys()).sort((a, b) => depth(a) - depth(b));
  }

  /** Each numeral as a small picture, in its colour and with a rim that sets it off from its neighbours. */
  stamps(style, sharp) {
    const paper = style.getPropertyValue("--st-background-color"),
      size = SIZE * this.grow,
      look = [paper, sharp, size, this.data.colours].join();
    if (this.stamped?.look === look) return this.stamped;
    this.stamped = { look, side: size * 1.5 };
    this.data.colours.forEach((colour, digit) => {
      const stamp = document.createElement("canvas");
      stamp.width = stamp.height = Math.ceil(this.stamped.side * sharp * 2);
      const pen = stamp.getContext("2d");
      pen.scale(2 * sharp, 2 * sharp);
      pen.font = `700 ${size}px sans-serif`;
      [pen.textAlign, pen.textBaseline, pen.lineJoin] = ["center", "middle", "round"];
      [pen.strokeStyle, pen.lineWidth, pen.fillStyle] = [paper, 2, colour];
      pen.strokeText(digit, this.stamped.side / 2, this.stamped.side / 2);
      pen.fillText(digit, this.stamped.side / 2, this.stamped.side / 2);
      this.stamped[digit] = stamp;
    });
    return this.stamped;
  }

  ring(i, colour, width) {
    this.context.beginPath();
    this.context.arc(this.screen[3 * i], this.screen[3 * i + 1], SIZE * this.grow, 0, 2 * Math.PI);
    [this.context.strokeStyle, this.context.lineWidth] = [colour, width];
    this.context.stroke();
  }

  /** The names of the student's digits above and below them, and the line between the two. */
  place_own() {
    const shown = Boolean(this.data.own);
    for (const each of [...Object.values(this.labels), this.line]) each.style.display = shown ? "" : "none";
    if (!shown) return;
    const at = ["left", "right"].map((side, k) => [
      ...this.screen.slice(3 * (this.count + k), 3 * (this.count + k) + 2),
    ]);
    ["left", "right"].forEach((side, k) => {
      const label = this.labels[side],
        above = at[k][1] < at[1 - k][1] || (at[k][1] === at[1 - k][1] && k === 0);
      label.className = above ? "above" : "below";
      const down = above ? -label.offsetHeight - AWAY * this.grow : AWAY * this.grow;
      label.style.transform = `translate(${at[k][0] - label.offsetWidth / 2}px, ${at[k][1] + down}px)`;
      this.line.setAttribute(`x${k + 1}`, at[k][0]);
      this.line.setAttribute(`y${k + 1}`, at[k][1]);
    });
  }

  /** A button for each digit, which hides or shows it, and two for all of them. */
  build_legend() {
    const add_button = (press) => {
      const made = this.legend.appendChild(document.createElement("button"));
      made.onclick = () => (press(), refresh());
      return made;
    };
    const each = [...this.data.colours.keys()];
    this.buttons = each.map((digit) =>
      add_button(() => this.hidden.delete(digit) || this.hidden.add(digit)),
    );
    this.all = add_button(() => this.hidden.clear());
    this.none = add_button(() => (this.hidden = new Set(each)));
    this.all.className = this.none.className = "word";
    const refresh = () => {
      this.buttons.forEach((made, digit) => made.setAttribute("aria-pressed", !this.hidden.has(digit)));
      this.leave();
      this.redraw();
    };
    refresh();
  }

  /** In the page's language, which may have changed. */
  name_everything() {
    const { words, summary } = this.data;
    write_words(this.root, words);
    this.canvas.setAttribute("aria-label", summary);
    this.legend.setAttribute("aria-label", words.legend);
    const name = (button, text, title = text) => ([button.textContent, button.title] = [text, title]);
    this.buttons.forEach((button, digit) => name(button, digit, filled(words.hide, { digit })));
    name(this.all, words.all);
    name(this.none, words.none);
    for (const button of this.root.querySelectorAll(".zoom button")) {
      button.title = words[button.dataset.name];
      button.setAttribute("aria-label", button.title);
    }
  }

  /** The page may have become dark. */
  colour_legend() {
    this.data.colours.forEach((colour, digit) => (this.buttons[digit].style.color = colour));
  }

  zoom_by(times, around) {
    this.camera.zoom_by(times, around);
    this.redraw();
  }

  drag(right, down) {
    this.turning = false;
    this.camera.drag(right, down, this.data.flat);
    this.leave();
    this.redraw();
  }

  /** The digit under a place on the paper, or -1. */
  digit_at([x, y], reach) {
    let nearest = -1,
      least = (reach * this.grow) ** 2;
    this.data.digits.forEach((digit, i) => {
      const away = (this.screen[3 * i] - x) ** 2 + (this.screen[3 * i + 1] - y) ** 2;
      if (away < least && !this.hidden.has(digit)) [nearest, least] = [i, away];
    });
    return nearest;
  }

  /** Points to the digit after or before this one, from left to right; to one of a kind, if it is given. */
  step(by, kind) {
    const { digits } = this.data,
      here = this.pointed;
    const is_meant = (i) =>
      !this.hidden.has(digits[i]) && digits[i] === (kind ?? digits[i]) && this.is_on_paper(i);
    const around = [...digits.keys()].filter((i) => i === here || is_meant(i));
    around.sort((a, b) => this.screen[3 * a] - this.screen[3 * b] || a - b);
    const next = Math.max(around.indexOf(here) + by, -1); // -1: the last one
    if (around.length) this.point_to(around.at(next % around.length), this.data.words.with_keys);
  }

  is_on_paper(i) {
    const [x, y] = [this.screen[3 * i], this.screen[3 * i + 1]];
    return x >= 0 && y >= 0 && x <= this.canvas.clientWidth && y <= this.canvas.clientHeight;
  }

  /** Shows the picture of a digit beside it, with what to do next; of none where `i` is negative. */
  point_to(i, words) {
    this.canvas.classList.toggle("on_digit", i >= 0);
    if (i < 0) return this.leave();
    if (this.pointed === i) return;
    this.pointed = i;
    const { digits, sheet } = this.data,
      picture = this.tip.querySelector("i");
    picture.style.setProperty("--column", i % sheet.columns);
    picture.style.setProperty("--row", Math.floor(i / sheet.columns));
    picture.style.setProperty("--columns", sheet.columns);
    this.tip.querySelector("span").textContent = filled(words, { digit: this.data.kinds[digits[i]] });
    this.tip.hidden = false;
    const [x, y] = [this.screen[3 * i], this.screen[3 * i + 1]],
      { offsetWidth: width, offsetHeight: height } = this.tip;
    const aside = 20 * this.grow;
    const left = x + aside + width > this.canvas.clientWidth ? x - aside - width : x + aside;
    const top = Math.max(4, Math.min(this.canvas.clientHeight - height - 4, y - height / 2));
    this.tip.style.transform = `translate(${Math.max(4, left)}px, ${top}px)`;
    this.redraw();
  }

  leave() {
    if (this.pointed === undefined) return;
    this.pointed = undefined;
    this.tip.hidden = true;
    this.redraw();
  }

  choose_pointed() {
    if (this.pointed !== undefined) this.choose(this.data.indices[this.pointed]);
  }

  show_all() {
    this.turning = false;
    this.camera.show_all();
    if (!this.data.flat) this.camera.turn(1, 1);
    this.leave();
    this.redraw();
  }

  resize() {
    if (!this.data) return;
    this.target = this.camera.fit(this.places, this.data.flat);
    this.began = -Infinity; // what glides is there
    this.leave();
    this.redraw();
  }
}
