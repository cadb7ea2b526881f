"""What a maker makes is what the class itself makes, only cheaper."""

from dataclasses import MISSING, FrozenInstanceError, fields
from datetime import date
from typing import Any

import pytest

from regres import Datum
from regres.maken import maker
from regres.melding import Adres, Client, Feiten, Kosten, Ongeval, Voorziening
from regres.words import Besluitstatus, Indicatie, IndicatieBron, KostenSoort, Wet

PARTS: dict[type[Any], dict[str, Any]] = {
    Client: {"geslachtsnaam": "Proef", "geheim": True},
    Ongeval: {"indicatie": Indicatie.J, "indicatieBron": IndicatieBron.EXPLICIET},
    Voorziening: {"wet": Wet.WMO, "besluitstatus": Besluitstatus.TOEGEKEND},
    Kosten: {"soort": KostenSoort.EENMALIG, "bedrag": 1, "periodeVan": date(2024, 1, 2)},
}


@pytest.mark.parametrize("cls", PARTS)
def test_it_is_equal_in_every_field_and_of_the_same_class(cls: type[Any]) -> None:
    made, meant = maker(cls)(**PARTS[cls]), cls(**PARTS[cls])

    assert type(made) is cls
    assert made == meant
    assert "Proef" not in repr(made)


def test_it_is_frozen_and_each_has_defaults_of_its_own() -> None:
    one, other = maker(Client)(), maker(Client)()

    with pytest.raises(FrozenInstanceError):
        one.geheim = True  # type: ignore[misc]  # that is what is tried

    assert one.geboortedatum == Datum()
    assert one.geboortedatum is not other.geboortedatum


def test_a_check_of_the_class_is_made() -> None:
    with pytest.raises(ValueError, match="secret"):
        maker(Client)(geheim=True, adres=Adres())


@pytest.mark.parametrize("cls", [*PARTS, Feiten])
def test_a_field_without_default_must_be_there(cls: type[Any]) -> None:
    needed = [
        one.name for one in fields(cls) if one.default is MISSING and one.default_factory is MISSING
    ]

    for name in needed:
        parts = {key: value for key, value in PARTS.get(cls, {}).items() if key != name}
        with pytest.raises(TypeError, match=name):
            maker(cls)(**parts)
    with pytest.raises(TypeError, match="onbekend"):
        maker(cls)(**PARTS.get(cls, {}), onbekend=1)
