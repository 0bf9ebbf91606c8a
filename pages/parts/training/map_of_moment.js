// The map of one branch: digits as coloured numerals at a moment of a run, and the student's pair. Places
// come in steps of a grid around the middle of the map. Lengths are those of a laptop, in CSS pixels, and
// grow with the page's text.
const SIZE = 13; // of a numeral
const SQUARE = 60; // of the grid, at least
const DISC = 7; // radius of the pair's points
const INSIDE = 8; // how far from the edge those are drawn that lie outside
const PALE = 0.35;
const OWN = { left: ["#fff", "#0072b2"], right: ["#000", "#e69f00"] }; // a name, on the colour of its disc

class MapOfMoment {
  constructor(around) {
    this.around = around;
    this.canvas = around.querySelector("canvas");
    this.context = this.canvas.getContext("2d");
    this.bar = around.querySelector(".margin i");
  }

  /** Takes the places of a run, {side, places}, and which digits these are; they are drawn in this order. */
  show(data, map, digits) {
    [this.data, this.side, this.digits] = [data, map.side, digits];
    this.places = unpack(map.places, data.reached, 2 * digits.length);
    this.screen = new Float32Array(2 * digits.length);
    this.outside = new Uint8Array(digits.length);
    this.measure();
  }

  /** Looks at how large the paper is, and at its colours: not in every frame. */
  measure() {
    const { canvas } = this,
      style = getComputedStyle(canvas);
    [this.width, this.height] = [canvas.clientWidth, canvas.clientHeight];
    this.sharp = devicePixelRatio || 1;
    [canvas.width, canvas.height] = [this.width, this.height].map((side) => Math.round(side * this.sharp));
    this.grow = grown();
    this.font = style.fontFamily;
    this.ink = style.color;
    this.page = style.getPropertyValue("--st-background-color");
    this.grid = style.getPropertyValue("--st-border-color");
    this.stamps = this.data.colours.map((colour, digit) => this.stamp(digit, colour));
  }

  /** A numeral as a picture of device pixels, with a rim that sets it off from its neighbours. It is no
   * larger than needed: 400 of them are drawn in every frame.
   */
  stamp(digit, colour) {
    const made = document.createElement("canvas"),
      pen = made.getContext("2d"),
      rim = Math.ceil(this.sharp),
      font = `700 ${SIZE * this.grow * this.sharp}px sans-serif`;
    pen.font = font;
    const { width, actualBoundingBoxAscent: above, actualBoundingBoxDescent: below } = pen.measureText(digit);
    [made.width, made.height] = [Math.ceil(width) + 2 * rim, Math.ceil(above + below) + 2 * rim];
    [pen.font, pen.lineJoin, pen.strokeStyle] = [font, "round", this.page];
    [pen.lineWidth, pen.fillStyle] = [2 * rim, colour];
    pen.strokeText(digit, rim, rim + above);
    pen.fillText(digit, rim, rim + above);
    return made;
  }

  /** Looks where everything is at `at`, a moment or between two. */
  prepare(at, view) {
    this.look(view);
    this.place(at);
  }

