// form[data-passkey="get" or "create"]: asks the browser for a passkey and sends its answer in the field `credential`.
// Without this file, or in a browser without passkeys, the forms stay hidden.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const letters = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const asked = (options) => {
  const list = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  if (options.user) publicKey.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) publicKey.excludeCredentials = list(options.excludeCredentials);
  if (options.allowCredentials) publicKey.allowCredentials = list(options.allowCredentials);
  return publicKey;
};

const told = ({ id, rawId, type, response }) => {
  const said = { clientDataJSON: letters(response.clientDataJSON) };
  if (response.attestationObject) said.attestationObject = letters(response.attestationObject);
  if (response.authenticatorData) said.authenticatorData = letters(response.authenticatorData);
  if (response.signature) said.signature = letters(response.signature);
  if (response.userHandle) said.userHandle = letters(response.userHandle);
  return JSON.stringify({ id, rawId: letters(rawId), type, response: said, clientExtensionResults: {} });
};

const use = async (form) => {
  const token = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
  const answer = await fetch(form.dataset.options, { method: "POST", body: token });
  if (answer.redirected) { location.assign(answer.url); return; }
  if (!answer.ok) throw new Error(answer.status);
  const publicKey = asked(await answer.json());
  const found = await navigator.credentials[form.dataset.passkey]({ publicKey });
  form.elements.credential.value = told(found);
  form.submit();
};

if (window.PublicKeyCredential) {
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const said = form.querySelector("[data-refused]");
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      said.textContent = "";
      use(form).catch(() => { said.textContent = said.dataset.refused; });
    });
  });
}
