// Numbers that travelled as base64. Part of every visual.
function decode(base64, Numbers) {
  return new Numbers(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer);
}
