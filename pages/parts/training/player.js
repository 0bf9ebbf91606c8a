// A run on its map, with a player: digits glide from one recorded moment to the next. Twins with unshared
// weights have two maps, which are seen from the same place.
const PACE = 180; // milliseconds from a moment to the next
const GLIDE = 350; // of a single step on or back
const ZOOM = 150; // how soon the view has followed a run that has grown
const LONGEST = 100; // that may have passed between two frames
const MOST = 0.9; // share of digits whose places are closer than those of the one that is ringed

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".player");
  root.player ??= new Player(root);
  root.player.show(JSON.parse(data));
  return () => root.player.stop();
}

class Player {
  constructor(root) {
    this.root = root;
    this.around = [...root.querySelectorAll(".map")];
    this.slider = root.querySelector("input");
    this.text = root.querySelector(".moment");
    this.tip = root.querySelector(".tip");
    this.twin = root.querySelector(".twin");
    this.calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.all_maps = this.around.map((around) => new MapOfMoment(around));
    this.pointed = -1; // digit whose tip is seen
    this.ringed = -1;
    listen(this);
  }

  /** The last moment that the run has reached. */
  get last() {
    return this.data.reached - 1;
  }

  /** The moment that is shown, or the nearest one while digits glide. */
  get moment() {
    return Math.round(this.shown);
  }

  /** Where digits are drawn: who wants little motion sees them only at moments. */
  get shown() {
    return this.calm ? Math.floor(this.at) : this.at;
  }

  show(data) {
    const before = this.data;
    this.data = data;
    this.digits = decode(data.classes, Uint8Array);
    this.maps = this.all_maps.slice(0, data.maps.length);
    this.around.forEach((around, k) => (around.hidden = k >= this.maps.length));
    this.root.classList.toggle("two", this.maps.length === 2);
    this.maps.forEach((map, k) => map.show(data, data.maps[k], this.digits));
    const is_new = data.run !== before?.run || data.start !== before.start || data.reached < before.reached;
    if (is_new) {
      [this.at, this.playing, this.glide] = [this.calm ? this.last : 0, !this.calm, null];
      this.view = view_at(data.views, this.at);
    } else if (this.calm && this.at === before.reached - 1) {
      this.at = this.last;
    }
    this.at = Math.min(this.at, this.last);
    const tiles = [data.first_tile, this.digits.length].join();
    if (is_new || tiles !== this.tiles) {
      this.leave();
      this.ringed = this.maps.length === 2 ? this.instructive() : -1;
    }
    this.tiles = tiles;
    this.told = null;
    write_run(this);
    this.redraw();
  }

  redraw() {
    draw_soon(this);
  }

  stop() {
    draw_no_more(this);
    this.time = undefined;
  }

  /** Goes on by the time that has passed; false when all stands still. A hidden tab has no frames: for it, no
   * time passes.
   */
  move(time) {
    const passed = Math.min(time - (this.time ?? time), LONGEST);
    const goes_on = [this.play_on(passed), this.glide_on(passed), this.zoom_on(passed)].some(Boolean);
    this.time = goes_on ? time : undefined;
    return goes_on;
  }

  play_on(passed) {
    if (!this.playing) return false;
    this.at = Math.min(this.at + passed / (this.calm ? 2 * PACE : PACE), this.last);
    if (this.at < this.last) return true;
    if (this.data.whole) this.playing = false; // else it waits for moments to come
    return false;
  }

  glide_on(passed) {
    if (!this.glide) return false;
    this.glide.passed += passed;
    const eased = 1 - (1 - Math.min(this.glide.passed / GLIDE, 1)) ** 3;
    this.at = this.glide.from + (this.glide.to - this.glide.from) * eased;
    if (eased === 1) this.glide = null;
    return eased < 1;
  }

