// Does the work that is asked for when very many send at once: finds n so that SHA-256 of "salt:n" begins with enough nought bits.
// In small portions, so that the page stays alive; the answer goes along in the form as `work`.
const K = [], H = [];
for (let n = 2; K.length < 64; n++) {
  let prime = true;
  for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
  if (!prime) continue;
  if (H.length < 8) H.push(Math.sqrt(n) % 1 * 2 ** 32 | 0);
  K.push(Math.cbrt(n) % 1 * 2 ** 32 | 0);
}
const turn = (x, by) => x >>> by | x << 32 - by;
const w = new Int32Array(64);

// The first word of the hash of a text of at most 55 letters: it has all the bits that we ask for.
export const firstWord = (text) => {
  w.fill(0, 0, 16);
  for (let i = 0; i < text.length; i++) w[i >> 2] |= text.charCodeAt(i) << 24 - i % 4 * 8;
  w[text.length >> 2] |= 0x80 << 24 - text.length % 4 * 8;
  w[15] = text.length * 8;
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15], y = w[i - 2];
    w[i] = w[i - 16] + w[i - 7] + (turn(x, 7) ^ turn(x, 18) ^ x >>> 3) + (turn(y, 17) ^ turn(y, 19) ^ y >>> 10);
  }
  let [a, b, c, d, e, f, g, h] = H;
  for (let i = 0; i < 64; i++) {
    const t = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + K[i] + w[i] | 0;
    const u = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
    h = g; g = f; f = e; e = d + t | 0; d = c; c = b; b = a; a = t + u | 0;
  }
  return H[0] + a >>> 0;
};

export const solve = async (form) => {
  const { bits, salt, puzzle } = await (await fetch(form.dataset.puzzle)).json();
  if (!bits) return;
  let n = 0;
  while (firstWord(`${salt}:${n}`) >>> 32 - bits) if (++n % 3000 === 0) await new Promise((go) => { setTimeout(go); });
  const field = form.elements.work || form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "work" }));
  field.value = `${puzzle}~${n}`;
};
