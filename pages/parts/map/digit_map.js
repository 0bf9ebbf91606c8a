// Test digits as coloured numerals on a plane or in space, the student's two digits among them. When another
// map arrives, every digit glides from its old place to its new one. Places are in units of the paper's half
// height, 0 in the middle.
const SIZE = 12; // of a numeral, in CSS pixels
const REACH = 16; // how near to a numeral the pointer counts as on it
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
    this.listen(root);
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
    const glides = before && this.now.length === this.target.length;
    this.start = glides ? this.now : this.target;
    this.now = this.start.slice();
    const moves = this.start.some((value, i) => Math.abs(value - this.target[i]) > 1e-6);
    if (moves || before?.flat !== data.flat) {
      this.camera.show_all();
      this.began = performance.now();
      this.turning = !data.flat;
    }
    this.canvas.setAttribute("aria-label", data.summary);
    this.leave();
    this.redraw();
  }

  redraw() {
    this.frame ??= requestAnimationFrame((time) => {
      this.frame = null;
      if (this.move(time)) this.redraw();
      this.draw();
    });
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.frame = null;
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
    for (const index of new Set([chosen, this.pointed])) {
      const i = indices.indexOf(index);
      if (i >= 0) this.ring(i, style.color, index === chosen ? 3 : 1.5);
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
      look = `${paper} ${sharp}`;
    if (this.stamped?.look === look) return this.stamped;
    this.stamped = { look, side: SIZE * 1.5 };
    this.data.colours.forEach((colour, digit) => {
      const stamp = document.createElement("canvas");
      stamp.width = stamp.height = Math.ceil(this.stamped.side * sharp * 2);
      const pen = stamp.getContext("2d");
      pen.scale(2 * sharp, 2 * sharp);
      pen.font = `700 ${SIZE}px sans-serif`;
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
    this.context.arc(this.screen[3 * i], this.screen[3 * i + 1], SIZE, 0, 2 * Math.PI);
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
      const down = above ? -label.offsetHeight - 14 : 14;
      label.style.transform = `translate(${at[k][0] - label.offsetWidth / 2}px, ${at[k][1] + down}px)`;
      this.line.setAttribute(`x${k + 1}`, at[k][0]);
      this.line.setAttribute(`y${k + 1}`, at[k][1]);
    });
  }

  build_legend() {
    const button = (name, text, colour) => {
      const made = document.createElement("button");
      [made.textContent, made.style.color, made.title] = [text, colour, name];
      return this.legend.appendChild(made);
    };
    const buttons = this.data.colours.map((colour, digit) => {
      const made = button("Click: hide or show. Double click: this one alone.", digit, colour);
      made.onclick = () => (this.hidden.delete(digit) || this.hidden.add(digit), refresh());
      made.ondblclick = () => {
        this.hidden = new Set(this.data.colours.keys());
        this.hidden.delete(digit);
        refresh();
      };
      return made;
    });
    const all = button("Show all digits", "all", "");
    all.className = "all";
    all.onclick = () => (this.hidden.clear(), refresh());
    const refresh = () => {
      buttons.forEach((each, digit) => each.setAttribute("aria-pressed", !this.hidden.has(digit)));
      this.redraw();
    };
    refresh();
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
  digit_at(x, y) {
    let nearest = -1,
      least = REACH ** 2;
    this.data.digits.forEach((digit, i) => {
      const away = (this.screen[3 * i] - x) ** 2 + (this.screen[3 * i + 1] - y) ** 2;
      if (away < least && !this.hidden.has(digit)) [nearest, least] = [i, away];
    });
    return nearest;
  }

  point_at(x, y) {
    const i = this.digit_at(x, y);
    this.canvas.classList.toggle("on_digit", i >= 0);
    if (i < 0) return this.leave();
    const { indices, digits, sheet } = this.data;
    if (this.pointed === indices[i]) return;
    this.pointed = indices[i];
    this.tip.querySelector("i").style.backgroundPosition =
      `${-sheet.tile * (i % sheet.columns)}px ${-sheet.tile * Math.floor(i / sheet.columns)}px`;
    this.tip.querySelector("span").textContent = `a ${digits[i]}: click to keep it`;
    this.tip.hidden = false;
    const [left, top] = [this.screen[3 * i], this.screen[3 * i + 1]];
    const over =
      left + 20 + this.tip.offsetWidth > this.canvas.clientWidth
        ? left - 20 - this.tip.offsetWidth
        : left + 20;
    const down = Math.max(
      4,
      Math.min(this.canvas.clientHeight - this.tip.offsetHeight - 4, top - this.tip.offsetHeight / 2),
    );
    this.tip.style.transform = `translate(${Math.max(4, over)}px, ${down}px)`;
    this.redraw();
  }

  leave() {
    if (this.pointed === undefined) return;
    this.pointed = undefined;
    this.tip.hidden = true;
    this.redraw();
  }

  listen(root) {
    const { canvas, pointers } = this;
    const place = (event) => [event.offsetX, event.offsetY];
    let dragged = 0;
    canvas.onpointerdown = (event) => {
      pointers.set(event.pointerId, place(event));
      dragged = 0;
    };
    canvas.onpointermove = (event) => {
      const before = pointers.get(event.pointerId),
        now = place(event);
      if (!before) return this.point_at(...now);
      const [right, down] = [now[0] - before[0], now[1] - before[1]];
      dragged += Math.hypot(right, down);
      if (dragged > 4 && !canvas.hasPointerCapture(event.pointerId))
        canvas.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, now);
      if (pointers.size === 2) {
        const other = [...pointers.entries()].find(([id]) => id !== event.pointerId)[1];
        const between = [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2];
        this.zoom_by(apart(now, other) / Math.max(apart(before, other), 1), between);
      } else {
        this.drag(right, down);
      }
    };
    canvas.onpointerup = (event) => {
      pointers.delete(event.pointerId);
      const i = dragged > 4 ? -1 : this.digit_at(...place(event));
      if (i >= 0) this.choose(this.data.indices[i]);
    };
    canvas.onpointercancel = (event) => pointers.delete(event.pointerId);
    canvas.onpointerleave = () => this.leave();
    canvas.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return; // the page scrolls
        event.preventDefault();
        this.zoom_by(Math.exp(-event.deltaY / 200), place(event));
      },
      { passive: false },
    );
    canvas.onkeydown = (event) => {
      const arrow = { ArrowLeft: [20, 0], ArrowRight: [-20, 0], ArrowUp: [0, 20], ArrowDown: [0, -20] }[
        event.key
      ];
      const times = { "+": 1.5, "-": 1 / 1.5 }[event.key];
      if (arrow) this.drag(...arrow);
      if (times) this.zoom_by(times);
      if (arrow || times) event.preventDefault();
    };
    for (const button of root.querySelectorAll(".zoom button")) {
      button.onclick = () => {
        const times = Number(button.dataset.zoom);
        if (times) return this.zoom_by(times);
        this.turning = false;
        this.camera.show_all();
        if (!this.data.flat) this.camera.turn(1, 1);
        this.redraw();
      };
    }
    new ResizeObserver(() => {
      if (!this.data) return;
      this.target = this.camera.fit(this.places, this.data.flat);
      this.began = -Infinity; // what glides is there
      this.redraw();
    }).observe(canvas);
  }
}

function apart([x, y], [other_x, other_y]) {
  return Math.hypot(x - other_x, y - other_y);
}
