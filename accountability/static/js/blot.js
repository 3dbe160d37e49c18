// Boxes over a photo: drawn with mouse or finger, or moved with the keys. The numbers in the form are the truth.
const frame = document.querySelector("[data-blot]");
const rows = [...document.querySelectorAll("[data-blot-box]")].map((row) =>
  Object.fromEntries(["left", "top", "width", "height"].map((side) => [side, row.querySelector(`[name$="-${side}"]`)])));
const add = document.querySelector("[data-blot-add]");
const within = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
const read = (row) => Object.fromEntries(Object.entries(row).map(([side, field]) => [side, Number(field.value) || 0]));

function write(row, box) {
  const left = within(box.left, 99), top = within(box.top, 99);
  const sides = { left, top, width: within(box.width, 100 - left), height: within(box.height, 100 - top) };
  for (const [side, field] of Object.entries(row)) field.value = sides[side];
  draw();
}

function clear(row) {
  for (const field of Object.values(row)) field.value = "";
  draw();
}

const free = () => rows.find((row) => !read(row).width || !read(row).height);

function keys(event, row) {
  const box = read(row);
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (event.key === "Delete" || event.key === "Backspace") { clear(row); add.focus(); } else if (step && event.shiftKey) {
    write(row, { ...box, width: Math.max(1, box.width + step[0]), height: Math.max(1, box.height + step[1]) });
  } else if (step) write(row, { ...box, left: box.left + step[0], top: box.top + step[1] });
  else return;
  event.preventDefault();
  frame.querySelector(`[data-row="${rows.indexOf(row)}"]`)?.focus();
}

function draw() {
  for (const old of frame.querySelectorAll("[data-row]")) old.remove();
  rows.forEach((row, number) => {
    const box = read(row);
    if (!box.width || !box.height) return;
    const shown = document.createElement("button");
    shown.type = "button";
    shown.className = "blot__box";
    shown.dataset.row = number;
    shown.setAttribute("aria-label", `${frame.dataset.box} ${number + 1}`);
    for (const [side, value] of Object.entries(box)) shown.style[side] = `${value}%`;
    shown.addEventListener("keydown", (event) => keys(event, row));
    frame.append(shown);
  });
}

function place(event) {
  const edges = frame.getBoundingClientRect();
  return [(100 * (event.clientX - edges.left)) / edges.width, (100 * (event.clientY - edges.top)) / edges.height];
}

let drawn = null;
frame.addEventListener("pointerdown", (event) => {
  const row = free();
  if (!row || event.target.closest("[data-row]")) return;
  drawn = { row, from: place(event) };
  frame.setPointerCapture(event.pointerId);
  event.preventDefault();
});
frame.addEventListener("pointermove", (event) => {
  if (!drawn) return;
  const [x, y] = place(event), [fromX, fromY] = drawn.from;
  write(drawn.row, { left: Math.min(x, fromX), top: Math.min(y, fromY), width: Math.abs(x - fromX), height: Math.abs(y - fromY) });
});
frame.addEventListener("pointerup", () => { drawn = null; });
add.addEventListener("click", () => {
  const row = free();
  if (!row) return;
  write(row, { left: 40, top: 40, width: 20, height: 20 });
  frame.querySelector(`[data-row="${rows.indexOf(row)}"]`).focus();
});
add.hidden = document.querySelector("[data-blot-help]").hidden = false;
draw();
