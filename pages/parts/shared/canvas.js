// What pictures on a canvas have in common: frames, pointers and keys.
const REACH = { mouse: 16, finger: 24 }; // how near to a numeral the pointer counts as on it

/** Draws a picture in the next frame, and goes on as long as its `move` says that something moves. */
function draw_soon(picture) {
  picture.frame ??= requestAnimationFrame((time) => {
    picture.frame = null;
    if (picture.move(time)) draw_soon(picture);
    picture.draw();
  });
}

function draw_no_more(picture) {
  cancelAnimationFrame(picture.frame);
  picture.frame = null;
}

function hand_of(event) {
  return event.pointerType === "mouse" ? "mouse" : "finger";
}

function pointer_of(event) {
  return [event.offsetX, event.offsetY];
}

function apart([x, y], [other_x, other_y]) {
  return Math.hypot(x - other_x, y - other_y);
}

/** What a key does, of all that `keys` names; nothing where it belongs to the browser. */
function meant_by(event, keys) {
  const is_ours = !event.ctrlKey && !event.metaKey && !event.altKey && Object.hasOwn(keys, event.key);
  return is_ours ? keys[event.key] : null;
}
