"""The published text is read into its parts: every word once, in order, each in its place."""

import re
from datetime import date
from pathlib import Path

import pytest

import charter
from charter.enums import Part
from charter.signed_text import SignedText, read_signed_text

DATA = Path(charter.__file__).parent / "data"
LANGUAGES = ("nl", "en")

GOALS = {
    "1A": "Structurele samenwerking opzetten rond gedeelde innovatieprioriteiten, zowel bilateraal "
    "als trilateraal.",
    "1B": "Bedrijven, kennis- en onderwijsinstellingen en andere stakeholders grensoverschrijdend "
    "verbinden binnen een veerkrachtig ecosysteem.",
    "1C": "Verbindingspersonen in de regio’s aanduiden om grensoverschrijdende samenwerking en "
    "synergiën te creëren met economische en maatschappelijke meerwaarde.",
    "2A": "Strategische werklocaties identificeren die goed ontsloten zijn, ruimte om te werken "
    "bieden en – op basis van complementariteit – bijdragen aan duurzame verankering van "
    "economische activiteit over de regio’s heen.",
    "2B": "Grensoverschrijdende bereikbaarheid, de mobiliteitstransitie en connecties verbeteren "
    "door betere integratie van de vervoersnetwerken, zowel voor fiets, openbaar vervoer als "
    "auto. Zowel snelle verbindingen tussen de steden als lokale verbindingen tussen "
    "grensgemeenten voor dagdagelijkse verplaatsingen zijn hiervoor noodzakelijk.",
    "2C": "De woningvoorraad in vitale steden en dorpen laten aansluiten bij de toekomstige vraag, "
    "waarbij een afgestemde en evenwichtige woonontwikkeling zorgt voor een betere verdeling van "
    "lusten en lasten over de betrokken gebieden.",
    "2D": "Grensoverschrijdende landschappelijke structuren (groen-blauw) tussen steden en dorpen "
    "versterken voor een attractieve en gezonde leefomgeving.",
}

PARAGRAPHS = [
    (Part.OPENING, None, "De Metropoolregio Brainport Eindhoven, Belgisch Limburg en"),
    (Part.OPENING, None, "Onze gezamenlijke agenda weerspiegelt"),
    (Part.OPENING, None, "Dit strategisch kompas vertrekt"),
    (Part.OPENING, None, "De kernmotor van onze samenwerking"),
    (Part.OPENING, None, "Acties op korte termijn"),
    (Part.OPENING, None, "Als gelijkwaardige partners engageren"),
    (Part.OPENING, None, "De doelstellingen binnen dit samenwerkingscharter"),
    (Part.OPENING, None, "De betrokken regio’s verbinden zich"),
    (Part.THEME, 2, "Deze vier bovenstaande opgaven"),
    (Part.CLOSING, None, "Daarnaast wordt in de breedte"),
    (Part.CLOSING, None, "De ondertekenaars onderschrijven"),
]

