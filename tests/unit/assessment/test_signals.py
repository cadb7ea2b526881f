"""The combination of signals, against a table written by hand."""

import gc
import weakref
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment import NoteFinding, Regelset
from assessment.signaalregels import FEITEN, Samenloop
from regres import Datum, Flag, Indicatie, JaNee, Reden, Signal, SignalKind, Signals
from regres.words import Hoedanigheid, IndicatieBron, OngevalSoort

RULES = Regelset.laad().combinatie.regels
assess = Regelset.laad().assess
# What each abbreviation in the grids stands for.
RULE = {
    "ob": "onbekend_opgegeven",
    "tg": "tegenstrijdig",
    "vj": "vlag_j",
    "vn": "vlag_n",
    "dj": "derde_ja",
    "cj": "code_j",
    "cn": "code_n",
    "st": "steun_zonder_vlag",
    "gs": "geen_signaal",
}
INDICATIE = {
    "onbekend_opgegeven": "O",
    "tegenstrijdig": "O",
    "vlag_j": "J",
    "vlag_n": "N",
    "derde_ja": "J",
    "code_j": "J",
    "code_n": "N",
    "steun_zonder_vlag": "O",
    "geen_signaal": "N",
    "leeg_betekent_onbekend": "O",
}
CODES = ("leeg", "J", "N", "O", "strijdig")
DERDEN = ("leeg", "ja", "nee", "onbekend", "strijdig")
# Rows: derde leeg, ja, nee, onbekend, strijdig. Columns: code leeg, J, N, O, strijdig.
GRIDS = {
    ("J", "geen zwak sterk"): """
        vj vj tg vj tg
        vj vj tg vj tg
        vj vj tg vj tg
        vj vj tg vj tg
        vj vj tg vj tg""",
    ("N", "geen zwak"): """
        vn tg vn vn tg
        tg tg tg tg tg
        vn tg vn vn tg
        vn tg vn vn tg
        tg tg tg tg tg""",
    ("N", "sterk"): """
        tg tg tg tg tg
        tg tg tg tg tg
        tg tg tg tg tg
        tg tg tg tg tg
        tg tg tg tg tg""",
    ("O", "geen zwak sterk"): """
        ob ob ob ob ob
        ob ob ob ob ob
        ob ob ob ob ob
        ob ob ob ob ob
        ob ob ob ob ob""",
    ("strijdig", "geen zwak sterk"): """
        tg tg tg tg tg
        tg tg tg tg tg
        tg tg tg tg tg
        tg tg tg tg tg
        tg tg tg tg tg""",
    ("leeg", "geen"): """
        gs cj cn ob tg
        dj dj tg dj tg
        gs cj cn ob tg
        ob cj cn ob tg
        tg tg tg tg tg""",
    ("leeg", "zwak"): """
        st cj cn ob tg
        dj dj tg dj tg
        st cj cn ob tg
        ob cj cn ob tg
        tg tg tg tg tg""",
    ("leeg", "sterk"): """
        st cj tg ob tg
        dj dj tg dj tg
        st cj tg ob tg
        ob cj tg ob tg
        tg tg tg tg tg""",
}


def hand_table() -> dict[tuple[str, str, str, str], str]:
    table = {}
    for (vlag, kinds), grid in GRIDS.items():
        rows = [line.split() for line in grid.strip().splitlines()]
        for steun in kinds.split():
            for derde, row in zip(DERDEN, rows, strict=True):
                for code, cell in zip(CODES, row, strict=True):
                    table[vlag, derde, code, steun] = RULE[cell]
    return table


TABLE = hand_table()


def flag_column(answer: str | None, veld: str = "Ongeval J/N") -> Signal:
    value = Indicatie(answer) if answer else None
    return Signal(SignalKind.VLAG, veld, answer or "", waarde=value)


def third_column(answer: str | None, veld: str = "Aansprakelijke derde") -> Signal:
    value = JaNee(answer) if answer else None
    return Signal(SignalKind.DERDE, veld, answer or "", derde=value)


