// Keys for the desk: j and k move in the queue, Enter opens, data-key="a" is pressed (or focused) by its letter, ? helps.
// Silent while somebody writes, and when <body data-keys="off"> or the switch in the help says so.
const help = document.getElementById("keys");
const all = (what) => [...document.querySelectorAll(what)].filter((one) => one.offsetParent && !one.disabled);
const field = (one) => one.closest("input:not([type=checkbox],[type=radio]),textarea,select,[contenteditable],dialog");
const kept = (value) => {
  try { if (value) localStorage.setItem("keys", value); return localStorage.getItem("keys"); } catch { return value; }
};
const off = () => document.body.dataset.keys === "off" || kept() === "off";
// A Cyrillic layout gives the Latin letter printed on the same key.
const letter = (event) => event.key === "?" || (event.code === "Slash" && event.shiftKey) ? "?"
  : /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : /^Key/.test(event.code) ? event.code[3].toLowerCase() : "";

const move = (step) => {
  const items = all(".desk .list .item,[data-item]");
  let at = items.indexOf(document.activeElement);
  if (at < 0) at = items.findIndex((item) => item.matches("[aria-current]"));
  items[at < 0 ? 0 : Math.min(items.length - 1, Math.max(0, at + step))]?.focus();
};
const show = () => {
  const list = help.querySelector("dl");
  list.querySelectorAll(".own").forEach((row) => row.remove());
  const add = (tag, inner, text) => {
    const row = list.appendChild(document.createElement(tag));
    row.className = "own";
    row.appendChild(document.createElement(inner)).textContent = text;
  };
  all("[data-key]").forEach((one) => {
    add("dt", "kbd", one.dataset.key);
    add("dd", "span", (one.ariaLabel || one.labels?.[0]?.textContent || one.textContent).trim());
  });
  help.showModal();
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || off() || field(event.target)) return;
  const key = letter(event);
  if (key === "?" && help) show();
  else if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
  else {
    const aim = key && !event.repeat && all(`[data-key="${key}"]`)[0];
    if (!aim) return;
    if (field(aim)) aim.focus(); else aim.click();
  }
  event.preventDefault();
});
if (help) {
  const opener = document.querySelector("[data-help]"), toggle = help.querySelector("[data-keys-switch]");
  opener.hidden = false;
  opener.onclick = show;
  toggle.checked = !off();
  toggle.onchange = () => kept(toggle.checked ? "on" : "off");
}
