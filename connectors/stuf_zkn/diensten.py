"""The questions we ask of BeantwoordVraag, each with its answer and the names in both."""

from dataclasses import dataclass

from connectors.stuf_zkn.namen import BG, ZDS, ZKN


@dataclass(frozen=True, slots=True)
class Dienst:
    """One question and its answer.

    koppelvlak   namespace of the two messages
    model        namespace of what stands in them: zds0120 names only the messages anew
    entiteit     the kind of object that is asked for
    sortering    an order that obliges the server to select on what we select on (StUF 3.01, 6.3)
    """

    koppelvlak: str
    naam: str
    antwoordnaam: str
    model: str
    entiteit: str
    sortering: str

    @property
    def vraag(self) -> str:
        """Give the name of the question, with its namespace."""
        return f"{{{self.koppelvlak}}}{self.naam}"

    @property
    def antwoord(self) -> str:
        """Give the name of the answer, with its namespace."""
        return f"{{{self.koppelvlak}}}{self.antwoordnaam}"

    @property
    def soapaction(self) -> str:
        """Give namespace, slash, operation (StUF protocolbindingen 4.3)."""
        return f"{self.koppelvlak}/{self.naam}"

    def deel(self, naam: str) -> str:
        """Give a part of a message, with its namespace."""
        return f"{{{self.model}}}{naam}"


#: All zaken of a period; sortering 5 is startdatum, newest first.
ZAKEN = Dienst(ZKN, "zakLv01", "zakLa01", ZKN, "ZAK", "5")
#: One zaak by its number (Zaak- en Documentservices 1.2); sortering 1 is identificatie.
ZAAKDETAILS = Dienst(ZDS, "geefZaakdetails_ZakLv01", "geefZaakdetails_ZakLa01", ZKN, "ZAK", "1")
#: One person by BSN (StUF-BG 03.10); sortering 8 is inp.bsn.
PERSONEN = Dienst(BG, "npsLv01", "npsLa01", BG, "NPS", "8")