def code_column(
    answer: str | None, veld: str = "Aanleiding", soort: OngevalSoort | None = None
) -> Signal:
    value = Indicatie(answer) if answer else None
    return Signal(SignalKind.CODE, veld, f"code {answer}" if answer else "", value, None, soort)


def support_column(steun: str, tekst: str) -> Signal:
    return Signal(SignalKind.STEUN, f"Kolom {steun}", tekst, steun=steun)


def note(tekst: str) -> Signal:
    return Signal(SignalKind.NOTITIE, "Toelichting", tekst)


FLAGS = {
    "leeg": [flag_column(None)],
    "J": [flag_column("J")],
    "N": [flag_column("N")],
    "O": [flag_column("O")],
    "strijdig": [flag_column("J"), flag_column("N", "Ongeval: nee")],
}
THIRDS = {
    "leeg": [third_column(None)],
    "ja": [third_column("ja")],
    "nee": [third_column("nee")],
    "onbekend": [third_column("onbekend")],
    "strijdig": [third_column("ja"), third_column("nee", "Schuld derde")],
}
CAUSES = {
    "leeg": [code_column(None)],
    "J": [code_column("J", soort=OngevalSoort.VERKEER)],
    "N": [code_column("N")],
    "O": [code_column("O")],
    "strijdig": [code_column("J", soort=OngevalSoort.SPORT), code_column("N", "Oorzaak")],
}
SUPPORTS = {
    "geen": [support_column("datum", ""), support_column("kenteken", "")],
    "zwak": [support_column("datum", ""), support_column("kenteken", "XX-99-YY")],
    "sterk": [support_column("datum", "03-04-2023")],
}


def record(vlag: str, derde: str, code: str, steun: str, *, leeg: bool = False) -> Signals:
    items = FLAGS[vlag] + THIRDS[derde] + CAUSES[code] + SUPPORTS[steun]
    return Signals(tuple(items), leeg_betekent_onbekend=leeg)


@pytest.mark.parametrize(("facts", "rule"), TABLE.items(), ids=lambda part: "-".join(part))
def test_every_combination_is_decided_as_in_the_table_written_by_hand(
    facts: tuple[str, str, str, str], rule: str
) -> None:
    flag = assess(record(*facts))

    assert (flag.redenen[0].regel, flag.indicatie.value) == (rule, INDICATIE[rule])


def test_the_table_written_by_hand_holds_every_combination() -> None:
    assert len(TABLE) == 5 * 5 * 5 * 3
    assert set(TABLE) == set(product(FLAGS, THIRDS, CAUSES, SUPPORTS))


@pytest.mark.parametrize("facts", TABLE, ids="-".join)
def test_an_empty_flag_that_means_unknown_changes_only_records_without_a_sign(
    facts: tuple[str, str, str, str],
) -> None:
    flag = assess(record(*facts, leeg=True))

    expected = TABLE[facts].replace("geen_signaal", "leeg_betekent_onbekend")
    assert (flag.redenen[0].regel, flag.indicatie.value) == (expected, INDICATIE[expected])


@pytest.mark.parametrize("facts", TABLE, ids="-".join)
def test_a_verdict_can_be_worked_out_again_from_its_reasons_alone(
    facts: tuple[str, str, str, str],
) -> None:
    reasons = assess(record(*facts)).redenen

    assert TABLE[facts_of(reasons)] == reasons[0].regel


def facts_of(reasons: tuple[Reden, ...]) -> tuple[str, str, str, str]:
    signs = {reason.regel for reason in reasons}
    return (
        answer(signs, "vlag", {"vlag_j", "vlag_n"}),
        answer(signs, "derde", {"derde_ja", "derde_nee"}),
        answer(signs, "code", {"code_j", "code_n"}),
        support(signs),
    )


