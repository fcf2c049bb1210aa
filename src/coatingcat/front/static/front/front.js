/* Enhancements only: every page works without this file. */
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);

  // A page that came back with errors starts at their summary.
  const focusErrors = (root) => one("[data-focus]", root)?.focus();
  focusErrors(document);
  document.addEventListener("htmx:afterSettle", (event) => focusErrors(event.target));

  // The arrow keys walk from the search box into its suggestions and back; Escape leaves them.
  const find = one("[data-find]");
  if (find) {
    const input = one("input", find), list = one(".suggestions", find);
    const links = () => [...list.querySelectorAll("a")];
    const clear = () => list.replaceChildren();
    find.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && list.firstChild) { event.preventDefault(); clear(); input.focus(); return; }
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      const stops = [input, ...links()];
      if (stops.length === 1) return;
      event.preventDefault();
      const at = stops.indexOf(document.activeElement);
      stops[(at + (event.key === "ArrowDown" ? 1 : stops.length - 1)) % stops.length].focus();
    });
    find.addEventListener("focusout", (event) => { if (!find.contains(event.relatedTarget)) clear(); });
    list.addEventListener("htmx:afterSwap", () => {
      const count = links().length;
      one("[role=status]", find).textContent = count ? `${count} ${list.dataset.found}` : "";
      if (!input.value.trim()) clear();
    });
  }

  // Where there is width, the groups of a navigation are all unfolded.
  if (matchMedia("(min-width: 48.01rem)").matches)
    for (const group of document.querySelectorAll("[data-unfolds]")) { group.open = true; group.dataset.unfolded = "yes"; }

  // The choice of light or dark is kept by the server; here it only shows before the answer comes.
  const theme = one("[data-theme-form]");
  theme?.addEventListener("submit", (event) => {
    const value = event.submitter?.value;
    if (!value || !window.fetch) return;
    event.preventDefault();
    fetch(theme.action, { method: "POST", body: new URLSearchParams({ theme: value }), redirect: "manual", keepalive: true });
    if (value === "auto") document.documentElement.removeAttribute("data-theme");
    else document.documentElement.dataset.theme = value;
    for (const button of theme.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === value));
  });

  // A choice that submits its own form (a filter, an order of sorting) does so at once, and its button steps aside.
  document.addEventListener("change", (event) => event.target.closest("form[data-at-once]")?.requestSubmit());
  const stepAside = (root) => root.querySelectorAll("[data-without-js]").forEach((part) => { part.hidden = true; });
  stepAside(document);
  document.addEventListener("htmx:load", (event) => stepAside(event.target));

  // A form that writes is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.dataset.sent === undefined) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    form.classList.add("busy");
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => {
    form.dataset.sent = "";
    form.classList.remove("busy");
  }));

  // Paper shows what a screen folds away.
  addEventListener("beforeprint", () => document.querySelectorAll("details:not([open])").forEach((part) => {
    part.open = true;
    part.dataset.opened = "";
  }));
  addEventListener("afterprint", () => document.querySelectorAll("details[data-opened]").forEach((part) => {
    part.open = false;
    delete part.dataset.opened;
  }));
  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });
})();