  /** Draws what was prepared, with a ring around one digit, if there is one, and where the twin has it. */
  draw(at, ringed, twin) {
    const { context, sharp } = this;
    context.setTransform(sharp, 0, 0, sharp, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    this.draw_grid();
    if (twin && ringed >= 0) this.join(ringed, twin);
    this.draw_digits();
    if (ringed >= 0) this.ring(this.on_screen(ringed), 1.15 * SIZE);
    this.draw_own(at);
  }

  /** How many pixels the unit of the embedding has, and where its zero is. */
  look({ middle, reach }) {
    this.unit = Math.min(this.width / 2 / reach[0], this.height / 2 / reach[1]);
    this.zero = [this.width / 2 - middle[0] * this.unit, this.height / 2 + middle[1] * this.unit];
    this.square = round_up((SQUARE * this.grow) / this.unit);
    const margin = `${Math.max(this.data.margin * this.unit, 3).toFixed(1)}px`;
    if (this.bar.style.width !== margin) this.bar.style.width = margin;
  }

  draw_grid() {
    const { context, width, height, zero } = this,
      step = this.square * this.unit;
    context.beginPath();
    for (let x = ((zero[0] % step) + step) % step; x < width; x += step) {
      context.moveTo(x, 0);
      context.lineTo(x, height);
    }
    for (let y = ((zero[1] % step) + step) % step; y < height; y += step) {
      context.moveTo(0, y);
      context.lineTo(width, y);
    }
    [context.strokeStyle, context.lineWidth] = [this.grid, 1];
    context.stroke();
  }

  /** Where the digits are on the paper; those outside it come to its edge. */
  place(at) {
    const { screen, outside, width, height, data } = this,
      now = Math.floor(at),
      on = at - now,
      here = this.places[now],
      there = this.places[now + 1] ?? here,
      before = data.views[now],
      after = data.views[now + 1] ?? before,
      from = ((1 - on) * this.unit * Math.max(...before.reach)) / data.grid,
      to = (on * this.unit * Math.max(...after.reach)) / data.grid,
      middle = [0, 1].map((axis) => ((1 - on) * before.middle[axis] + on * after.middle[axis]) * this.unit),
      [left, top] = [this.zero[0] + middle[0], this.zero[1] - middle[1]],
      edge = INSIDE * this.grow;
    for (let i = 0; i < screen.length; i += 2) {
      const x = left + here[i] * from + there[i] * to,
        y = top - here[i + 1] * from - there[i + 1] * to;
      screen[i] = Math.max(edge, Math.min(width - edge, x));
      screen[i + 1] = Math.max(edge, Math.min(height - edge, y));
      outside[i / 2] = x < 0 || y < 0 || x > width || y > height;
    }
  }

  draw_digits() {
    const { context, screen, sharp, digits, stamps, outside } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    for (let i = 0; i < digits.length; i++) {
      const stamp = stamps[digits[i]],
        x = screen[2 * i] * sharp - stamp.width / 2,
        y = screen[2 * i + 1] * sharp - stamp.height / 2;
      context.globalAlpha = outside[i] ? PALE : 1;
      if (sharp < 2) context.drawImage(stamp, x, y);
      else context.drawImage(stamp, Math.round(x), Math.round(y)); // on whole pixels it takes less time
    }
    context.globalAlpha = 1;
    context.setTransform(sharp, 0, 0, sharp, 0, 0);
  }

  on_screen(i) {
    return [this.screen[2 * i], this.screen[2 * i + 1]];
  }

  ring([x, y], radius, dash = []) {
    const { context } = this;
    context.beginPath();
    context.arc(x, y, radius * this.grow, 0, 2 * Math.PI);
    [context.strokeStyle, context.lineWidth] = [this.ink, 2];
    context.setLineDash(dash);
    context.stroke();
    context.setLineDash([]);
  }

  /** A dashed ring where the other map has the same digit. */
  join(i, twin) {
    const here = this.on_screen(i),
      there = twin.on_screen(i);
    this.ring(there, SIZE, [3, 3]);
    this.connect(here, there, 1, []);
  }

  connect(from, to, width, dash) {
    const { context } = this;
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    [context.strokeStyle, context.lineWidth] = [this.ink, width];
    context.setLineDash(dash);
    context.stroke();
    context.setLineDash([]);
  }

  /** The student's pair: two discs with the names of their sides, and how far they are from each other. */
  draw_own(at) {
    const { own, words } = this.data,
      now = Math.floor(at);
    const between = (read) =>
      read(now) + (read(Math.min(now + 1, own.distances.length - 1)) - read(now)) * (at - now);
    const edge = 2 * INSIDE * this.grow;
    const [left, right] = ["left", "right"].map((side) => {
      const [x, y] = [0, 1].map((axis) => between((moment) => own[side][moment][axis]));
      return [
        Math.max(edge, Math.min(this.width - edge, this.zero[0] + x * this.unit)),
        Math.max(edge, Math.min(this.height - edge, this.zero[1] - y * this.unit)),
      ];
    });
    this.connect(left, right, 2.5 * this.grow, [4 * this.grow, 4 * this.grow]);
    const close = Math.hypot(left[0] - right[0], left[1] - right[1]) < DISC * this.grow;
    this.disc(left, OWN.left[1], DISC);
    this.disc(right, OWN.right[1], close ? DISC / 2 : DISC); // so that both are seen
    const left_is_above = left[1] <= right[1];
    this.plate(words.left, [left[0], left[1] + (left_is_above ? -24 : 24) * this.grow], ...OWN.left);
    this.plate(words.right, [right[0], right[1] + (left_is_above ? 24 : -24) * this.grow], ...OWN.right);
    this.say_distance(
      filled(words.distance, { distance: written(own.distances[Math.round(at)]) }),
      left,
      right,
    );
  }

  /** The distance at the middle of its line, or beside it where it is short. */
  say_distance(text, left, right) {
    const long = Math.hypot(left[0] - right[0], left[1] - right[1]) > 110 * this.grow;
    const middle = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2];
    if (!long) {
      const aside = 72 * this.grow,
        reach = Math.abs(left[0] - right[0]) / 2 + aside;
      middle[0] += middle[0] + reach + aside < this.width ? reach : -reach;
    }
    this.plate(text, middle, this.ink);
  }