WHOLE_PARAGRAPHS = [
    pytest.param(
        1,
        "Onze gezamenlijke agenda weerspiegelt een gedeelde ambitie om onze economieën, "
        "innovatie- en ruimtelijk-economische ontwikkeling op een evenwichtige, duurzame en "
        "pragmatische wijze te bevorderen.",
        id="a line that begins with a hyphenated word",
    ),
    pytest.param(
        3,
        "De kernmotor van onze samenwerking bestaat uit technologische innovatie, "
        "kennisvalorisatie en economische interactie, sterk ondersteund door een actieve en "
        "evenwichtig ruimtelijk-economische samenwerking inzake werklocaties, bereikbaarheid, "
        "woningprogrammatie en leefkwaliteit. Hiermee vergroten we de duurzame, brede welvaart "
        "en de concurrentiekracht van onze regio’s, ondersteund door een actief "
        "ruimtelijk-economisch vestigingsbeleid. Deze samenwerking is versterkend en "
        "complementair aan bestaande contacten en gremia tussen de diverse partners en "
        "stakeholders, waaronder de provincies.",
        id="a word broken at its own hyphen",
    ),
    pytest.param(
        4,
        "Acties op korte termijn gaan hand in hand met een gezamenlijke strategie op lange "
        "termijn, bijvoorbeeld met het oog op het Europees cohesie-, onderzoeks-, "
        "competitiviteitsbeleid na 2027 en de implementatie ervan. Het vormt zo een gezamenlijk "
        "kompas voor de betrokken regio’s en tevens een richtinggevend kader dat als leidraad "
        "kan dienen in dialoog met externe stakeholders en overheidsniveaus.",
        id="hyphens before a comma, a line that begins with a year",
    ),
    pytest.param(
        6,
        "De doelstellingen binnen dit samenwerkingscharter worden verder uitgewerkt in "
        "werkagenda’s per thematisch domein. Werkagenda’s bestrijken telkens 2 jaar, "
        "vertrekkende van ’26-’27 en vormen zo het vertrekpunt voor de concrete uitvoering door "
        "de taskforce en interregionale werkgroepen.",
        id="apostrophes before years",
    ),
    pytest.param(
        8,
        "Deze vier bovenstaande opgaven worden gebiedsgericht en transversaal aangepakt en "
        "leiden tot een integrale ruimtelijk-economische samenwerking.",
        id="the end of theme 2",
    ),
    pytest.param(
        9,
        "Daarnaast wordt in de breedte van deze agenda kennisuitwisseling bevorderd en "
        "transparantie gewaarborgd door het delen van informatie. Een datagedreven aanpak "
        "ondersteunt de opgaven en doelen zoals hierboven beschreven.",
        id="the charter again, no longer theme 2",
    ),
    pytest.param(
        10,
        "De ondertekenaars onderschrijven dit samenwerkingscharter als gezamenlijk kompas voor "
        "onze grensoverschrijdende samenwerking:",
        id="ends with a colon above the date",
    ),
]

SIGNATURES = [
    ("Jeroen Dijsselbloem", ["Metropoolregio Eindhoven", "Stichting Brainport"]),
    ("Tom Vandeput", ["Provincie Limburg"]),
    ("Noël Slangen", ["POM Limburg"]),
    ("Ward Kennes", ["Streekplatform Kempen"]),
    ("Luk Lemmens", ["Provincie Antwerpen", "POM Antwerpen"]),
]


def content_of(language: str) -> bytes:
    return (DATA / f"charter-2026.{language}.txt").read_bytes()


def read(language: str) -> SignedText:
    return read_signed_text(content_of(language), language)


def structure_of(text: SignedText) -> dict:
    """Everything about a charter that is the same in every language."""
    return {
        "goals": [[goal.code for goal in theme.goals] for theme in text.themes],
        "paragraphs": [(paragraph.part, paragraph.theme) for paragraph in text.paragraphs],
        "signatures": [(row.signed_by, row.organisations) for row in text.signatures],
        "signed": (text.signed_on, text.signed_in),
    }


def words_of_source(language: str) -> list[str]:
    """The words of the file, without rows of dots, numbers of themes and letters of goals."""
    text = content_of(language).decode()
    text = text.replace("ruimtelijk-\n\neconomisch", "ruimtelijk-economisch")
    text = re.sub(r"^(…+|\d+\.|[A-Z]\.)\s", "", text, flags=re.MULTILINE)
    return text.split()


def words_of_parts(text: SignedText) -> list[str]:
    """The words of all parts, in the order of the lines where they were found."""
    body = [(paragraph.line, paragraph.text) for paragraph in text.paragraphs]
    for theme in text.themes:
        body.append((theme.line, theme.title))
        body.extend((goal.line, goal.text) for goal in theme.goals)
    parts = [text.title, text.subtitle, *(part for _line, part in sorted(body)), text.signing_line]
    for signature in text.signatures:
        parts += [signature.signed_by, signature.on_behalf_of]
    return " ".join(parts).split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_publication_stands_in_one_part_in_the_same_order(language):
    assert words_of_parts(read(language)) == words_of_source(language)


