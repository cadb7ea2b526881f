"""The colours: enough contrast by computation, and a municipality's own theme that changes them."""

import re
from pathlib import Path

import pytest

from tests.tools.paginawereld import paginawereld
from tests.tools.routes import kop
from web.look import script, stijl

WIT = "#ffffff"
#: What stands on what, and how much it must differ: WCAG 2.2, 1.4.3 for text and 1.4.11 for edges.
TEKST, RAND = 4.5, 3.0
PAREN = [
    ("utrecht-document-color", "utrecht-document-background-color", TEKST),
    ("utrecht-document-color", "utrecht-surface-background-color", TEKST),
    ("utrecht-document-color", "utrecht-surface-sunken-background-color", TEKST),
    ("utrecht-paragraph-secondary-color", "utrecht-document-background-color", TEKST),
    ("utrecht-paragraph-secondary-color", "utrecht-surface-sunken-background-color", TEKST),
    ("utrecht-page-footer-color", "utrecht-document-background-color", TEKST),
    ("utrecht-page-header-color", "utrecht-page-header-background-color", TEKST),
    ("utrecht-page-header-background-color", "utrecht-page-header-accent-color", TEKST),
    ("utrecht-link-color", "utrecht-document-background-color", TEKST),
    ("utrecht-link-color", "utrecht-surface-background-color", TEKST),
    ("utrecht-link-hover-color", "utrecht-document-background-color", TEKST),
    ("utrecht-table-header-color", "utrecht-surface-background-color", TEKST),
    (
        "utrecht-button-primary-action-color",
        "utrecht-button-primary-action-background-color",
        TEKST,
    ),
    (
        "utrecht-button-secondary-action-color",
        "utrecht-button-secondary-action-background-color",
        TEKST,
    ),
    ("nl-data-badge-color", "nl-data-badge-background-color", TEKST),
    *(
        (f"utrecht-alert-{soort}-color", f"utrecht-alert-{soort}-background-color", TEKST)
        for soort in ("info", "ok", "warning", "error")
    ),
    *(
        ("utrecht-document-color", f"utrecht-alert-{soort}-background-color", TEKST)
        for soort in ("info", "ok", "warning", "error")
    ),
    ("utrecht-document-color", "utrecht-mark-background-color", TEKST),
    ("utrecht-form-control-border-color", "utrecht-form-control-background-color", RAND),
    ("utrecht-focus-outline-color", "utrecht-document-background-color", RAND),
    ("utrecht-focus-outline-color", "utrecht-focus-background-color", RAND),
]


def tokens() -> dict[str, str]:
    """Give every custom property of the default theme."""
    root = re.search(r":root \{(.*?)\n\}", stijl().decode(), re.DOTALL)
    assert root is not None
    return dict(re.findall(r"--([\w-]+): ([^;]+);", root[1]))


def licht(kleur: str) -> float:
    """Give the relative luminance of a colour, as WCAG defines it."""
    plain = kleur.removeprefix("#")
    full = plain if len(plain) == 6 else "".join(2 * sign for sign in plain)
    parts = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(een: str, ander: str) -> float:
    low, high = sorted((licht(een), licht(ander)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("voor", "achter", "minstens"), PAREN)
def test_what_is_read_stands_out_from_what_it_stands_on(
    voor: str, achter: str, minstens: float
) -> None:
    found = tokens()
    assert contrast(found[voor], found[achter]) >= minstens


def test_the_measure_is_that_of_the_norm() -> None:
    assert contrast("#000", WIT) == pytest.approx(21)
    assert contrast("#777", "#fff") == pytest.approx(4.48, abs=0.01)


def test_a_colour_stands_in_the_style_sheet_only_as_a_property_that_a_theme_can_set() -> None:
    """But for print, and white on what is dark in every theme."""
    rest = stijl().decode().split("\n}\n", 1)[1].partition("@media print")[0]
    rest = re.sub(r"/\*.*?\*/", "", rest, flags=re.DOTALL)
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", rest)) <= {"#fff"}


def test_names_are_those_of_the_nl_design_system() -> None:
    assert {name.partition("-")[0] for name in tokens()} == {"utrecht", "nl"}


def test_a_municipality_s_own_theme_is_loaded_after_ours(tmp_path: Path) -> None:
    eigen = b":root { --utrecht-link-color: #7a0050; }\n"
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "duinrand.css").write_bytes(eigen)
    with paginawereld(tmp_path, thema="duinrand.css") as wereld:
        page = wereld.client.get("/", headers=kop("beheer@*")).text
        served = wereld.client.get("/thema.css")
    ours, theirs = page.index('href="/stijl.css"'), page.index('href="/thema.css"')
    assert ours < theirs < page.index("<script")
    assert served.content == eigen
    assert served.headers["content-type"].startswith("text/css")


def test_without_a_theme_none_is_asked_for(tmp_path: Path) -> None:
    with paginawereld(tmp_path) as wereld:
        assert "/thema.css" not in wereld.client.get("/", headers=kop("beheer@*")).text


def test_the_one_script_stays_within_the_lines_that_were_agreed() -> None:
    assert len(script().decode().splitlines()) <= 150