  disc([x, y], colour, radius) {
    const { context } = this;
    context.beginPath();
    context.arc(x, y, radius * this.grow, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
    [context.strokeStyle, context.lineWidth] = ["#fff", 2];
    context.stroke();
  }

  /** A few words on a ground of their own, or with a rim if there is none; wholly on the paper. */
  plate(text, [x, y], ink, ground) {
    const { context, grow } = this;
    context.font = `600 ${14 * grow}px ${this.font}`;
    const half = context.measureText(text).width / 2 + 7 * grow,
      tall = 10 * grow;
    const middle = Math.max(half + 2, Math.min(this.width - half - 2, x)),
      line = Math.max(tall + 2, Math.min(this.height - tall - 2, y));
    [context.textAlign, context.textBaseline, context.lineJoin] = ["center", "middle", "round"];
    if (ground) {
      context.beginPath();
      context.roundRect(middle - half, line - tall, 2 * half, 2 * tall, tall);
      context.fillStyle = ground;
      context.fill();
    } else {
      [context.strokeStyle, context.lineWidth] = [this.page, 5 * grow];
      context.strokeText(text, middle, line + grow);
    }
    context.fillStyle = ink;
    context.fillText(text, middle, line + grow);
  }

  /** The digit under a place on the paper, or -1. */
  digit_at([x, y], reach) {
    let nearest = -1,
      least = (reach * this.grow) ** 2;
    for (let i = 0; i < this.digits.length; i++) {
      const away = (this.screen[2 * i] - x) ** 2 + (this.screen[2 * i + 1] - y) ** 2;
      if (away < least) [nearest, least] = [i, away];
    }
    return nearest;
  }

  /** Where a digit is at a moment, in the units of the embedding. */
  place_of(i, moment) {
    const { middle, reach } = this.data.views[moment],
      step = Math.max(...reach) / this.data.grid;
    return [0, 1].map((axis) => middle[axis] + this.places[moment][2 * i + axis] * step);
  }
}

/** How far each number moved since the moment before -> for each moment where they are. See `packed`. */
function unpack(base64, moments, count) {
  const bytes = decode(base64, Int8Array);
  let at = 0,
    before = new Int16Array(count);
  return Array.from({ length: moments }, () => {
    const now = before.slice();
    for (let i = 0; i < count; i++) {
      if (bytes[at] !== -128) {
        now[i] += bytes[at++];
      } else {
        now[i] += (bytes[at + 1] & 255) | (bytes[at + 2] << 8);
        at += 3;
      }
    }
    before = now;
    return now;
  });
}
