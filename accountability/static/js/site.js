// On every page.
// Light, dark or as the device says: remembered on this device only.
const root = document.documentElement;
const read = () => { try { return localStorage.getItem("scheme") || "system"; } catch { return "system"; } };
const dress = (scheme) => {
  if (scheme === "system") root.removeAttribute("data-scheme"); else root.dataset.scheme = scheme;
  document.querySelectorAll("[data-scheme-switch] [data-set]").forEach((button) =>
    button.setAttribute("aria-pressed", button.dataset.set === scheme));
};
const wire = () => {
  leave();
  document.querySelectorAll("[data-scheme-switch]").forEach((box) => {
    box.hidden = false;
    box.addEventListener("click", ({ target }) => {
      const scheme = target.dataset.set;
      if (!scheme) return;
      try { localStorage.setItem("scheme", scheme); } catch { /* this visit only */ }
      dress(scheme);
    });
  });
  dress(read());
};

// The link on every page that closes it at once (also Esc, three times): ends the visit, takes this page's place in the history.
let link;
const times = [];
const away = (event) => {
  event?.preventDefault();
  document.documentElement.hidden = true;
  document.title = "";
  navigator.sendBeacon?.(link.href);
  location.replace(link.dataset.exit);
};

const leave = () => {
  link = document.querySelector("[data-exit]");
  link?.addEventListener("click", away);
};
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !link) return;
  times.push(event.timeStamp);
  if (times.length > 2 && event.timeStamp - times.at(-3) < 2000) away(event);
});

dress(read());
if (document.readyState === "loading") addEventListener("DOMContentLoaded", wire); else wire();
