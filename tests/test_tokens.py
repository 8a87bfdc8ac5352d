"""The design tokens: every region has its colour, and text and marks can be read on the paper."""

import re

import pytest
from django.conf import settings

from partners.models import Region

TOKENS = (settings.BASE_DIR / "static/css/tokens.css").read_text("utf-8")
TEXT = ["ink", "muted", "brainport", "limburg", "kempen", "needs-correction"]
GROUNDS = ["paper", "surface"]


def colours(scheme: str) -> dict[str, str]:
    """Return `{token: #rrggbb}` for "light" or "dark"."""
    light, dark = TOKENS.split("@media (prefers-color-scheme: dark)")
    block = light if scheme == "light" else dark
    return dict(re.findall(r"--blk-color-([a-z-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2, 0 to 1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_schemes_have_every_colour(scheme):
    assert colours(scheme).keys() == colours("light").keys()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("token", TEXT)
def test_text_can_be_read(scheme, ground, token):
    chosen = colours(scheme)
    assert contrast(chosen[token], chosen[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_edge_of_a_control_can_be_seen(scheme, ground):
    chosen = colours(scheme)
    assert contrast(chosen["control"], chosen[ground]) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("region", ["brainport", "limburg", "kempen"])
def test_letter_on_a_regions_colour_can_be_read(scheme, region):
    chosen = colours(scheme)
    assert contrast(chosen["paper"], chosen[region]) >= 4.5


@pytest.mark.django_db
def test_every_region_has_its_colour_in_both_schemes(content):
    for region in Region.objects.all():
        assert region.slug in colours("light")
        assert region.slug in colours("dark")
        assert f".region-{region.slug}" in TOKENS
