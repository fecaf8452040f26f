// The report's page: numbers put in by name, words found by the checker shown where they stand, two people at once.
(() => {
  "use strict";
  const LONGEST = 40; // a whole paragraph is marked only while its finding is looked at
  let last = null; // the text a person wrote in last
  const desk = () => document.querySelector(".desk");
  const texts = () => [...document.querySelectorAll(".writing textarea[name=text]")];
  const told = (area) => area.dispatchEvent(new Event("input", { bubbles: true }));

  // A number is put in where the caret stands.
  const put = (area, name, from) => {
    const start = from ?? area.selectionStart;
    area.setRangeText(`{${name}}`, start, area.selectionEnd, "end");
    area.focus();
    told(area);
  };
  const openOne = (area) => {
    const box = area.closest("details");
    if (!box.open) box.open = true;
    area.focus();
  };

  // { opens the list of numbers; letters narrow it; the arrows and Enter choose.
  const numbers = () => [...document.querySelectorAll(".numbers li")].map((line) => line.dataset);
  const asked = (area) => {
    const before = area.value.slice(0, area.selectionStart);
    const found = before.match(/\{([^{}\s]*)$/);
    return found && { from: area.selectionStart - found[0].length, word: found[1].toLowerCase() };
  };
  const list = (area) => area.form.querySelector(".choices");
  const close = (area) => {
    list(area).hidden = true;
    list(area).replaceChildren();
    area.removeAttribute("aria-activedescendant");
    area.removeAttribute("aria-controls");
  };
  const offer = (area) => {
    const wanted = asked(area);
    const fits = wanted ? numbers().filter((one) => !wanted.word || one.measure.includes(wanted.word) || one.title.toLowerCase().includes(wanted.word)) : [];
    if (!fits.length) { close(area); return; }
    const box = list(area);
    box.replaceChildren(...fits.map((one, place) => {
      const line = document.createElement("li");
      line.setAttribute("role", "option");
      line.id = `${box.id}-${place}`;
      line.dataset.choice = one.measure;
      const name = document.createElement("span");
      name.textContent = one.title;
      const value = document.createElement("b");
      value.textContent = one.value;
      line.append(name, value);
      return line;
    }));
    box.hidden = false;
    area.setAttribute("aria-controls", box.id);
    pick(area, 0);
  };
  const pick = (area, place) => {
    const lines = [...list(area).children];
    lines.forEach((line, here) => line.setAttribute("aria-selected", String(here === place)));
    area.setAttribute("aria-activedescendant", lines[place].id);
    lines[place].scrollIntoView({ block: "nearest" });
  };
  const choose = (area, line) => {
    const wanted = asked(area);
    const name = line.dataset.choice;
    close(area);
    put(area, name, wanted ? wanted.from : undefined);
  };
  document.addEventListener("keydown", (event) => {
    const area = event.target;
    if (!area.matches?.(".writing textarea[name=text]")) return;
    if (list(area).hidden) {
      if (event.key === "Escape") { area.closest("details").open = false; event.stopPropagation(); }
      return;
    }
    const lines = [...list(area).children];
    const now = lines.findIndex((line) => line.getAttribute("aria-selected") === "true");
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) { event.preventDefault(); pick(area, (now + move + lines.length) % lines.length); }
    if (event.key === "Enter" || event.key === "Tab") { event.preventDefault(); choose(area, lines[now]); }
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(area); }
  }, true);
  document.addEventListener("input", (event) => {
    if (!event.target.matches(".writing textarea[name=text]")) return;
    event.target.dataset.dirty = "1";
    offer(event.target);
  });
  document.addEventListener("focusin", (event) => {
    if (!event.target.matches(".writing textarea[name=text]")) return;
    last = event.target;
    const before = document.querySelector(`[data-before="${CSS.escape(last.form.elements.section.value)}"]`);
    if (before && before.offsetParent) before.parentElement.scrollTo({ top: before.offsetTop - 12, behavior: "smooth" });
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches(".writing textarea[name=text]")) setTimeout(() => close(event.target), 150);
  });

  const places = {
    insert: (button) => {
      const area = last && last.isConnected ? last : texts()[0];
      if (!area) return;
      show("text");
      openOne(area);
      put(area, button.dataset.insert);
    },
    mend: (button) => {
      const where = button.closest("[data-place]").dataset;
      const area = document.querySelector(`#prose-${CSS.escape(where.section)} textarea[name=text]`);
      if (!area) return;
      show("text");
      openOne(area);
      const at = area.value.indexOf(button.dataset.words);
      if (at < 0) return;
      area.setRangeText(button.dataset.mend, at, at + button.dataset.words.length, "select");
      told(area);
    },
    take: (button) => {
      const form = button.form;
      const kept = form.querySelector(`[data-text="${button.dataset.take}"]`);
      if (kept) form.elements.text.value = kept.value;
      form.elements.seen.value = button.dataset.seen;
      told(form.elements.text);
      form.requestSubmit();
    },
    restore: (button) => {
      const area = document.querySelector(`#prose-${CSS.escape(button.dataset.restore)} textarea[name=text]`);
      area.value = button.parentElement.querySelector("[data-old]").value;
      document.querySelector("[data-shut]").click();
      openOne(area);
      told(area);
    },
    compare: (link) => {
      const tab = document.querySelector('.panes [value="before"]');
      tab.checked = true;
      document.querySelector(`[data-before="${CSS.escape(link.dataset.compare)}"]`)?.scrollIntoView({ block: "nearest" });
    },
    show: (link) => { show("text"); paint(link.closest("[data-place]")); },
  };
  document.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-choice]");
    if (choice) choose(choice.closest("form").elements.text, choice);
    for (const [name, act] of Object.entries(places)) {
      const found = event.target.closest(`[data-${name}]`);
      if (found && (name !== "before")) act(found);
    }
    const shown = event.target.closest(".shown");
    if (shown && !event.target.closest("a") && !String(getSelection())) {
      const area = shown.parentElement.querySelector("textarea[name=text]");
      if (area) openOne(area);
    }
  });
  document.addEventListener("mousedown", (event) => { if (event.target.closest(".choices, [data-insert]")) event.preventDefault(); });
  const show = (name) => {
    const tab = document.querySelector(`.panes [value="${name}"]`);
    if (tab && getComputedStyle(tab.parentElement).display !== "none") tab.checked = true;
  };
  document.addEventListener("click", (event) => { if (event.target.closest(".contents a")) show("text"); });

  // What the checker speaks of is marked in the text, with no change to it.
  const range = (line) => {
    const { section, block, start, end } = line.dataset;
    const box = section && document.querySelector(`#s-${CSS.escape(section)} [data-block="${block}"]`);
    if (!box || start === end) return null;
    const found = document.createRange();
    const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    let passed = 0;
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const size = node.length;
      if (passed <= start && start < passed + size) found.setStart(node, start - passed);
      if (passed < end && end <= passed + size) { found.setEnd(node, end - passed); return found; }
      passed += size;
    }
    return null;
  };
  const paint = (chosen) => {
    const lines = [...document.querySelectorAll(".beside [data-place]")];
    const counted = document.getElementById("findings-count");
    if (counted) counted.textContent = lines.length || "";
    if (!CSS.highlights) return;
    for (const grade of ["error", "warning", "notice"]) {
      const found = lines.filter((line) => line.classList.contains(grade) && line.dataset.end - line.dataset.start <= LONGEST).map(range).filter(Boolean);
      CSS.highlights.set(`finding-${grade}`, new Highlight(...found));
    }
    const one = chosen && range(chosen);
    CSS.highlights.set("finding-chosen", one ? new Highlight(one) : new Highlight());
  };
  document.addEventListener("htmx:afterSettle", () => { if (desk()) paint(); });
  document.addEventListener("mouseover", (event) => { const line = event.target.closest(".beside [data-place]"); if (line) paint(line); });

  // Saved: what others wrote in other paragraphs comes in, unless the person has gone on typing; then the next save brings it.
  document.addEventListener("htmx:afterSwap", (event) => {
    const box = event.detail.target;
    if (!box.id || !box.id.startsWith("status-")) return;
    const status = document.getElementById(box.id);
    const area = status.closest("form").elements.text;
    const sent = String(event.detail.requestConfig.parameters.text ?? "").trim();
    const merged = status.querySelector("[data-merged]");
    if (area.value.trim() === sent && !status.querySelector(".note")) {
      delete area.dataset.dirty;
      if (merged) {
        const caret = area.selectionStart;
        area.value = merged.value;
        area.setSelectionRange(caret, caret);
        htmx.trigger(area, "input");
        delete area.dataset.dirty;
      }
    } else if (merged) {
      status.querySelector("[name=seen]").value = merged.dataset.before;
    }
  });
  addEventListener("beforeunload", (event) => { if (texts().some((area) => area.dataset.dirty)) event.preventDefault(); });
  document.addEventListener("submit", (event) => { if (!event.target.closest(".writing")) texts().forEach((area) => delete area.dataset.dirty); });
})();
