/* Passkeys and printing, for browsers that can. Without this file login works without both. */

(function () {
  "use strict";

  const all = (selector) => Array.from(document.querySelectorAll(selector));

  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  if (!window.PublicKeyCredential || !window.allauth) {
    return;
  }
  all(".without-passkeys").forEach((element) => (element.hidden = true));
  all(".only-with-passkeys").forEach((element) => (element.hidden = false));

  for (const button of all("[data-passkey]")) {
    window.allauth.webauthn.forms[button.dataset.passkey]({
      ids: {
        login: button.id,
        authenticate: button.id,
        add: button.id,
        credential: button.dataset.credential,
        passwordless: button.dataset.passwordless,
        data: "js_data",
      },
    });
    button.addEventListener("click", () => {
      all(".passkey-failed").forEach((element) => (element.hidden = true));
    });
  }

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    all(".passkey-failed").forEach((element) => (element.hidden = false));
  });
})();
