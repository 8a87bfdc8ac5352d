/* The back office: a text in two languages becomes one field with a tab for each language.
   Without this script both languages stand below each other. */
"use strict";

const FIELD = /^mt-field-(.+)-([a-z]{2})$/;
const names = new Intl.DisplayNames([document.documentElement.lang], { type: "language" });

/* Return the rows of a part of the form as { field: [{ language, row }, …] }, in its order. */
function rowsByField(part) {
  const groups = {};
  for (const input of part.querySelectorAll(".form-row .mt")) {
    const match = [...input.classList].map((name) => FIELD.exec(name)).find(Boolean);
    if (match) {
      (groups[match[1]] ??= []).push({ language: match[2], row: input.closest(".form-row") });
    }
  }
  return groups;
}

function nameOf(language) {
  const name = names.of(language);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function select(tabs, chosen) {
  for (const tab of tabs) {
    const isChosen = tab.button === chosen;
    tab.button.setAttribute("aria-selected", isChosen);
    tab.button.tabIndex = isChosen ? 0 : -1;
    tab.row.hidden = !isChosen;
  }
}

function moveByKey(event, tabs) {
  const buttons = tabs.map((tab) => tab.button);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step) {
    const next = buttons.at((buttons.indexOf(event.target) + step) % buttons.length);
    select(tabs, next);
    next.focus();
    event.preventDefault();
  }
}

function makeTabs(field, rows) {
  const list = document.createElement("div");
  list.className = "language-tabs";
  list.setAttribute("role", "tablist");
  const label = rows[0].row.querySelector("label");
  list.setAttribute("aria-label", label.textContent.replace(/\s*\[.+\].*$/, ""));
  const tabs = rows.map(({ language, row }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", "tab");
    button.id = `tab-${field}-${language}`;
    button.textContent = nameOf(language);
    button.classList.toggle("has-errors", row.classList.contains("errors"));
    row.id = `panel-${field}-${language}`;
    row.setAttribute("role", "tabpanel");
    row.setAttribute("aria-labelledby", button.id);
    button.setAttribute("aria-controls", row.id);
    return { button, language, row };
  });
  for (const tab of tabs) {
    tab.button.addEventListener("click", () => select(tabs, tab.button));
    tab.button.addEventListener("keydown", (event) => moveByKey(event, tabs));
    tab.row.addEventListener("reveal", () => select(tabs, tab.button));
    list.append(tab.button);
  }
  rows[0].row.before(list);
  const first =
    tabs.find((tab) => tab.row.classList.contains("errors")) ??
    tabs.find((tab) => tab.language === document.documentElement.lang) ??
    tabs[0];
  select(tabs, first.button);
}

/* Each row that belongs to the one on the screen has tabs of its own. */
for (const part of document.querySelectorAll("fieldset.module")) {
  const place = part.closest(".office-edit-row")?.id;
  for (const [field, rows] of Object.entries(rowsByField(part))) {
    if (rows.length > 1) {
      makeTabs(place ? `${place}-${field}` : field, rows);
    }
  }
}

/* A link of the list of errors opens the tab that its field is on. */
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#id_"]');
  const row = link && document.getElementById(link.hash.slice(1))?.closest(".form-row");
  row?.dispatchEvent(new Event("reveal"));
});
