// The link on every page that closes it at once: ends the visit, takes this page's place in the history, shows another site. Also Esc, three times.
const link = document.querySelector("[data-exit]");
const times = [];
const away = (event) => {
  event?.preventDefault();
  document.documentElement.hidden = true;
  document.title = "";
  navigator.sendBeacon?.(link.href);
  location.replace(link.dataset.exit);
};

link?.addEventListener("click", away);
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  times.push(event.timeStamp);
  if (times.length > 2 && event.timeStamp - times.at(-3) < 2000) away(event);
});