def answer(signs: set[str], kind: str, poles: set[str]) -> str:
    heard = {sign.removeprefix(f"{kind}_") for sign in signs if sign.startswith(f"{kind}_")}
    if poles <= signs:
        return "strijdig"
    word = heard.pop() if heard else "leeg"
    return word if kind == "derde" or word == "leeg" else word.upper()


def support(signs: set[str]) -> str:
    if signs & {"steun_datum", "steun_verzekeraar", "steun_schadenummer"}:
        return "sterk"
    return "zwak" if "steun_kenteken" in signs else "geen"


def test_a_third_party_no_is_no_explicit_no_but_is_kept() -> None:
    flag = assess(record("leeg", "nee", "J", "geen"))

    assert (flag.indicatie, flag.derde) == (Indicatie.J, JaNee.NEE)


@pytest.mark.parametrize(
    ("derde", "expected"),
    [
        ("leeg", "onbekend"),
        ("ja", "ja"),
        ("nee", "nee"),
        ("onbekend", "onbekend"),
        ("strijdig", "onbekend"),
    ],
)
def test_the_third_party_column_decides_who_is_liable(derde: str, expected: str) -> None:
    assert assess(record("J", derde, "leeg", "geen")).derde.value == expected


@pytest.mark.parametrize(
    ("facts", "bron"),
    [
        (("J", "leeg", "leeg", "geen"), IndicatieBron.EXPLICIET),
        (("leeg", "ja", "leeg", "geen"), IndicatieBron.EXPLICIET),
        (("leeg", "leeg", "J", "geen"), IndicatieBron.CODE),
        (("N", "leeg", "leeg", "sterk"), IndicatieBron.GECOMBINEERD),
    ],
)
def test_the_kind_of_signal_that_carried_the_verdict_is_told(
    facts: tuple[str, str, str, str], bron: IndicatieBron
) -> None:
    assert assess(record(*facts)).bron is bron


@pytest.mark.parametrize("steun", ["datum", "verzekeraar", "schadenummer"])
def test_an_explicit_no_with_a_filled_accident_field_goes_to_a_person(steun: str) -> None:
    flag = assess(Signals((flag_column("N"), support_column(steun, "gevuld"))))

    assert [r.regel for r in flag.redenen] == ["tegenstrijdig", "vlag_n", f"steun_{steun}"]


def test_a_licence_plate_alone_does_not_contradict_an_explicit_no() -> None:
    flag = assess(Signals((flag_column("N"), support_column("kenteken", "XX-99-YY"))))

    assert flag.indicatie is Indicatie.N


@pytest.mark.parametrize(
    "nothing",
    ["", "-", "n.v.t.", "N.V.T.", " nvt ", "Onbekend", "00-00-0000", "01-01-1900", "n. v. t."],
)
def test_a_way_of_writing_nothing_is_no_sign(nothing: str) -> None:
    assert assess(Signals((support_column("datum", nothing),))).redenen[0].regel == "geen_signaal"


def test_a_support_column_never_shows_its_text_in_a_reason() -> None:
    signals = (flag_column(None), support_column("verzekeraar", "Polder Verzekeringen"))
    flag = assess(Signals(signals))

    assert [(r.veld, r.term) for r in flag.redenen] == [("", ""), ("Kolom verzekeraar", "")]
    assert "Polder" not in repr(flag)


def test_a_reason_names_the_field_and_the_text_of_the_value_table() -> None:
    flag = assess(Signals((flag_column("J", "Letsel door derde?"),)))

    assert flag.redenen == (Reden(regel="vlag_j", veld="Letsel door derde?", term="J"),)


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        ("JJ", "vlag_j"),
        ("NN", "vlag_n"),
        ("JO", "onbekend_opgegeven"),
        ("NO", "onbekend_opgegeven"),
    ],
)
def test_two_flag_columns_of_which_one_says_unknown_go_to_a_person(answers: str, rule: str) -> None:
    columns = tuple(flag_column(answer, f"Kolom {n}") for n, answer in enumerate(answers))

    assert assess(Signals(columns)).redenen[0].regel == rule


