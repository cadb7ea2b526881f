// The one script, of web and loket together: at most 150 lines, and every page works without it.
//
// A page asks for help with attributes; nothing here knows a page.
//   <form data-vervang="400">      sends itself that many ms after the last key in its [data-tekst],
//                                  and at each of its buttons; the answer is a whole page, of which
//                                  only the parts with the same id are taken over:
//   <div id="x" data-deel>         a part; focus and scroll stay where they are
//   <textarea data-tekst>          grows with its text, in a [data-venster] that scrolls; what the server changed in it comes in its
//                                  place, so that Ctrl+Z still goes back
//   <button data-echt>             sends the form in the ordinary way (a download)
//   <a data-naar="38:9">           puts the cursor of the [data-tekst] there; F8 goes to the next one
//                                  that also has data-zeg, and says that in
//   <p role="status" data-zegt>    the place where this script tells what happened
//   <... data-toets="Alt+ArrowUp"> is clicked by that key; a key without Alt or F only outside fields
//   <... data-rijen>               a list: J and K go through its [data-rij], Enter follows the link
"use strict";

const zoek = (wat, waar = document) => waar.querySelector(wat);
const alle = (wat, waar = document) => [...waar.querySelectorAll(wat)];
const zeg = (text) => zoek("[data-zegt]")?.replaceChildren(text);

// -- a form that answers while one types ----------------------------------------------------------

let wacht = 0;
let vraag = null;

function neemOver(page) {
  const had = document.activeElement?.id;
  for (const part of alle("[data-deel]")) {
    const other = page.getElementById(part.id);
    if (!other) continue;
    part.hidden = other.hidden;
    part.replaceChildren(...document.importNode(other, true).childNodes);
  }
  if (had && document.activeElement?.id !== had) {
    document.getElementById(had)?.focus({ preventScroll: true });
  }
}

function neemTekst(area, sent, text) {
  // Whoever typed on meanwhile keeps what he typed: his next question is on its way.
  if (!area || area.value !== sent || sent === text) return;
  let from = 0;
  while (from < sent.length && sent[from] === text[from]) from += 1;
  let tail = 0;
  while (tail < Math.min(sent.length, text.length) - from && sent.at(-1 - tail) === text.at(-1 - tail)) tail += 1;
  area.focus({ preventScroll: true });
  area.setSelectionRange(from, sent.length - tail);
  const fresh = text.slice(from, text.length - tail);
  // Deprecated, and the only way to change a text so that the browser can undo it.
  if (!document.execCommand(fresh ? "insertText" : "delete", false, fresh)) area.value = text;
  groei(area);
}

async function stuur(form, knop) {
  clearTimeout(wacht);
  vraag?.abort();
  const mine = (vraag = new AbortController());
  const area = zoek("[data-tekst]", form);
  const sent = area?.value;
  const body = new URLSearchParams(new FormData(form, knop));
  try {
    const answer = await fetch(form.action, { method: "POST", body, signal: mine.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine.signal.aborted) return;
    if (!zoek("[data-deel]", page)) {
      zeg(answer.redirected ? "U bent niet meer aangemeld. Bewaar uw tekst en meld u aan." : zoek("main", page)?.textContent.trim() || "Er kwam geen antwoord.");
      return;
    }
    neemOver(page);
    zeg("");
    neemTekst(area, sent, zoek("[data-tekst]", page)?.value ?? sent);
  } catch (fault) {
    if (fault.name !== "AbortError") zeg("Er kwam geen antwoord van de server. Uw tekst staat er nog.");
  }
}

function groei(area) {
  const lines = area.value.split("\n");
  area.rows = lines.length + 1;
  area.cols = Math.min(2000, Math.max(...lines.map((line) => line.length)) + 4);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.hasAttribute("data-vervang") || event.submitter?.hasAttribute("data-echt")) return;
  event.preventDefault();
  stuur(form, event.submitter);
});

document.addEventListener("input", (event) => {
  const area = event.target;
  if (!area.matches("[data-tekst]")) return;
  groei(area);
  clearTimeout(wacht);
  wacht = setTimeout(() => stuur(area.form), Number(area.form.dataset.vervang));
});

addEventListener("beforeunload", (event) => {
  if (alle("[data-tekst]").some((area) => area.value !== area.defaultValue)) event.preventDefault();
});

// -- places in a text ------------------------------------------------------------------------------

function naar(link) {
  const area = zoek("[data-tekst]");
  const [line, column] = link.dataset.naar.split(":").map(Number);
  const before = area.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  area.focus({ preventScroll: true });
  area.setSelectionRange(before + column - 1, before + column - 1);
  const box = area.closest("[data-venster]");
  box.scrollTo({ top: ((line - 4) * area.clientHeight) / area.rows });
  box.scrollIntoView({ block: "nearest" });
  if (link.dataset.zeg) zeg(link.dataset.zeg);
}

function volgende() {
  const area = zoek("[data-tekst]");
  const links = alle("[data-naar][data-zeg]");
  if (!area || !links.length) return zeg("Er zijn geen problemen in de mapping.");
  const here = area.value.slice(0, area.selectionStart).split("\n").length;
  const line = (link) => Number(link.dataset.naar.split(":")[0]);
  links.sort((one, other) => line(one) - line(other));
  return naar(links.find((link) => line(link) > here) ?? links[0]);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-naar]");
  if (!link) return;
  event.preventDefault();
  naar(link);
});

// -- keys ------------------------------------------------------------------------------------------

function stap(by) {
  const rows = alle("[data-rijen] [data-rij]");
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.focus();
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, select, textarea");
  const key = (event.altKey ? "Alt+" : "") + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
  if (event.ctrlKey || event.metaKey || (typing && key.length === 1)) return;
  const button = alle("[data-toets]").find((one) => one.dataset.toets === key && !one.disabled);
  if (!button && !["F8", "j", "k"].includes(key)) return;
  if (key === "F8" && !zoek("[data-tekst]")) return;
  event.preventDefault();
  if (button) button.click();
  else if (key === "F8") volgende();
  else stap(key === "j" ? 1 : -1);
});
