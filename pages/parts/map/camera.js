const TURN = 0.9,
  SLANT = 0.35; // radians: a space is seen a little from the side and from above
const CLOSEST = 30;

/** From where the map is seen: how near, and how a plane is moved or a space is turned. */
class Camera {
  constructor(canvas) {
    this.canvas = canvas;
    this.show_all();
  }

  show_all() {
    [this.zoom, this.shift] = [1, [0, 0]];
    this.turn(0, 0);
  }

  /** To the side and up, in parts of how far a space is turned when it is shown. */
  turn(aside, up) {
    [this.yaw, this.pitch] = [TURN * aside, SLANT * up];
  }

  get middle() {
    return [this.canvas.clientWidth / 2, this.canvas.clientHeight / 2];
  }

  /** Makes everything larger around a place on the paper, which stays where it is. */
  zoom_by(times, around = this.middle) {
    const zoom = Math.max(1, Math.min(CLOSEST, this.zoom * times)),
      grown = zoom / this.zoom;
    this.shift = this.middle.map((middle, k) => {
      const away = around[k] - middle;
      return zoom === 1 ? 0 : away - (away - this.shift[k]) * grown;
    });
    this.zoom = zoom;
  }

  /** Turns a space; moves a plane, where it is larger than the paper. */
  drag(right, down, flat) {
    if (!flat) {
      this.yaw += right / 150;
      this.pitch = Math.max(-1.5, Math.min(1.5, this.pitch + down / 150));
    } else if (this.zoom > 1) {
      this.shift = [this.shift[0] + right, this.shift[1] + down];
    }
  }

  /** The places around the middle, as large as the paper allows, y upwards. */
  fit(places, flat) {
    const low = Array(3).fill(Infinity),
      high = Array(3).fill(-Infinity);
    for (let i = 0; i < places.length; i++) {
      low[i % 3] = Math.min(low[i % 3], places[i]);
      high[i % 3] = Math.max(high[i % 3], places[i]);
    }
    const half = low.map((end, axis) => Math.max((high[axis] - end) / 2, 1e-9));
    const wide = this.canvas.clientWidth / Math.max(this.canvas.clientHeight, 1);
    const room = 0.88; // and some for the names of the student's digits
    const across = Math.hypot(half[0], half[2]),
      tall = Math.hypot(half[1], across * Math.sin(SLANT)); // however it is turned
    const scale = flat
      ? room * Math.min(wide / half[0], 1 / half[1])
      : room * Math.min(wide / across, 1 / tall);
    return places.map((value, i) => (value - (low[i % 3] + high[i % 3]) / 2) * scale);
  }

  /** Where places are on the screen: x, y in CSS pixels, and depth from -1 to 1, near. */
  project(places) {
    const [left, top] = this.middle.map((middle, k) => middle + this.shift[k]);
    const unit = (this.canvas.clientHeight / 2) * this.zoom;
    const [cos_yaw, sin_yaw] = [Math.cos(this.yaw), Math.sin(this.yaw)];
    const [cos_pitch, sin_pitch] = [Math.cos(this.pitch), Math.sin(this.pitch)];
    const screen = new Float32Array(places.length);
    for (let i = 0; i < places.length; i += 3) {
      const [x, y, z] = [places[i], places[i + 1], places[i + 2]];
      const turned = x * cos_yaw + z * sin_yaw,
        back = z * cos_yaw - x * sin_yaw;
      screen[i] = left + unit * turned;
      screen[i + 1] = top - unit * (y * cos_pitch - back * sin_pitch);
      screen[i + 2] = back * cos_pitch + y * sin_pitch;
    }
    return screen;
  }
}
