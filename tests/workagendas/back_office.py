"""Filling in the forms of the back office as a browser does."""

from bs4 import BeautifulSoup
from django.urls import reverse


def change_page(row) -> str:
    return reverse(f"admin:workagendas_{row._meta.model_name}_change", args=[row.pk])


def add_page(model) -> str:
    return reverse(f"admin:workagendas_{model._meta.model_name}_add")


def form_on(response) -> dict[str, str | list[str]]:
    """Return what the browser would send when the form on this page is sent as it stands."""
    html = BeautifulSoup(response.content, "html.parser")
    form = html.find("form", id=lambda name: name and name.endswith("_form"))
    sent: dict[str, str | list[str]] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type")
        if not name or kind == "submit" or field.has_attr("disabled"):
            continue
        if kind == "checkbox" and not field.has_attr("checked"):
            continue
        value = field.get("value", "on" if kind == "checkbox" else "")
        if field.name == "textarea":
            value = field.get_text().removeprefix("\r\n").removeprefix("\n")
        if field.name == "select":
            chosen = field.find("option", selected=True)
            value = chosen["value"] if chosen else ""
        sent[name] = [*sent.get(name, []), value] if kind in ("checkbox", "hidden") else value
    return {name: value[0] if [*value] == value[:1] else value for name, value in sent.items()}


def errors_on(response) -> str:
    """Return the list of errors above the form; empty when there is none."""
    html = BeautifulSoup(response.content, "html.parser")
    errors = html.find(class_="office-errors")
    return errors.get_text(" ", strip=True) if errors else ""


def edit(client, row, **changes):
    """Open the row's form, change these fields and send it."""
    return client.post(change_page(row), form_on(client.get(change_page(row))) | changes)


def add(client, model, **values):
    """Open the empty form, fill these fields in and send it."""
    return client.post(add_page(model), form_on(client.get(add_page(model))) | values)
