// Light, dark or as the device says: remembered on this device only.
const root = document.documentElement;
const read = () => { try { return localStorage.getItem("scheme") || "system"; } catch { return "system"; } };
const dress = (scheme) => {
  if (scheme === "system") root.removeAttribute("data-scheme"); else root.dataset.scheme = scheme;
  document.querySelectorAll("[data-scheme-switch] [data-set]").forEach((button) =>
    button.setAttribute("aria-pressed", button.dataset.set === scheme));
};
const wire = () => {
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
dress(read());
if (document.readyState === "loading") addEventListener("DOMContentLoaded", wire); else wire();
