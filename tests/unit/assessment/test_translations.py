"""The translations of our own rule files: the same to the word, and never of another file."""

import json
from pathlib import Path
from shutil import copy

import pytest

from assessment.notities.vorm import Lexicon, Notitieregels
from assessment.recoverability.tabellen import Verhaaltabellen
from assessment.regelset import BESTANDEN, LEXICON, NOTITIES, SIGNALEN, VERHAAL
from assessment.rulefile import DATA, Blad, lees
from assessment.signaalregels import Signaalregels
from assessment.vertaald import vertaal, vertaling
from assessment.woordlijsten import lees_yaml

VORMEN: dict[str, type[Blad]] = {
    SIGNALEN: Signaalregels,
    VERHAAL: Verhaaltabellen,
    LEXICON: Lexicon,
    NOTITIES: Notitieregels,
}
OPNIEUW = (
    "write them anew: python -P -c 'from assessment.rulefile import DATA; from assessment.vertaald "
    'import vertaal; [vertaal(one) for one in DATA.glob("*.yaml")]\''
)


@pytest.mark.parametrize("naam", BESTANDEN)
def test_a_translation_says_what_the_file_says(naam: str) -> None:
    pad = DATA / naam
    vorm = VORMEN[naam]
    wanted = vorm.model_validate(lees_yaml(pad.read_text(encoding="utf-8")))

    said = vertaling(pad)

    assert said is not None, OPNIEUW
    assert vorm.model_validate(said) == wanted == lees(pad, vorm)
    plain = json.loads(json.dumps(lees_yaml(pad.read_text(encoding="utf-8")), default=str))
    assert said == plain


def test_of_a_file_that_was_changed_no_translation_is_taken(tmp_path: Path) -> None:
    pad = Path(copy(DATA / SIGNALEN, tmp_path))
    vertaal(pad)
    assert vertaling(pad) == vertaling(DATA / SIGNALEN)

    pad.write_text(pad.read_text(encoding="utf-8") + "# een regel meer\n", encoding="utf-8")

    assert vertaling(pad) is None


def test_a_file_beside_that_of_a_municipality_is_not_taken_for_it(tmp_path: Path) -> None:
    pad = Path(copy(DATA / SIGNALEN, tmp_path))
    vertaal(pad)
    other = json.loads(pad.with_suffix(".json").read_text(encoding="utf-8"))
    other["inhoud"]["versie"] = "van een ander"
    pad.with_suffix(".json").write_text(json.dumps(other), encoding="utf-8")

    assert lees(pad, Signaalregels) == lees(DATA / SIGNALEN, Signaalregels)
