"""The list of cases: for those who may see it, without persons."""

import re
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from loket import LoketSettings, create_app
from loket.kop import lees_zending
from regres.canonical import kop_json
from tests.tools.loket import KANARIE, NU, gemeente, kop, plaintext, sealer, settings

LOOPBACK = ("127.0.0.1", 50_000)


def filled(chosen: LoketSettings, names: str = "ab") -> Any:
    app = create_app(chosen)
    for name in names:
        head = kop(name)
        sealed = sealer(chosen.sleutels[0]).seal(head, plaintext(head))
        zending = lees_zending({**kop_json(head), "inhoud": sealed.inhoud})
        app.state.loket.intake.neem_aan(chosen.gemeenten[0], zending, "0" * 64, NU)
    return app


class _Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def test_the_demo_shows_its_cases_on_this_machine_under_a_banner(tmp_path: Path) -> None:
    app = filled(settings(tmp_path, demo=True))
    with closing(app.state.loket.archief):
        answer = TestClient(app, client=LOOPBACK).get("/zaken")

    assert answer.status_code == 200
    for word in (
        *("RL-2026-000001", "RL-2026-000002", "Duinrand", "05", "kansrijk", "30 sep 2031"),
        *("1.000 tot 10.000", "M. de Wit", "open", "2 zaken", "Demo: verzonnen gegevens"),
    ):
        assert word in answer.text
    for word in KANARIE:
        assert word not in answer.text


def test_the_page_is_a_real_table_in_dutch_with_our_own_style_and_script(tmp_path: Path) -> None:
    app = filled(settings(tmp_path, demo=True))
    with closing(app.state.loket.archief):
        http = TestClient(app, client=LOOPBACK)
        answer, css = http.get("/zaken"), http.get("/stijl.css")

    page = _Page(answer.text)
    assert page.all("html") == [{"lang": "nl"}]
    assert len(page.all("caption")) == len(page.all("h1")) == len(page.all("main")) == 1
    scopes = [attrs["scope"] for attrs in page.all("th")]
    assert scopes == ["col"] * 9 + ["row"] * 2
    assert page.all("script") == [{"src": "/regresbrug.js", "defer": None}]
    assert not [
        attrs for _, attrs in page.tags if any(k[:2] == "on" or k == "style" for k in attrs)
    ]
    assert [attrs["href"] for attrs in page.all("link")] == ["/teken.svg", "/stijl.css"]
    csp = answer.headers["content-security-policy"]
    assert csp.startswith("default-src 'none'; style-src 'self'")
    assert "unsafe" not in csp
    assert css.headers["content-type"].startswith("text/css")
    assert not re.search(r"url\(|@import", css.text)


def test_names_from_the_settings_are_escaped(tmp_path: Path) -> None:
    evil = gemeente(naam="<script>x</script>", behandelaar='"><img src=x>')
    app = filled(settings(tmp_path, demo=True, gemeenten=(evil,)))
    with closing(app.state.loket.archief):
        html = TestClient(app, client=LOOPBACK).get("/zaken").text

    assert "<script>" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;" in html


def test_a_loket_without_cases_says_so(tmp_path: Path) -> None:
    app = filled(settings(tmp_path, demo=True), "")
    with closing(app.state.loket.archief):
        assert "Er zijn geen zaken" in TestClient(app, client=LOOPBACK).get("/zaken").text


def test_a_long_list_has_a_next_page(tmp_path: Path) -> None:
    app = filled(settings(tmp_path, demo=True), "a")
    archief = app.state.loket.archief
    with closing(archief):
        with archief.schrijven() as tx:
            for number in range(2, 103):
                tx.exec_driver_sql(
                    "insert into zaak select ?, ?, ?, gemeente, behandelaar, status, geopend_op,"
                    " aantal, categorieen, uitkomst, uiterlijke_datum, bedragklasse"
                    " from zaak where id = 1",
                    (number, f"RL-2026-{number:06}", str(number)),
                )
        http = TestClient(app, client=LOOPBACK)
        first = http.get("/zaken").text
        second = http.get("/zaken", params={"na": 100}).text

    assert 'href="/zaken?na=100"' in first
    assert "RL-2026-000101" not in first
    assert "RL-2026-000101" in second
    assert "RL-2026-000102" in second
    assert 'rel="next"' not in second


def test_outside_the_demo_being_on_this_machine_is_not_enough(tmp_path: Path) -> None:
    app = filled(settings(tmp_path))
    with closing(app.state.loket.archief):
        answer = TestClient(app, client=LOOPBACK).get("/zaken")

    assert answer.status_code == 403
    assert "geen aanmelding ingesteld" in answer.json()["detail"]
    assert "RL-2026" not in answer.text


def test_the_demo_is_closed_for_other_machines(tmp_path: Path) -> None:
    app = filled(settings(tmp_path, demo=True))
    with closing(app.state.loket.archief):
        assert TestClient(app, client=("192.0.2.7", 1)).get("/zaken").status_code == 403


def test_the_secret_of_the_proxy_opens_the_pages(tmp_path: Path) -> None:
    secret = "geheim-van-de-voordeur"
    app = filled(settings(tmp_path, paginageheim=secret))
    with closing(app.state.loket.archief):
        http = TestClient(app, client=("192.0.2.7", 1))
        right = http.get("/zaken", headers={"X-Loket-Geheim": secret})
        for shown in ("", secret + "x", "anders"):
            wrong = http.get("/zaken", headers={"X-Loket-Geheim": shown})
            assert wrong.status_code == 403
            assert secret not in wrong.text

    assert right.status_code == 200
    assert "Demo" not in right.text


def test_a_page_number_that_is_none_is_a_problem_that_repeats_nothing(tmp_path: Path) -> None:
    app = filled(settings(tmp_path, demo=True), "")
    with closing(app.state.loket.archief):
        answer = TestClient(app, client=LOOPBACK).get("/zaken", params={"na": KANARIE[0]})

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["fouten"] == [{"veld": "query.na", "wat": "klopt niet"}]
    assert KANARIE[0] not in answer.text
