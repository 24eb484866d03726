// Passkeys. Asks the browser for one and puts its answer in the form; the server decides. Every word is in the page.
//
// <form data-webauthn="create|get" data-options="id of a JSON block" or data-options-from="address"> with a field `credential`.

const BYTES = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

function encoded(buffer) {
  const text = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decoded(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

const named = (list) => (list ?? []).map((key) => ({ ...key, id: decoded(key.id) }));

function forCreate({ publicKey: asked }) {
  const publicKey = { ...asked, challenge: decoded(asked.challenge), excludeCredentials: named(asked.excludeCredentials) };
  publicKey.user = { ...asked.user, id: decoded(asked.user.id) };
  publicKey.authenticatorSelection = {
    ...asked.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required",
  };
  return { publicKey };
}

function forGet({ publicKey: asked }) {
  return { publicKey: { ...asked, challenge: decoded(asked.challenge), allowCredentials: named(asked.allowCredentials) } };
}

function answer(credential) {
  const { id, type, rawId, response } = credential;
  const bytes = BYTES.filter((name) => response[name]).map((name) => [name, encoded(response[name])]);
  return { id, type, rawId: encoded(rawId), response: Object.fromEntries(bytes), clientExtensionResults: credential.getClientExtensionResults() };
}

async function options(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const reply = await fetch(form.dataset.optionsFrom, { headers: { Accept: "application/json" } });
  if (!reply.ok) throw new Error(String(reply.status));
  return (await reply.json()).request_options;
}

async function ask(form) {
  const asked = await options(form);
  const make = form.dataset.webauthn === "create";
  return make ? navigator.credentials.create(forCreate(asked)) : navigator.credentials.get(forGet(asked));
}

async function submitted(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const problem = form.querySelector("[data-webauthn-problem]");
  problem.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(answer(await ask(form)));
    form.submit();
  } catch {
    problem.textContent = problem.dataset.webauthnProblem;
    problem.hidden = false;
  }
}

if (window.PublicKeyCredential) {
  for (const missing of document.querySelectorAll("[data-webauthn-missing]")) missing.hidden = true;
  for (const form of document.querySelectorAll("form[data-webauthn]")) {
    form.hidden = false;
    form.addEventListener("submit", submitted);
  }
}
