"""The recipient's public keys: which files are taken, which key is chosen, when we warn."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy import Ontvanger, Ontvangers, publieke_sleutel
from regres import KeyProblem
from tests.unit.privacy.recipient import VANDAAG, private_jwk, public_half, write_jwk

PRIVATE = private_jwk()
PUBLIC = public_half(PRIVATE)
P256 = public_half(private_jwk("P-256", "loket-p256"))
SLEUTEL = publieke_sleutel(PUBLIC, "test.jwk")


def refusal(folder: Path, vandaag: date | None = None) -> KeyProblem:
    with pytest.raises(KeyProblem) as refused:
        Ontvangers.laad(folder, vandaag)
    return refused.value


def codes(problem: KeyProblem) -> list[str]:
    return sorted({one.code for one in problem.problems})


def valid(van: date, tot: date, kid: str = "k") -> Ontvanger:
    return Ontvanger(publieke_sleutel({**PUBLIC, "kid": kid}, "x"), van, tot, f"{kid}.jwk")


@pytest.mark.parametrize("jwk", [PUBLIC, P256])
def test_both_kinds_of_key_are_taken(tmp_path: Path, jwk: dict[str, Any]) -> None:
    write_jwk(tmp_path, "a", jwk, "2026-01-01", "2026-12-31")

    chosen = Ontvangers.laad(tmp_path, VANDAAG).kies(VANDAAG)

    assert chosen.kid == jwk["kid"]
    assert (chosen.geldig_van, chosen.geldig_tot) == (date(2026, 1, 1), date(2026, 12, 31))


def test_the_newest_valid_key_is_chosen_and_its_days_count_whole(tmp_path: Path) -> None:
    write_jwk(tmp_path, "old", {**PUBLIC, "kid": "old"}, "2026-01-01", "2026-12-31")
    write_jwk(tmp_path, "new", {**PUBLIC, "kid": "new"}, "2026-06-15", "2027-06-14")
    write_jwk(tmp_path, "later", {**PUBLIC, "kid": "later"}, "2027-01-01", "2027-12-31")
    found = Ontvangers.laad(tmp_path)

    assert found.kies(date(2026, 6, 14)).kid == "old"
    assert found.kies(date(2026, 6, 15)).kid == "new"
    assert found.kies(date(2027, 12, 31)).kid == "later"
    with pytest.raises(KeyProblem, match="K-0212"):
        found.kies(date(2028, 1, 1))


@pytest.mark.parametrize(
    ("van", "tot", "code"),
    [("2026-06-16", "2027-01-01", "K-0213"), ("2025-01-01", "2026-06-14", "K-0212")],
)
def test_without_a_key_for_today_nothing_is_sealed_and_the_next_step_is_told(
    tmp_path: Path, van: str, tot: str, code: str
) -> None:
    write_jwk(tmp_path, "a", PUBLIC, van, tot)

    problem = refusal(tmp_path, VANDAAG)

    assert codes(problem) == [code]
    assert str(tmp_path) in problem.problems[0].waar
    assert problem.problems[0].doe.startswith("Vraag de ontvanger")


def test_an_empty_or_missing_folder_is_a_key_problem(tmp_path: Path) -> None:
    assert codes(refusal(tmp_path, VANDAAG)) == ["K-0211"]
    assert codes(refusal(tmp_path / "none", VANDAAG)) == ["K-0211"]


def test_a_key_that_retired_is_good_until_the_day_before(tmp_path: Path) -> None:
    whole = {**PUBLIC, "ingetrokken_op": "2026-06-15"}
    write_jwk(tmp_path, "a", whole, "2026-01-01", "2026-12-31")
    found = Ontvangers.laad(tmp_path)

    assert found.kies(date(2026, 6, 14)).laatste == date(2026, 6, 14)
    with pytest.raises(KeyProblem, match="K-0212"):
        found.kies(date(2026, 6, 15))


def test_two_files_of_one_key_are_told_with_how_many_there_are(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        write_jwk(tmp_path, name, PUBLIC, "2026-01-01", "2026-12-31")

    (problem,) = refusal(tmp_path).problems

    assert (problem.code, "3 keer" in problem.wat) == ("K-0215", True)


def test_a_remark_may_stand_in_a_file_and_a_strange_name_is_not_repeated(tmp_path: Path) -> None:
    write_jwk(tmp_path, "a", {**PUBLIC, "opmerking": "van het loket"}, "2026-01-01", "2026-12-31")
    assert Ontvangers.laad(tmp_path, VANDAAG).kies(VANDAAG).kid == PUBLIC["kid"]

    write_jwk(tmp_path, "a", {**PUBLIC, "mevrouw é": "x"}, "2026-01-01", "2026-12-31")
    (problem,) = refusal(tmp_path).problems
    assert "(onleesbare naam)" in problem.wat
    assert "mevrouw" not in str(problem)


def test_private_material_is_refused_and_never_shown(tmp_path: Path) -> None:
    path = write_jwk(tmp_path, "a", PRIVATE, "2026-01-01", "2026-12-31")

    problem = refusal(tmp_path)

    assert codes(problem) == ["K-0202"]
    assert problem.problems[0].waar == str(path)
    assert PRIVATE["d"] not in str(problem)


CASES: list[tuple[dict[str, Any], str, str]] = [
    ({"kty": "RSA"}, "K-0203", "kty"),
    ({"crv": "Ed25519"}, "K-0203", "crv"),
    ({"crv": "P-256"}, "K-0203", "crv"),
    ({"alg": "RSA-OAEP"}, "K-0206", "alg"),
    ({"alg": "ECDH-ES"}, "K-0206", "alg"),
    ({"alg": None}, "K-0206", "alg"),
    ({"use": "sig"}, "K-0206", "use"),
    ({"kid": None}, "K-0207", "kid"),
    ({"kid": ""}, "K-0207", "kid"),
    ({"kid": "a b"}, "K-0207", "kid"),
    ({"kid": "x" * 65}, "K-0207", "kid"),
    ({"kid": 7}, "K-0207", "kid"),
    ({"x": None}, "K-0204", "x"),
    ({"x": "AAAA"}, "K-0204", "x"),
    ({"x": "A" * 43}, "K-0205", "x"),
    *(({name: "AAAA"}, "K-0202", name) for name in ("d", "p", "q", "dp", "dq", "qi")),
    *(({name: "AAAA"}, "K-0202", name) for name in ("oth", "k", "priv")),
    ({"geldig_vanaf": "2026-01-01"}, "K-0208", "geldig_vanaf"),
    ({"geldig_van": None}, "K-0209", "geldig_van"),
    ({"geldig_tot": "31-12-2026"}, "K-0209", "geldig_tot"),
    ({"geldig_tot": "2026-12"}, "K-0209", "geldig_tot"),
    ({"geldig_tot": "2026-02-30"}, "K-0209", "geldig_tot"),
    ({"geldig_tot": 20261231}, "K-0209", "geldig_tot"),
    ({"geldig_tot": "2025-01-01"}, "K-0210", "geldig_tot"),
]


@pytest.mark.parametrize(("change", "code", "member"), CASES)
def test_a_key_that_cannot_be_used_is_refused_by_file_and_member(
    tmp_path: Path, change: dict[str, Any], code: str, member: str
) -> None:
    whole = {**PUBLIC, "geldig_van": "2026-01-01", "geldig_tot": "2026-12-31", **change}
    path = tmp_path / "a.jwk"
    path.write_text(json.dumps({name: part for name, part in whole.items() if part is not None}))

    problem = refusal(tmp_path)

    assert code in codes(problem)
    assert all(one.waar == str(path) for one in problem.problems)
    assert any(member in one.wat for one in problem.problems)


def test_a_point_that_is_not_on_the_curve_is_refused() -> None:
    off = {**P256, "y": P256["x"]}

    with pytest.raises(KeyProblem, match="K-0205"):
        publieke_sleutel(off, "a.jwk")


def test_what_a_key_has_besides_its_point_is_not_read() -> None:
    """An OKP key has no y: one that stands there all the same says nothing."""
    assert publieke_sleutel(PUBLIC | {"y": 7}, "a.jwk").raw == publieke_sleutel(PUBLIC, "a.jwk").raw


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write_jwk(tmp_path, "a", {**PUBLIC, "alg": "none", "kid": "!"}, "2026-01-01", "gisteren")
    write_jwk(tmp_path, "b", PRIVATE, "2026-01-01", "2026-12-31")
    (tmp_path / "c.jwk").write_text("[]")

    assert codes(refusal(tmp_path)) == ["K-0201", "K-0202", "K-0206", "K-0207", "K-0209"]


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"[]", b'"x"', b'{"kid":"a","kid":"b"}', b"\xff\xfe{}", b"[" * 9000, b" " * 20_000],
)
def test_what_is_not_one_plain_json_object_is_refused(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "a.jwk").write_bytes(text)

    assert codes(refusal(tmp_path)) == ["K-0201"]


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_give_a_key_problem_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "a.jwk").write_bytes(data)

    refusal(folder)


def test_one_kid_in_two_files_is_refused(tmp_path: Path) -> None:
    write_jwk(tmp_path, "a", PUBLIC, "2026-01-01", "2026-12-31")
    write_jwk(tmp_path, "b", public_half(private_jwk()), "2026-01-01", "2026-12-31")

    problem = refusal(tmp_path)

    assert codes(problem) == ["K-0215"]
    assert "a.jwk" in problem.problems[0].waar
    assert "b.jwk" in problem.problems[0].waar


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    write_jwk(tmp_path, "a", PUBLIC, "2026-01-01", "2026-12-31")
    (tmp_path / "LEESMIJ.md").write_text("uitleg")

    assert len(Ontvangers.laad(tmp_path).sleutels) == 1


@pytest.mark.parametrize(
    ("left", "code"),
    [
        (61, None),
        (60, "K-0221"),
        (31, "K-0221"),
        (30, "K-0222"),
        (8, "K-0222"),
        (7, "K-0223"),
        (0, "K-0223"),
    ],
)
def test_expiry_is_warned_of_at_sixty_thirty_and_seven_days(left: int, code: str | None) -> None:
    found = Ontvangers(
        (valid(date(2026, 1, 1), VANDAAG + timedelta(days=left)),), "config/ontvanger"
    )

    assert [one.code for one in found.waarschuwingen(VANDAAG)] == ([code] if code else [])


@pytest.mark.parametrize(("days", "word"), [(0, "vandaag"), (1, "morgen"), (2, "2 dagen")])
def test_the_last_days_of_a_key_are_told_in_words(days: int, word: str) -> None:
    last = VANDAAG + timedelta(days=days)
    (told,) = Ontvangers((valid(date(2026, 1, 1), last),)).waarschuwingen(VANDAAG)

    assert word in told.wat
    assert str(last + timedelta(days=1)) in told.gevolg


def test_a_successor_in_time_silences_the_warning_and_one_that_is_late_does_not() -> None:
    last = VANDAAG + timedelta(days=5)
    now = valid(date(2026, 1, 1), last, "now")
    next_day = valid(last + timedelta(days=1), last + timedelta(days=400), "next")
    too_late = valid(last + timedelta(days=2), last + timedelta(days=400), "late")

    assert Ontvangers((next_day, now)).waarschuwingen(VANDAAG) == ()
    assert [one.code for one in Ontvangers((too_late, now)).waarschuwingen(VANDAAG)] == ["K-0223"]
    assert Ontvangers((too_late, now)).laatste_dag(VANDAAG) == last


@given(st.lists(st.tuples(st.integers(-90, 90), st.integers(0, 60)), max_size=5))
def test_until_the_last_day_there_is_a_key_on_every_day(spans: list[tuple[int, int]]) -> None:
    found = Ontvangers(
        tuple(
            valid(
                VANDAAG + timedelta(days=start), VANDAAG + timedelta(days=start + length), f"k{at}"
            )
            for at, (start, length) in enumerate(spans)
        )
    )
    last = found.laatste_dag(VANDAAG)
    covered = [key for key in found.sleutels if key.geldig(VANDAAG)]

    assert (last is None) is (not covered)
    if last is not None:
        days = [VANDAAG + timedelta(days=day) for day in range((last - VANDAAG).days + 2)]
        assert [any(key.geldig(day) for key in found.sleutels) for day in days] == [
            *[True] * (len(days) - 1),
            False,
        ]


def test_a_file_that_may_not_be_read_is_a_key_problem(tmp_path: Path) -> None:
    (tmp_path / "a.jwk").mkdir()

    assert codes(refusal(tmp_path)) == ["K-0214"]


def test_a_key_prints_its_kid_and_not_its_material() -> None:
    assert repr(SLEUTEL) == "PubliekeSleutel(kid='loket-2026-01', crv='X25519')"