@pytest.mark.parametrize(("answers", "rule"), [("JO", "code_j"), ("NO", "onbekend_opgegeven")])
def test_an_unknown_code_is_often_a_default_and_yields_to_an_accident(
    answers: str, rule: str
) -> None:
    columns = tuple(code_column(answer, f"Kolom {n}") for n, answer in enumerate(answers))

    assert assess(Signals(columns)).redenen[0].regel == rule


def test_the_code_names_the_kind_of_accident() -> None:
    signals = Signals((flag_column("J"), code_column("J", soort=OngevalSoort.DIER)))

    assert assess(signals).soort is OngevalSoort.DIER


def test_a_code_that_means_no_accident_names_no_kind() -> None:
    signals = Signals((flag_column("J"), code_column("N", soort=OngevalSoort.OVERIG)))

    assert assess(signals).soort is OngevalSoort.ONBEKEND


class Text(str):
    """A text whose end can be seen."""


def test_a_support_column_leaves_nothing_behind_in_memory() -> None:
    text = Text("Polder Verzekeringen")
    end = weakref.ref(text)
    signals = Signals((flag_column("J"), support_column("verzekeraar", text)))
    assess(signals)

    del signals, text
    gc.collect()

    assert end() is None


def test_two_codes_that_name_different_kinds_name_none() -> None:
    codes = (
        code_column("J", soort=OngevalSoort.DIER),
        code_column("J", "Oorzaak", soort=OngevalSoort.SPORT),
    )

    assert assess(Signals(codes)).soort is OngevalSoort.ONBEKEND


def test_a_note_says_nothing_as_long_as_there_is_no_reader() -> None:
    signals = Signals((flag_column(None), note("Aangereden door een auto.")))

    assert assess(signals) == assess(Signals((flag_column(None),)))


class Reader:
    """Says what it is told to say of any note, and remembers what it was asked."""

    def __init__(self, says: str) -> None:
        self.says = says
        self.asked: list[tuple[tuple[Signal, ...], date | None]] = []

    def read(self, notes: tuple[Signal, ...], peildag: date | None) -> NoteFinding:
        self.asked.append((notes, peildag))
        return NoteFinding(
            indicatie=Indicatie(self.says),
            redenen=(Reden(regel="term", veld=notes[0].veld, term="aangereden", positie=3),),
            derde=JaNee.JA,
            hoedanigheid=Hoedanigheid.BESTUURDER,
            soort=OngevalSoort.VERKEER,
            datum=Datum(2023, 5),
        )


# vlag, derde, code, steun, what the note says -> the rule that decides
WITH_TEXT = [
    ("leeg", "leeg", "leeg", "geen", "J", "tekst_j"),
    ("leeg", "leeg", "leeg", "sterk", "J", "tekst_j"),
    ("leeg", "nee", "leeg", "geen", "J", "tekst_j"),
    ("leeg", "onbekend", "leeg", "geen", "J", "tekst_j"),
    ("leeg", "leeg", "O", "geen", "J", "tekst_j"),
    ("leeg", "leeg", "leeg", "geen", "O", "tekst_onduidelijk"),
    ("leeg", "leeg", "leeg", "geen", "N", "geen_signaal"),
    ("leeg", "leeg", "leeg", "sterk", "O", "steun_zonder_vlag"),
    ("leeg", "leeg", "leeg", "sterk", "N", "steun_zonder_vlag"),
    ("leeg", "leeg", "J", "geen", "J", "code_j"),
    ("leeg", "leeg", "J", "geen", "O", "code_j"),
    ("leeg", "leeg", "J", "geen", "N", "tegenstrijdig"),
    ("leeg", "leeg", "N", "geen", "J", "tegenstrijdig"),
    ("leeg", "leeg", "N", "geen", "O", "code_n"),
    ("leeg", "ja", "leeg", "geen", "N", "tegenstrijdig"),
    ("leeg", "ja", "leeg", "geen", "J", "derde_ja"),
    ("N", "leeg", "leeg", "geen", "J", "tegenstrijdig"),
    ("N", "leeg", "leeg", "geen", "O", "vlag_n"),
    ("N", "leeg", "leeg", "geen", "N", "vlag_n"),
    ("J", "leeg", "leeg", "geen", "N", "tegenstrijdig"),
    ("J", "leeg", "leeg", "geen", "O", "vlag_j"),
    ("J", "leeg", "leeg", "geen", "J", "vlag_j"),
    ("O", "leeg", "leeg", "geen", "J", "onbekend_opgegeven"),
]


