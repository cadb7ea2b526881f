"""When a rule of a rule file holds: facts by name, each with the values it may have.

A condition {"vlag": ["N"], "derde": ["ja", "strijdig"]} holds when every named fact has one of
its values; a fact that is not named does not matter; of several conditions one is enough.
This is all the language there is: no expressions, so a rule can be read aloud and every case
can be counted.
"""

from collections.abc import Iterable, Iterator, Mapping

Beeld = Mapping[str, str]
Voorwaarde = Mapping[str, tuple[str, ...]]


def geldt(voorwaarde: Voorwaarde, beeld: Beeld) -> bool:
    """Tell whether a condition holds; the empty one always does."""
    return all(beeld[feit] in waarden for feit, waarden in voorwaarde.items())


def een_geldt(voorwaarden: Iterable[Voorwaarde], beeld: Beeld) -> bool:
    """Tell whether at least one of the conditions holds."""
    return any(geldt(voorwaarde, beeld) for voorwaarde in voorwaarden)


def vreemde_woorden(voorwaarde: Voorwaarde, feiten: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Name the facts and values in a condition that do not exist, so that no rule sleeps."""
    for feit, waarden in voorwaarde.items():
        if feit not in feiten:
            yield f"het feit {feit!r} bestaat niet"
            continue
        for waarde in waarden:
            if waarde not in feiten[feit]:
                yield f"het feit {feit!r} heeft geen waarde {waarde!r}"
