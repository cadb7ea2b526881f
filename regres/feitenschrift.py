"""The facts of a record as canonical text, written once: for their marks and for the envelope."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Any, Final

from regres.melding import (
    Client,
    Feiten,
    Kop,
    Melding,
    Ongeval,
    Pseudoniem,
    Voorziening,
)
from regres.schrift import als_bytes, tekst, teksten, voorwerp
from regres.words import Groep

#: What is no fact: verdicts, rule ids and pseudonyms.
_GEEN_FEIT = {"ongeval": ("redenen", "indicatieBron"), "client": ("pseudoniem",)}
#: Costs are a group of their own although they lie inside the provision, because a changed amount
#: and a changed provision ask different things of a handler.
_KOSTEN = "kosten"
_GROEP_VAN = {
    "client": Groep.CLIENT,
    "ongeval": Groep.ONGEVAL,
    "aansprakelijkheid": Groep.AANSPRAKELIJKHEID,
    "tegenpartij": Groep.AANSPRAKELIJKHEID,
    "afgewikkeld": Groep.AANSPRAKELIJKHEID,
    "stuitingen": Groep.AANSPRAKELIJKHEID,
    "gemeenteOpOngevalsdatum": Groep.AANSPRAKELIJKHEID,
    "datumBekendheid": Groep.AANSPRAKELIJKHEID,
    "eerderGemeld": Groep.AANSPRAKELIJKHEID,
    "reedsVergoed": Groep.KOSTEN,
    _KOSTEN: Groep.KOSTEN,
    "datumAanvraag": Groep.VOORZIENING,
    "voorziening": Groep.VOORZIENING,
}


class _Velden:
    """Writes the fields of one shape apart, so that they can be put together in more than one way.

    heel  the object of all of them, with a slot for each
    """

    __slots__ = ("_take", "heel", "names")

    def __init__(self, kind: type[Any], zonder: Iterable[str] = ()) -> None:
        self.names = tuple(one.name for one in fields(kind) if one.name not in zonder)
        self._take = attrgetter(*self.names)
        self.heel = voorwerp(self.names)

    def schrijf(self, value: Any) -> dict[str, str]:
        """Give each field as text, by name."""
        return dict(zip(self.names, teksten(self._take(value)), strict=True))

    def zonder(self, names: Iterable[str]) -> str:
        """Give the object without some fields, with a slot for each of the others."""
        return voorwerp(set(self.names) - set(names))


_CLIENT, _ONGEVAL, _VOORZIENING = map(_Velden, (Client, Ongeval, Voorziening))
_KOP, _REST = _Velden(Kop), _Velden(Feiten, ("client", "ongeval", "voorziening"))
_FEIT_CLIENT = _CLIENT.zonder(_GEEN_FEIT["client"])
_FEIT_ONGEVAL = _ONGEVAL.zonder(_GEEN_FEIT["ongeval"])
_FEIT_VOORZIENING = _VOORZIENING.zonder((_KOSTEN,))
_GROEPEN = {
    groep: voorwerp(name for name, where in _GROEP_VAN.items() if where is groep) for groep in Groep
}
#: What stands beside kop and facts in the one object that a melding is.
_OMSLAG = tuple(one.name for one in fields(Melding) if one.name not in {"kop", "feiten"})
_MELDING = voorwerp((*_KOP.names, *_REST.names, "client", "ongeval", "voorziening", *_OMSLAG))


class Feitenschrift:
    """The facts of one record, written: holds those facts, so it may live no longer than they do.

    Raises ValueError, without a value, for a text that cannot be written as UTF-8.
    """

    __slots__ = ("_client", "_ongeval", "_rest", "_voorziening")

    def __init__(self, feiten: Feiten) -> None:
        self._client: Final = _CLIENT.schrijf(feiten.client)
        self._ongeval: Final = _ONGEVAL.schrijf(feiten.ongeval)
        self._voorziening: Final = _VOORZIENING.schrijf(feiten.voorziening)
        self._rest: Final = _REST.schrijf(feiten)

    def groepen(self) -> dict[Groep, bytes]:
        """Divide the facts over the five groups; verdicts, rule ids and pseudonyms are left out."""
        whole = {
            **self._rest,
            "client": _FEIT_CLIENT % self._client,
            "ongeval": _FEIT_ONGEVAL % self._ongeval,
            "voorziening": _FEIT_VOORZIENING % self._voorziening,
            _KOSTEN: self._voorziening[_KOSTEN],
        }
        return {groep: als_bytes(part % whole) for groep, part in _GROEPEN.items()}

    def melding(self, kop: Kop, pseudoniem: Pseudoniem | None, omslag: Mapping[str, str]) -> bytes:
        """Give the canonical bytes of the whole melding: kop, facts and omslag in one object.

        pseudoniem  of the client, whatever the facts hold
        omslag      the text of each other field of a Melding, by name
        """
        whole = {
            **self._rest,
            **kopschrift(kop),
            **omslag,
            "client": _CLIENT.heel % (self._client | {"pseudoniem": tekst(pseudoniem)}),
            "ongeval": _ONGEVAL.heel % self._ongeval,
            "voorziening": _VOORZIENING.heel % self._voorziening,
        }
        return als_bytes(_MELDING % whole)

    @property
    def toedracht(self) -> int:
        """Give by how many bytes the fragment of a note makes a melding longer."""
        return len(als_bytes(self._ongeval["toedracht"])) - len(b"null")


def kopschrift(kop: Kop) -> dict[str, str]:
    """Give the clear fields as text, by name."""
    return _KOP.schrijf(kop)


def heel(delen: Mapping[Groep, bytes]) -> bytes:
    """Put the bytes of the groups together as one object: those that the inhoudsmerk is made of."""
    return b"{%s}" % b",".join(b'"%s":%s' % (name.encode(), delen[name]) for name in sorted(delen))


def facts_bytes(feiten: Feiten) -> bytes:
    """Give the bytes that the inhoudsmerk is made of."""
    return heel(Feitenschrift(feiten).groepen())
