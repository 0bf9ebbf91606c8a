// What buttons, the slider, a keyboard and a pointer do with the player.
const STILL = 10; // CSS pixels that a finger may move within a tap

function listen(player) {
  const { root, slider } = player;
  const press = {
    start: () => player.go(0, true),
    end: () => player.go(player.last, true),
    back: () => player.step(-1),
    on: () => player.step(1),
    toggle: () => player.toggle(),
  };
  for (const button of root.querySelectorAll("button")) button.onclick = press[button.dataset.press];
  slider.oninput = () => {
    player.go(Number(slider.value), true);
    player.told = null; // what has not been reached yet cannot be chosen
  };
  listen_to_keys(player, press);
  for (const map of player.all_maps) listen_to_pointer(player, map);
  new ResizeObserver(() => player.resize()).observe(player.all_maps[0].canvas);
}

/** Space on a button presses it, and arrows up and down scroll the page. */
function listen_to_keys(player, press) {
  const map_of = (event) => player.maps.find(({ canvas }) => canvas === event.target) ?? player.maps[0];
  const keys = {
    ArrowLeft: press.back,
    ArrowRight: press.on,
    Home: press.start,
    End: press.end,
    " ": press.toggle,
    n: (event) => player.next(1, map_of(event)),
    p: (event) => player.next(-1, map_of(event)),
    Escape: () => player.leave(),
  };
  player.root.onkeydown = (event) => {
    const act = meant_by(event, keys);
    if (!act || (event.key === " " && event.target.closest("button"))) return;
    act(event);
    event.preventDefault();
  };
}

/** A mouse shows the digit under it; what a finger has tapped keeps its picture. */
function listen_to_pointer(player, map) {
  const { canvas } = map;
  let began = null;
  canvas.onpointerdown = (event) => (began = pointer_of(event));
  canvas.onpointermove = (event) => {
    if (hand_of(event) === "mouse") player.point_to(map.digit_at(pointer_of(event), REACH.mouse), map);
  };
  canvas.onpointerup = (event) => {
    const now = pointer_of(event);
    if (hand_of(event) === "mouse" || !began || apart(began, now) > STILL) return;
    player.point_to(map.digit_at(now, REACH.finger), map);
  };
  canvas.onpointerleave = (event) => {
    if (hand_of(event) === "mouse") player.leave(); // a finger leaves when it is lifted
  };
  canvas.onblur = () => player.leave();
}
