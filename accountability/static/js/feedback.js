// form[data-feedback]: small photos without hidden places, letters counted, unsent words kept, nothing sent twice.
const shrink = async (file) => {
  if (!/^image\/(jpe?g|png|webp|hei[cf])$/.test(file.type)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = picture.width * scale;
    canvas.height = picture.height * scale;
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, 1600, 1600);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.75));
    return new File([small], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" });
  } catch { return file; }
};
const line = (after, name, value) => {
  after.insertAdjacentHTML("afterend", `<p class="count" ${name}="${value}"></p>`);
  return after.nextSibling;
};

document.querySelectorAll("form[data-feedback]").forEach((form) => {
  let changed, sent, waiting, worked, busy = 0;
  const work = async (button) => {
    busy += 1;
    try { await (await import(form.dataset.work)).solve(form); } catch { /* a monitor looks at it first */ }
    worked = true;
    busy -= 1;
    if (busy) waiting = button; else form.requestSubmit(button);
  };
  form.addEventListener("input", () => { changed = true; });
  addEventListener("beforeunload", (event) => { if (changed && !sent) event.preventDefault(); });
  addEventListener("pageshow", () => { sent = worked = false; });
  form.addEventListener("submit", (event) => {
    if (sent || busy || !worked) event.preventDefault();
    if (busy) waiting = event.submitter;
    else if (!worked) work(event.submitter);
    else sent = true;
  });

  form.querySelectorAll("input[type=file]").forEach((input) => {
    const said = line(input, "role", "status");
    input.addEventListener("change", async () => {
      busy += 1;
      try {
        const bag = new DataTransfer();
        for (const file of input.files) bag.items.add(await shrink(file));
        input.files = bag.files;
      } catch { /* as they are */ }
      said.textContent = [...input.files].map((file) => `${file.name}: ${file.size >> 10} KB`).join(" · ");
      busy -= 1;
      if (waiting && !busy) form.requestSubmit(waiting);
    });
  });

  form.querySelectorAll("textarea[data-maxlength]").forEach((area) => {
    const seen = line(area, "aria-hidden", "true"), heard = line(seen, "role", "status");
    let later;
    heard.className = "govuk-visually-hidden";
    const count = () => {
      seen.textContent = `${[...area.value].length} / ${area.dataset.maxlength}`;
      clearTimeout(later);
      later = setTimeout(() => { heard.textContent = area.value && seen.textContent; }, 1500);
    };
    area.addEventListener("input", count);
    count();
  });
});
