export default function ({ data, parentElement }) { parentElement.textContent = data.slice(0, 300); }