  /** The view comes after what is shown. */
  zoom_on(passed) {
    const goal = view_at(this.data.views, this.shown),
      share = this.calm ? 1 : 1 - Math.exp(-passed / ZOOM),
      width = Math.max(...goal.reach);
    const away = this.view.middle.map((middle, axis) => Math.abs(middle - goal.middle[axis]) / width);
    away.push(...this.view.reach.map((reach, axis) => Math.abs(reach - goal.reach[axis]) / width));
    const is_there = Math.max(...away) < 0.002;
    this.view = is_there ? goal : between(this.view, goal, share);
    return !is_there;
  }

  draw() {
    const { maps, shown } = this;
    const ringed = this.pointed >= 0 ? this.pointed : this.ringed;
    for (const map of maps) map.prepare(shown, this.view);
    maps.forEach((map, k) => map.draw(shown, ringed, maps[1 - k]));
    const outside = maps.map((map) => map.outside.join("")).join();
    const state = [this.moment, this.playing, ringed, this.maps[0].square, outside].join();
    if (state !== this.told) {
      this.told = state;
      write_moment(this);
    }
    tell_moment(this.data.run, this.moment);
    if (this.pointed >= 0) place_tip(this);
  }

  toggle() {
    this.glide = null;
    if (this.playing) return this.go(this.moment);
    if (this.at >= this.last && this.data.whole) this.at = 0;
    this.playing = true;
    this.redraw();
  }

  /** Glides to a moment, or is there at once. */
  go(to, at_once = this.calm) {
    const goal = Math.max(0, Math.min(this.last, to));
    this.playing = false;
    this.glide = at_once ? null : { from: this.at, to: goal, passed: 0 };
    if (at_once) this.at = goal;
    this.redraw();
  }

  /** One moment on or back, from where a glide leads. */
  step(by) {
    const here = this.glide?.to ?? this.at;
    this.go(by > 0 ? Math.floor(here + 1e-6) + 1 : Math.ceil(here - 1e-6) - 1);
  }

  /** A digit whose two places are farther apart than those of most others at the last moment. */
  instructive() {
    return this.by_distance(this.last)[Math.floor(MOST * this.digits.length)];
  }

  /** All digits, those first whose two places are close to each other. */
  by_distance(moment) {
    const apart = [...this.digits.keys()].map((i) => this.apart(i, moment));
    return [...this.digits.keys()].sort((first, second) => apart[first] - apart[second]);
  }

  /** How far the two places of a digit are from each other. */
  apart(i, moment) {
    const [here, there] = this.maps.map((map) => map.place_of(i, moment));
    return Math.hypot(here[0] - there[0], here[1] - there[1]);
  }

  /** Shows the picture of a digit beside it, on one of the maps; of none where `i` is negative. */
  point_to(i, map) {
    map.canvas.classList.toggle("on_digit", i >= 0);
    if (i < 0) return this.leave();
    if (this.pointed === i && this.pointed_on === map) return;
    [this.pointed, this.pointed_on] = [i, map];
    if (this.maps.length === 2) this.ringed = i;
    show_tile(this.tip, this.data, i);
    this.tip.hidden = false;
    this.redraw();
  }

  leave() {
    if (this.pointed < 0) return;
    this.pointed = -1;
    this.tip.hidden = true;
    this.redraw();
  }

  /** To the digit after or before this one, from left to right. */
  next(by, map) {
    const order = [...this.digits.keys()].sort((a, b) => map.screen[2 * a] - map.screen[2 * b] || a - b);
    const at = order.indexOf(this.pointed);
    this.point_to(order.at(at < 0 ? (by > 0 ? 0 : -1) : (at + by) % order.length), map);
  }

  resize() {
    if (!this.data) return;
    this.maps.forEach((map) => map.measure());
    this.redraw();
  }
}

/** What the maps show at a moment, or between two. */
function view_at(views, at) {
  const now = Math.floor(at);
  return between(views[now], views[now + 1] ?? views[now], at - now);
}

/** A part of the way from one view to another. */
function between(from, to, share) {
  return {
    middle: from.middle.map((middle, axis) => middle + (to.middle[axis] - middle) * share),
    reach: from.reach.map((reach, axis) => reach * (to.reach[axis] / reach) ** share),
  };
}
