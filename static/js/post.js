// A form post by fetch, with the page's own CSRF token. Null when the server was not reached.
export function csrfToken() {
  try {
    return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
  } catch {
    return "";
  }
}

/** A token of the session as it is now, taken from this page anew: "renewed", "out" where nobody is signed in, "same". */
export async function renewToken() {
  try {
    const response = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
    if (!response.ok || response.redirected) return "out";
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const headers = page.body.getAttribute("hx-headers");
    if (!headers || headers === document.body.getAttribute("hx-headers")) return "same";
    document.body.setAttribute("hx-headers", headers);
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = csrfToken();
    return "renewed";
  } catch {
    return "same";
  }
}

export async function post(url, fields) {
  try {
    return await fetch(url, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "X-CSRFToken": csrfToken(), "X-Requested-With": "fetch" },
      credentials: "same-origin",
    });
  } catch {
    return null;
  }
}
