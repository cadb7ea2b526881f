// The one script, of web and loket together: at most 150 lines, and every page works without it.
// A page asks for help with attributes; nothing here knows a page.
//   <form data-vervang="400">      sends itself so many ms after the last key in its [data-tekst], and
//                                  at its buttons; of the page that comes back it takes over the parts
//   <div id="x" data-deel>         with the same id; focus and scroll stay where they are
//   <textarea data-tekst>          grows in its [data-venster], which scrolls; what the server changed
//                                  comes in its place, so that Ctrl+Z still goes back
//   <button data-echt>             sends the form in the ordinary way: a download
//   <a data-naar="38:9">           puts the cursor of the [data-tekst] there; F8 goes to the next one
//                                  that has data-zeg too, and says that in the
//   <p role="status" data-zegt>    place where this script tells something
//   <... data-toets="Alt+ArrowUp"> is clicked by that key; a letter ("v") only outside fields
//   <button data-druk>             prints the page; without script it is not there
//   <... data-rijen>               a list: J and K go through its [data-rij] links, Enter follows one
"use strict";

const zoek = (wat, waar = document) => waar.querySelector(wat);
const alle = (wat, waar = document) => [...waar.querySelectorAll(wat)];
const zeg = (text) => zoek("[data-zegt]")?.replaceChildren(text);

// -- a form that answers while one types ----------------------------------------------------------
let wacht = 0, haalt = false; // a download leaves the page where it is
let vraag = new AbortController();

async function stuur(form, knop) {
  clearTimeout(wacht);
  vraag.abort();
  const { signal } = (vraag = new AbortController());
  const area = zoek("[data-tekst]", form);
  const sent = area?.value;
  try {
    const body = new URLSearchParams(new FormData(form, knop));
    const answer = await fetch(form.action, { method: "POST", body, signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (zoek("[data-deel]", page)) {
      neemOver(page);
      if (area) neemTekst(area, sent, zoek("[data-tekst]", page).value);
    } else if (answer.redirected || answer.status === 401) zeg("U bent niet meer aangemeld. Bewaar uw tekst en meld u aan.");
    else zeg(zoek("main", page)?.textContent.trim() || "Er kwam geen antwoord.");
  } catch {
    if (!signal.aborted) zeg("Er kwam geen antwoord van de server. Uw tekst staat er nog.");
  }
}

function neemOver(page) {
  const had = document.activeElement?.id;
  for (const part of alle("[data-deel]")) {
    const other = page.getElementById(part.id);
    if (!other) continue;
    part.hidden = other.hidden;
    part.replaceChildren(...document.importNode(other, true).childNodes);
  }
  if (had && document.activeElement?.id !== had) document.getElementById(had)?.focus({ preventScroll: true });
  zeg("");
}

function neemTekst(area, sent, text) {
  // Whoever typed on meanwhile keeps what he typed: his next question is on its way.
  if (area.value !== sent || sent === text) return;
  const least = Math.min(sent.length, text.length);
  let from = 0;
  while (from < least && sent[from] === text[from]) from += 1;
  let tail = 0;
  while (tail < least - from && sent.at(-1 - tail) === text.at(-1 - tail)) tail += 1;
  area.focus({ preventScroll: true });
  area.setSelectionRange(from, sent.length - tail);
  const fresh = text.slice(from, text.length - tail);
  // Deprecated, and the only way to change a text so that the browser can undo it.
  if (!document.execCommand(fresh ? "insertText" : "delete", false, fresh)) area.value = text;
  groei(area);
}

function groei(area) {
  const lines = area.value.split("\n");
  area.rows = lines.length + 1;
  area.cols = Math.min(2000, Math.max(...lines.map((line) => line.length)) + 4);
}

document.addEventListener("submit", (event) => {
  const knop = event.submitter;
  haalt = Boolean(knop?.matches("[data-echt]"));
  if (!event.target.matches("[data-vervang]") || haalt) return;
  event.preventDefault();
  stuur(event.target, knop);
});

document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-tekst]")) return;
  groei(target);
  clearTimeout(wacht);
  wacht = setTimeout(() => stuur(target.form), Number(target.form.dataset.vervang));
});

addEventListener("beforeunload", (event) => {
  if (!haalt && alle("[data-tekst]").some((area) => area.value !== area.defaultValue)) event.preventDefault();
  haalt = false;
});

// -- places in a text ------------------------------------------------------------------------------
const regel = (link) => Number(link.dataset.naar.split(":")[0]);

function naar(link) {
  const area = zoek("[data-tekst]");
  const box = area.closest("[data-venster]");
  const lines = area.value.split("\n").slice(0, regel(link) - 1);
  const at = lines.reduce((sum, line) => sum + line.length + 1, Number(link.dataset.naar.split(":")[1]) - 1);
  area.focus({ preventScroll: true });
  area.setSelectionRange(at, at);
  box.scrollTo({ top: ((lines.length - 3) * area.clientHeight) / area.rows });
  box.scrollIntoView({ block: "nearest" });
  zeg(link.dataset.zeg ?? "");
}

function volgende(area) {
  const here = area.value.slice(0, area.selectionStart).split("\n").length;
  const links = alle("[data-naar][data-zeg]").sort((one, other) => regel(one) - regel(other));
  if (links.length) naar(links.find((link) => regel(link) > here) ?? links[0]);
  else zeg("Er zijn geen problemen in de mapping.");
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-druk]")) print();
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
  const letter = event.key.length === 1;
  const key = (event.altKey ? "Alt+" : "") + (letter ? event.key.toLowerCase() : event.key);
  const typt = letter && event.target.matches("input:not([type=radio], [type=checkbox]), select, textarea");
  if (event.ctrlKey || event.metaKey || typt) return;
  const button = alle("[data-toets]").find((one) => one.dataset.toets === key && !one.disabled);
  const area = key === "F8" && zoek("[data-tekst]");
  const by = zoek("[data-rijen]") ? { j: 1, k: -1 }[key] : 0;
  if (!button && !area && !by) return;
  event.preventDefault();
  if (button?.matches("input")) button.focus();
  if (button) button.click();
  else if (area) volgende(area);
  else stap(by);
});
