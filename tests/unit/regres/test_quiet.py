"""No shape prints what it carries: repr, str and format are what ends up in logs."""

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime

from hypothesis import HealthCheck, given, settings

import regres
from regres import (
    Flag,
    Indicatie,
    Melding,
    Plaats,
    Reden,
    Row,
    SealedMelding,
    Signal,
    SignalKind,
    Signals,
    SourceRecord,
)
from regres import melding as melding_module
from regres.words import IndicatieBron
from tests.unit.regres.strategies import meldingen

CANARY = "Kanariepiet999990019"
SLOW = settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
#: Classes without personal data that may print: rules, codes and deadlines.
MAY_PRINT = {"Reden", "UiterlijkeDatum", "Verhaalbaarheid"}


def shown(value: object) -> str:
    return f"{value!r} {value!s} {value} {[value]}"


def test_only_the_classes_without_personal_data_have_a_printing_repr() -> None:
    printing = {
        name
        for name, kind in vars(melding_module).items()
        if isinstance(kind, type) and is_dataclass(kind) and kind.__repr__ is not object.__repr__
    }

    assert printing == MAY_PRINT


@SLOW
@given(meldingen)
def test_no_part_of_a_melding_prints_its_texts(melding: Melding) -> None:
    parts = [
        melding,
        melding.feiten,
        *(getattr(melding.feiten, part.name) for part in fields(melding.feiten)),
    ]
    texts = [
        text
        for text in (
            melding.feiten.client.burgerservicenummer,
            melding.feiten.client.geslachtsnaam,
            melding.feiten.voorziening.omschrijving,
            melding.feiten.ongeval.toedracht,
        )
        if text is not None and len(text) > 8
    ]

    printed = " ".join(shown(part) for part in parts if is_dataclass(part))

    assert not any(text in printed for text in texts)


def test_what_carries_source_text_does_not_print_it() -> None:
    signal = Signal(SignalKind.NOTITIE, "Toelichting", CANARY)
    reden = Reden(regel="T01", veld="Toelichting", term=CANARY)
    record = SourceRecord("9901", Plaats("export.csv", 12), Row([CANARY], {"Naam": 0}))
    flag = Flag(Indicatie.J, IndicatieBron.TEKST, (reden,))
    carried = [signal, Signals((signal,)), reden, record, record.fields, flag]

    assert CANARY not in " ".join(shown(value) for value in carried)
    assert record.fields.text("Naam") == CANARY


def test_a_datum_does_not_print_its_day() -> None:
    assert "1960" not in shown(regres.Datum(1960, 5, 17))


def test_an_envelope_is_not_printed() -> None:
    kop = regres.Kop(
        referentie="a" * 64,
        dossiersleutel="b" * 64,
        versie=1,
        soortMelding=regres.SoortMelding.NIEUW,
        gemeenteCode="9901",
        inhoudsmerk="c" * 64,
        aangemaaktOp=datetime(2026, 3, 1, 4, tzinfo=UTC),
    )

    assert CANARY not in shown(SealedMelding(kop, CANARY))


def test_a_deadline_may_be_printed() -> None:
    deadline = melding_module.UiterlijkeDatum(
        soort=regres.words.DatumSoort.RELATIEF5,
        datum=date(2028, 3, 1),
        basis="datumBekendheid",
        begin=date(2023, 3, 1),
    )

    assert "2028" in shown(deadline)