def test_goals_have_the_exact_words_that_were_signed():
    goals = [goal for theme in read("nl").themes for goal in theme.goals]
    assert {goal.code: goal.text for goal in goals} == GOALS
    assert [goal.code for goal in goals] == sorted(GOALS)


def test_themes_have_their_number_and_title():
    themes = [(theme.number, theme.title) for theme in read("nl").themes]
    assert themes == [(1, "Innovatieclusters"), (2, "Ruimtelijk-economische samenwerking")]


def test_paragraphs_stand_in_order_each_in_its_part():
    paragraphs = read("nl").paragraphs
    assert len(paragraphs) == len(PARAGRAPHS) == 11
    for paragraph, (part, theme, first_words) in zip(paragraphs, PARAGRAPHS, strict=True):
        assert (paragraph.part, paragraph.theme) == (part, theme)
        assert paragraph.text.startswith(first_words + " ")


@pytest.mark.parametrize(("place", "words"), WHOLE_PARAGRAPHS)
def test_paragraph_is_joined_from_its_lines_word_for_word(place, words):
    assert read("nl").paragraphs[place].text == words


def test_heading_is_split_into_title_and_subtitle():
    text = read("nl")
    assert text.title == "Samenwerkingscharter Brainport-Limburg-Kempen"
    assert text.subtitle == (
        "Strategisch kompas voor de grensoverschrijdende samenwerking tussen "
        "Metropoolregio Brainport Eindhoven (NL), Limburg en de Kempen (V/BE)"
    )


@pytest.mark.parametrize(
    ("language", "line"),
    [("nl", "18 maart 2026 te Eindhoven;"), ("en", "Eindhoven, 18 March 2026;")],
)
def test_signing_line_says_when_and_where(language, line):
    text = read(language)
    assert text.signing_line == line
    assert (text.signed_on, text.signed_in) == (date(2026, 3, 18), "Eindhoven")


@pytest.mark.parametrize("language", LANGUAGES)
def test_five_signatures_stand_for_seven_organisations(language):
    signatures = read(language).signatures
    assert [(row.signed_by, row.organisations) for row in signatures] == SIGNATURES


def test_signature_keeps_its_line_on_behalf_of():
    assert read("nl").signatures[0].on_behalf_of == (
        "Namens Metropoolregio Eindhoven en Stichting Brainport"
    )


def test_one_signature_may_stand_for_three_organisations():
    three = b"Namens Provincie Limburg, POM Limburg en Streekplatform Kempen"
    text = read_signed_text(content_of("nl").replace(b"Namens POM Limburg", three), "nl")
    assert text.signatures[2].organisations == [
        "Provincie Limburg",
        "POM Limburg",
        "Streekplatform Kempen",
    ]


def test_translation_has_the_structure_of_the_signed_text():
    assert structure_of(read("en")) == structure_of(read("nl"))


@pytest.mark.parametrize(
    "resave",
    [
        pytest.param(lambda content: content.replace(b"\n", b"\r\n"), id="Windows' line ends"),
        pytest.param(lambda content: b"\xef\xbb\xbf" + content, id="a byte order mark"),
        pytest.param(lambda content: content.replace(b"\n\n", b"\n"), id="no blank lines"),
        pytest.param(lambda content: content.rstrip(), id="no line end at the end"),
    ],
)
def test_how_an_editor_saved_the_file_makes_no_difference(resave):
    resaved = read_signed_text(resave(content_of("nl")), "nl")
    assert structure_of(resaved) == structure_of(read("nl"))
    assert words_of_parts(resaved) == words_of_source("nl")
