// Copies the code (data-copy="#code", afterwards the button says data-done) and prints (data-print). The buttons are hidden without this file.
document.querySelectorAll("[data-copy]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const place = document.querySelector(button.dataset.copy);
    const code = place.textContent.trim().replace(/\s+/g, " ");
    try { await navigator.clipboard.writeText(code); } catch {
      getSelection().selectAllChildren(place);
      document.execCommand("copy");
    }
    button.setAttribute("aria-live", "polite");
    if (button.dataset.done) button.textContent = button.dataset.done;
  });
});
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
