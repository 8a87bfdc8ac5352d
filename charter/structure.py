"""Whether a text fits: what the portal can hold, and the charter that it holds already."""

from charter.models import Charter, Signature, Theme
from charter.signed_text import MalformedCharter, SignedText
from partners.models import Organisation


def require_room(text: SignedText) -> None:
    """Raise `MalformedCharter` for a title, name or line that is longer than its column."""
    parts = [
        ("The title", Charter, "title", text.title, text.title_line),
        ("The subtitle", Charter, "subtitle", text.subtitle, text.subtitle_line),
        ("The place", Charter, "signed_in", text.signed_in, text.signed_line),
        ("This line", Charter, "signing_line", text.signing_line, text.signed_line),
    ]
    parts += [("A theme's title", Theme, "title", row.title, row.line) for row in text.themes]
    for row in text.signatures:
        parts += [
            ("A name", Signature, "signed_by", row.signed_by, row.line),
            ("This line", Signature, "on_behalf_of", row.on_behalf_of, row.organisations_line),
        ]
    for label, model, field, value, line in parts:
        most = model._meta.get_field(field).max_length
        if len(value) > most:
            raise MalformedCharter(line, f"{label} has at most {most} characters.")


def organisations_of(text: SignedText) -> dict[str, Organisation]:
    """Return the organisations of the partnership by their name in the charter.

    Their rows stay locked until the transaction ends, so that of two loads at the same moment the
    second finds what the first one wrote. Raises `MalformedCharter` where the text names an
    organisation that is not among them.
    """
    signatories = Organisation.objects.signatories().select_for_update(of=("self",))
    known = {row.name_in_charter: row for row in signatories}
    for signature in text.signatures:
        for name in signature.organisations:
            if name not in known:
                raise MalformedCharter(
                    signature.organisations_line,
                    f"“{name}” is not an organisation of the partnership "
                    f"(known: {', '.join(known) or 'none; run load_partners first'}).",
                )
    return known


def require_same_structure(charter: Charter, text: SignedText) -> None:
    """Raise `MalformedCharter` where the text and the stored charter first part ways."""
    stored = {theme.number: theme for theme in charter.themes.prefetch_related("goals")}
    if len(text.themes) != len(stored):
        raise MalformedCharter(
            text.themes[-1].line,
            f"This text has {len(text.themes)} themes, the signed text has {len(stored)}.",
        )
    for theme in text.themes:
        codes = [goal.code for goal in theme.goals]
        signed = [goal.code for goal in stored[theme.number].goals.all()]
        if codes != signed:
            raise MalformedCharter(
                theme.line,
                f"Theme {theme.number} has the goals {', '.join(codes)}; "
                f"the signed text has {', '.join(signed)}.",
            )
    signed_parts = list(charter.paragraphs.values_list("part", "theme__number"))
    for paragraph, (part, theme) in zip(text.paragraphs, signed_parts, strict=False):
        if (paragraph.part, paragraph.theme) != (part, theme):
            raise MalformedCharter(
                paragraph.line,
                f"The signed text has a paragraph of the {part} here, "
                f"this text has one of the {paragraph.part}.",
            )
    if len(text.paragraphs) != len(signed_parts):
        raise MalformedCharter(
            text.paragraphs[-1].line if text.paragraphs else 1,
            f"This text has {len(text.paragraphs)} paragraphs, "
            f"the signed text has {len(signed_parts)}.",
        )


def require_same_parties(
    charter: Charter, text: SignedText, organisations: dict[str, Organisation]
) -> None:
    """Raise `MalformedCharter` where the text names other people or organisations."""
    stored = list(charter.signatures.prefetch_related("organisations"))
    if len(text.signatures) != len(stored):
        raise MalformedCharter(
            text.signatures[-1].organisations_line,
            f"This text has {len(text.signatures)} signatures, the signed text {len(stored)}.",
        )
    for signature, signed in zip(text.signatures, stored, strict=True):
        names = [row.name_in_charter for row in signed.organisations.all()]
        sentence = f"The signed text has {signed.signed_by} here, for {', '.join(names)}."
        if signature.signed_by != signed.signed_by:
            raise MalformedCharter(signature.line, sentence)
        if {organisations[name] for name in signature.organisations} != set(
            signed.organisations.all()
        ):
            raise MalformedCharter(signature.organisations_line, sentence)
