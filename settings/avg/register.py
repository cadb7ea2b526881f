"""What article 30 and a DPIA ask, as the running configuration answers it; no word made up."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mappings.canonical import VELDEN
from settings import GemeenteInstelling, Settings
from settings.avg.bijzonder import bijzonder, grond, ontbreekt
from settings.plug import plan_van
from settings.shapes import Regresloket, SftpBron, SoapDeur, StufBron
from settings.velden import PSEUDONIEM, meegestuurd

_WERKLIJST = "bestand, sleutelvelden leesbaar"
_REGISTER = "StUF over TLS, alleen van wie een melding vertrekt"
#: What only the municipality itself can fill in.
AAN_TE_VULLEN = (
    "contactgegevens van de verwerkingsverantwoordelijke en van de FG",
    "of het Regresloket verwerker is of zelf verantwoordelijk, met de overeenkomst",
    "het oordeel over noodzaak en proportionaliteit, en het advies van de FG",
    "welke restrisico's uit docs/veiligheid u aanvaardt, en wie dat besloot",
)
_BETROKKENEN = (
    "inwoners met een Wmo-voorziening bij wie een ongeval is aangewezen",
    "wederpartijen en hun verzekeraars, voor zover de bron ze noemt",
)
_MAATREGELEN = (
    "Elke melding is verzegeld voor de sleutel van de ontvanger; hier kan niemand haar openen.",
    "Het grootboek bewaart geen BSN, naam of notitie: alleen HMAC's, codes, plaatsen en tellingen.",
    "Van een record zonder ongeval blijft alleen een telling.",
    "Alleen de adressen in `uitgaand` zijn bereikbaar, met TLS of SSH en een vaste tegenpartij.",
    "Meer nieuwe meldingen dan gewoonlijk wachten op een mens (de rem).",
    "Het auditlogboek is een keten van hashes met een anker buiten de database.",
)


def register(settings: Settings, een: GemeenteInstelling) -> dict[str, Any]:
    """Give the register of processing (AVG art. 30) as far as the configuration knows it."""
    blok = een.blok
    sources = [_bron(settings, een, naam) for naam in blok.bronnen]
    paths = (field["veld"] for source in sources for field in source["velden"])
    return {
        "verantwoordelijke": f"gemeente {blok.naam}",
        "doel": blok.verwerking.doel,
        "grondslag": blok.verwerking.grondslag,
        "activiteit": blok.verwerking.activiteit,
        "bijzonder": bijzonder(blok.verwerking, paths),
        "betrokkenen": list(_BETROKKENEN),
        "bronnen": sources,
        "ontvangers": [_ontvanger(settings)],
        "doorgifte_buiten_eer": "geen door Regresbrug; zie waar de ontvanger staat",
        "maatregelen": list(_MAATREGELEN),
        "aan_te_vullen": [*ontbreekt(blok.verwerking), *AAN_TE_VULLEN],
    }


def dpia(een: GemeenteInstelling) -> list[dict[str, str]]:
    """Give the choices that weigh in a DPIA, with who may make them; names stand in config."""
    blok, bsn, tekst = een.blok, een.blok.bsn_meesturen, een.blok.tekst_besluit
    named = f"besluit van {tekst.datum} in de rol {tekst.rol}" if tekst else "geen besluit nodig"
    held = ", ".join(name for name, does in blok.beleid.model_dump().items() if does != "sturen")
    brake = blok.rem.nieuw if blok.rem.nieuw is not None else "3 x gewoonlijk, minstens 25"
    return [
        _keuze("stand", blok.stand, _sinds(een)),
        *_bijzonder(een),
        _keuze("BSN in de melding", "ja" if bsn else "nee", bsn.grondslag if bsn else "niet nodig"),
        _keuze("notitie als enige aanwijzing", blok.tekst_alleen, named),
        _keuze("tekst van een notitie", blok.toedracht, "`geen` is de gewone keuze"),
        _keuze("nooit vanzelf verstuurd", held or "niets", "`beleid` in het gemeentebestand"),
        _keuze("rem: nieuwe meldingen per run", str(brake), blok.rem.waarom or "gewone waarde"),
        _keuze("rem: aandeel met ongeval", f"{blok.rem.aandeel:.0%}", "daarboven wacht de run"),
        _keuze(
            "herkenning van wat wacht",
            *_herkenning(een),
        ),
    ]


def _bijzonder(een: GemeenteInstelling) -> list[dict[str, str]]:
    blok = een.blok.verwerking
    health = grond(blok.grondslag_gezondheid, "grondslag_gezondheid")
    criminal = grond(blok.grondslag_strafrecht, "grondslag_strafrecht")
    return [
        _keuze("gezondheidsgegevens (AVG art. 9)", "ja, in elke melding", health),
        _keuze("strafrechtelijke gegevens (AVG art. 10)", "mogelijk", criminal),
    ]


def _herkenning(een: GemeenteInstelling) -> tuple[str, str]:
    if een.blok.inzagesleutel:
        return "verzegeld", "alleen een consulent met de geheime helft opent haar"
    if een.blok.werklijst:
        return "werklijst", "leesbaar in een eigen map van de gemeente, nooit in het grootboek"
    return "niet bewaard", "een consulent zoekt het record op zijn plaats in de bron"


def stroom(settings: Settings, een: GemeenteInstelling) -> list[dict[str, str]]:
    """Give every way that data goes, from the source to who receives it."""
    steps = [step for naam, bron in een.blok.bronnen.items() for step in _wegen(naam, bron)]
    target = settings.dienst.bestemming
    if isinstance(target, Regresloket):
        steps.append(_stap("Regresbrug", "Regresloket", "HTTPS, verzegeld", target.adres))
    else:
        steps.append(_stap("Regresbrug", "Regresloket", "map, verzegeld", "map op deze computer"))
    if een.blok.werklijst is not None:
        steps.append(_stap("Regresbrug", "werklijst", _WERKLIJST, "eigen map op deze computer"))
    steps.append(_stap("Regresbrug", "grootboek", "bestand, zonder persoonsgegevens", "lokaal"))
    steps.append(_stap("Regresbrug", "logboek", "bestand, met pseudoniemen", "lokaal"))
    return steps


def bestanden(settings: Settings, een: GemeenteInstelling) -> Iterator[dict[str, str]]:
    """Give the files that decide what happens, with their SHA-256."""
    names = ["regresbrug.yaml", een.bestand]
    names += [f"mappings/{bron.mapping}.yaml" for bron in een.blok.bronnen.values()]
    for name in dict.fromkeys(names):
        yield {"bestand": name, "sha256": _sha256(settings.config / name)}


def _bron(settings: Settings, een: GemeenteInstelling, naam: str) -> dict[str, Any]:
    bron = een.blok.bronnen[naam]
    plan = plan_van(settings, bron)
    return {
        "naam": naam,
        "soort": bron.soort,
        "mapping": bron.mapping,
        "mapping_merk": plan.merk,
        "velden": [
            {"veld": pad, "persoonlijk": _persoonlijk(pad)} for pad in meegestuurd(een.blok, plan)
        ],
    }


def _persoonlijk(pad: str) -> bool:
    """Tell whether a value of this field alone may say who somebody is."""
    return pad == PSEUDONIEM or (pad in VELDEN and VELDEN[pad].persoonlijk)


def _ontvanger(settings: Settings) -> str:
    target = settings.dienst.bestemming
    where = f" ({target.adres})" if isinstance(target, Regresloket) else ", via een map"
    return f"het Regresloket{where}"


def _wegen(naam: str, bron: object) -> Iterator[dict[str, str]]:
    """Give the source, and what else is asked or read beside it."""
    yield _heen(naam, bron)
    if isinstance(bron, StufBron) and bron.personen is not None:
        where = bron.personen.adres or bron.adres
        yield _stap(f"{naam}: persoonsregister", "Regresbrug", _REGISTER, where)
    if isinstance(bron, StufBron) and bron.lijst is not None:
        yield _stap(
            f"{naam}: lijst van zaken", "Regresbrug", "map, alleen lezen", "map op deze computer"
        )


def _heen(naam: str, bron: object) -> dict[str, str]:
    match bron:
        case SoapDeur():
            taal = "StUF" if isinstance(bron, StufBron) else "SOAP"
            wederzijds = "wederzijds TLS" if bron.clientcertificaat else "TLS"
            return _stap(naam, "Regresbrug", f"{taal} over {wederzijds}", bron.adres)
        case SftpBron():
            return _stap(naam, "Regresbrug", "SFTP, vaste hostsleutel", f"{bron.host}:{bron.poort}")
        case _:
            return _stap(naam, "Regresbrug", "map, alleen lezen", "map op deze computer")


def _stap(van: str, naar: str, hoe: str, waar: str) -> dict[str, str]:
    return {"van": van, "naar": naar, "hoe": hoe, "waar": waar}


def _keuze(wat: str, waarde: str, grond: str) -> dict[str, str]:
    return {"keuze": wat, "waarde": waarde, "grond": grond}


def _sinds(een: GemeenteInstelling) -> str:
    return f"sinds {een.blok.actief.sinds}" if een.blok.actief else "er gaat niets weg"


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
