// The little that HTML cannot do alone. Every page works without it.
(() => {
  "use strict";
  htmx.config.selfRequestsOnly = true;
  htmx.config.allowEval = false;
  const LARGEST_FILE = 50_000_000; // what web/forms/activity.py takes; said before the file is sent
  let opener = null;
  const drawn = () => document.querySelectorAll('[aria-expanded][hx-target="#drawer"], [hx-target="#drawer"] [aria-expanded]');
  const drawer = () => document.getElementById("drawer");
  const shut = () => {
    const box = drawer();
    if (!box || !box.firstElementChild) return;
    box.replaceChildren();
    drawn().forEach((a) => a.setAttribute("aria-expanded", "false"));
    if (opener && opener.isConnected) opener.focus();
    opener = null;
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-shut]")) { event.preventDefault(); shut(); }
    if (event.target.closest("[data-print]")) window.print();
    const all = event.target.closest("[data-all]");
    if (all) {
      document.querySelectorAll(`.ticks input[value="${all.dataset.all}"]`).forEach((box) => { box.checked = true; });
      count();
      all.form.dispatchEvent(new Event("change", { bubbles: true }));
    }
    document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); } else shut();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "drawer") return;
    const from = event.detail.requestConfig.elt;
    if (!drawer().contains(from)) opener = from;
    drawn().forEach((a) => a.setAttribute("aria-expanded", String(a === from)));
    if (from.closest(".units-box")) from.scrollIntoView({ block: "nearest", inline: "nearest" });
    const heading = drawer().querySelector("h2");
    if (heading) { heading.tabIndex = -1; heading.focus({ preventScroll: innerWidth > 1020 }); }
  });
  // An answer that is an error is shown, not swallowed.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422 || event.detail.xhr.status === 409) { event.detail.shouldSwap = true; event.detail.isError = false; }
  });
  const count = () => document.querySelectorAll("[data-count]").forEach((place) => {
    place.textContent = document.querySelectorAll(`.ticks input[value="${place.dataset.count}"]:checked`).length;
  });
  document.addEventListener("change", (event) => {
    count();
    const form = event.target.form;
    if (event.target.matches("[data-go]")) form.requestSubmit();
    if (event.target.type === "file" && event.target.dataset.names) {
      const large = event.target.dataset.large && [...event.target.files].find((file) => file.size > LARGEST_FILE);
      if (large) event.target.value = "";
      const said = document.getElementById(event.target.dataset.names);
      said.classList.toggle("wrong", Boolean(large));
      said.textContent = large ? event.target.dataset.large.replace("{}", large.name) : [...event.target.files].map((file) => file.name).join("、");
      event.target.parentElement.querySelector('[name="picked"]').disabled = !event.target.files.length;
    }
  });
  // A form that was sent once is not sent twice by an impatient finger; the server would not mind, the person might.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    if (!event.submitter || !("plain" in event.submitter.dataset)) form.classList.add("sending");
    setTimeout(() => rest(form), 4000);
  });
  const rest = (form) => { delete form.dataset.sent; if (document.visibilityState === "visible" && !form.querySelector(".busy")) form.classList.remove("sending"); };
  // What could not be sent stays as it was typed, files too, and may be sent again; the form's nonce keeps it one record.
  const KEPT = 'main form[method="post"]:is(.sheet-form, .stack):not([data-plain], [hx-post])';
  const keep = (root) => root.querySelectorAll(KEPT).forEach((form) => {
    if (form.hasAttribute("hx-boost")) return;
    for (const [name, value] of [["hx-boost", "true"], ["hx-sync", "this:drop"], ["hx-disinherit", "*"], ["hx-push-url", "false"]]) form.setAttribute(name, value);
    htmx.process(form);
  });
  const unsent = (form, why) => {
    form.querySelectorAll("[data-unsent]").forEach((note) => note.remove());
    if (!why) return;
    const notes = document.getElementById("unsent-notes");
    if (!notes) return;
    const note = notes.content.querySelector(`[data-unsent="${why}"]`).cloneNode(true);
    const before = form.querySelector(".savebar") || [...form.querySelectorAll("button:not([type=button])")].pop();
    const place = [...form.children].find((child) => child.contains(before));
    form.insertBefore(note, place || null);
    delete form.dataset.sent;
    form.classList.remove("sending");
    note.scrollIntoView({ block: "center" });
  };
  const asked = (event) => event.target.matches(KEPT) || event.target.matches('form[hx-boost="true"]');
  for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, (event) => { if (asked(event)) unsent(event.target, "line"); });
  document.addEventListener("htmx:beforeRequest", (event) => { if (asked(event)) unsent(event.target, ""); });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = event.detail.requestConfig.elt, status = event.detail.xhr.status;
    if (!form.matches('form[hx-boost="true"]') || status < 400) return;
    const stale = status === 403 && event.detail.xhr.getResponseHeader("X-Old-Page");
    event.detail.shouldSwap = status < 500 && status !== 401 && !stale;
    event.detail.isError = false;
    if (!event.detail.shouldSwap) { unsent(form, status >= 500 ? "trouble" : stale ? "old" : "signed-out"); if (stale) renew(); }
  });
  // Whoever signed in anew in another window has a new token; the form on this page takes it over and may be sent.
  const renew = async () => {
    const forms = document.querySelectorAll('form:has([data-unsent="signed-out"], [data-unsent="old"])');
    if (!forms.length) return;
    const page = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
    if (!page || !page.ok || page.redirected) return;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector('[name="csrfmiddlewaretoken"]');
    if (!fresh) return;
    document.querySelectorAll('[name="csrfmiddlewaretoken"]').forEach((field) => { field.value = fresh.value; });
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": fresh.value }));
    forms.forEach((form) => { if (form.querySelector('[data-unsent="signed-out"]')) unsent(form, ""); });
  };
  addEventListener("focus", renew);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") renew(); });
  const pickAll = (root) => root.querySelectorAll("[data-picker]").forEach(pick);
  document.addEventListener("htmx:load", (event) => { keep(event.detail.elt.parentElement || document); pickAll(event.detail.elt.parentElement || document); });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; form.classList.remove("sending"); }));
  // Finding a unit or a person among thousands: what is written asks the server, arrows choose, Enter takes. Without this, a page.
  const pick = (picker) => {
    if (picker.dataset.on) return;
    picker.dataset.on = "1";
    const field = picker.querySelector('[role="combobox"]'), box = picker.querySelector(".found"), code = picker.querySelector('[type="hidden"]:not([name="q"])');
    const bare = picker.querySelector("[data-bare]"), leads = "to" in picker.dataset, free = "none" in picker.dataset;
    if (bare) { bare.remove(); field.closest("label").hidden = false; code.disabled = false; }
    field.required = "needed" in field.dataset;
    const told = document.createElement("p");
    told.className = "sr"; told.setAttribute("role", "status"); picker.append(told);
    let said = field.value, waiting = 0, asking = null;
    const options = () => [...box.querySelectorAll('[role="option"]')];
    const close = () => { box.hidden = true; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); };
    const mark = (option) => {
      options().forEach((one) => one.setAttribute("aria-selected", String(one === option)));
      if (!option) { field.removeAttribute("aria-activedescendant"); return; }
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    };
    // What is written and not chosen must not send what stood there before; where nothing may be chosen, nothing is.
    const clear = () => { if (free && !field.value && code.value) { code.value = said = ""; } };
    const check = () => { clear(); field.setCustomValidity(leads || field.value === said ? "" : picker.dataset.choose); };
    const take = (option) => {
      const { code: one, name } = option.dataset;
      if (leads) {
        const to = new URL(picker.dataset.to, location.href);
        to.searchParams.set(picker.dataset.field || "unit", one);
        location.assign(to);
        return;
      }
      code.value = one; field.value = said = name;
      check();
      close();
      code.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const ask = async () => {
      if (asking) asking.abort();
      asking = new AbortController();
      const to = new URL(picker.dataset.picker, location.href);
      to.searchParams.set("q", field.value === said && !leads ? "" : field.value);
      const answer = await fetch(to, { headers: { "HX-Request": "true" }, credentials: "same-origin", signal: asking.signal }).catch(() => null);
      if (!answer || !answer.ok || answer.redirected) return;
      box.innerHTML = await answer.text();
      box.querySelector("ul").id = `${box.id}-list`;
      field.setAttribute("aria-controls", `${box.id}-list`);
      options().forEach((one, place) => { one.id = `${box.id}-${place}`; });
      told.textContent = box.querySelector("[data-said]").textContent;
      box.hidden = false; field.setAttribute("aria-expanded", "true");
      mark(options()[0]);
    };
    field.addEventListener("input", () => { check(); clearTimeout(waiting); waiting = setTimeout(ask, 150); });
    field.addEventListener("focus", () => { if (!leads) field.select(); });
    field.addEventListener("click", () => { if (!leads && box.hidden && field.value === said) ask(); });
    field.addEventListener("blur", () => setTimeout(() => { if (!picker.contains(document.activeElement)) { close(); if (!leads && !field.value) { field.value = said; check(); } } }, 150));
    field.addEventListener("keydown", (event) => {
      const all = options(), now = all.findIndex((one) => one.id === field.getAttribute("aria-activedescendant"));
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (box.hidden) { ask(); return; }
        mark(all[(now + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]);
      } else if (event.key === "Enter" && !box.hidden && all[now]) { event.preventDefault(); take(all[now]); }
      else if (event.key === "Escape" && !box.hidden) { event.preventDefault(); event.stopPropagation(); close(); }
    });
    box.addEventListener("mousedown", (event) => { const option = event.target.closest('[role="option"]'); if (option) { event.preventDefault(); take(option); } });
  };
  pickAll(document);
  keep(document);
  count();
})();