@pytest.mark.parametrize(("vlag", "derde", "code", "steun", "says", "rule"), WITH_TEXT)
def test_a_note_never_overrules_an_explicit_answer(
    vlag: str, derde: str, code: str, steun: str, says: str, rule: str
) -> None:
    signals = Signals((*record(vlag, derde, code, steun).items, note("aangereden")))
    flag = assess(signals, Reader(says))

    assert flag.redenen[0].regel == rule
    assert flag.alleen_tekst == (rule == "tekst_j")


def test_an_empty_flag_that_means_unknown_yields_to_what_a_note_says() -> None:
    signals = Signals((flag_column(None), note("aangereden")), leeg_betekent_onbekend=True)

    assert assess(signals, Reader("J")).redenen[0].regel == "tekst_j"
    assert assess(signals, Reader("O")).redenen[0].regel == "tekst_onduidelijk"


def test_what_a_reader_found_fills_only_what_no_column_stated() -> None:
    found = assess(Signals((note("aangereden"),)), Reader("J"))
    stated = assess(Signals((third_column("nee"), note("aangereden"))), Reader("J"))

    assert (found.derde, stated.derde) == (JaNee.JA, JaNee.NEE)
    assert (found.soort, found.datum) == (OngevalSoort.VERKEER, Datum(2023, 5))
    assert found.redenen[1] == Reden(regel="term", veld="Toelichting", term="aangereden", positie=3)


def test_a_reader_gets_the_filled_notes_and_the_day_of_the_record() -> None:
    reader, day = Reader("J"), date(2024, 2, 1)
    signals = (note(""), note("een"), flag_column(None), note("twee"))

    assess(Signals(signals, peildag=day), reader)
    assess(Signals((note(""),), peildag=day), reader)

    assert reader.asked == [((signals[1], signals[3]), day)]


ANY_COLUMN = st.sampled_from(
    [
        *(column for columns in FLAGS.values() for column in columns),
        *(column for columns in THIRDS.values() for column in columns),
        *(column for columns in CAUSES.values() for column in columns),
        *(column for columns in SUPPORTS.values() for column in columns),
        note("een notitie"),
    ]
)


@given(st.data(), st.lists(ANY_COLUMN, max_size=8), st.booleans())
def test_any_mix_of_columns_has_a_verdict_that_does_not_hang_on_their_order(
    data: st.DataObject, columns: list[Signal], empty_is_unknown: bool
) -> None:
    first = assess(Signals(tuple(columns), empty_is_unknown))
    shuffled = data.draw(st.permutations(columns))
    second = assess(Signals(tuple(shuffled), empty_is_unknown))

    assert verdict(first) == verdict(second)
    assert first.redenen[0].regel in {regel.id for regel in RULES.regels}


def verdict(flag: Flag) -> tuple[object, ...]:
    return flag.indicatie, flag.bron, flag.redenen[0].regel, flag.derde, flag.soort


def test_every_rule_decides_at_least_one_combination_of_the_facts() -> None:
    decided = {RULES.besluit(Samenloop(*facts)).id for facts in product(*FEITEN.values())}

    assert decided == {regel.id for regel in RULES.regels}
