"""The charter as signed: themes, goals, paragraphs and signatures, each with a lasting address."""

from charter.models.charter import Charter
from charter.models.paragraphs import Paragraph
from charter.models.signatures import Signature, SignatureParty
from charter.models.themes import Goal, Theme

__all__ = ["Charter", "Goal", "Paragraph", "Signature", "SignatureParty", "Theme"]
