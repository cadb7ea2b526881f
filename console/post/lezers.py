"""The groups of readers: whoever runs the installation, and each municipality of its own."""

from dataclasses import dataclass

from settings import GemeenteInstelling, Settings

#: The name of whoever runs the installation, in the ledger and on the command line.
BEHEER = "beheer"


@dataclass(frozen=True, slots=True)
class Lezers:
    """One group that gets one mail.

    aan        "beheer", or the municipality's code at onboarding
    gemeenten  whose problems they hear
    buiten     they are outside the municipality: counts under 5 are not told
    """

    aan: str
    naam: str
    adressen: tuple[str, ...]
    gemeenten: tuple[GemeenteInstelling, ...]
    buiten: bool

    @property
    def codes(self) -> tuple[str, ...]:
        """Give whose problems these are in the ledger; "" = of the installation."""
        own = tuple(een.identiteit for een in self.gemeenten)
        return ("", *own) if self.buiten else own

    def gemeentenaam(self, code: str) -> str:
        """Give the name of a municipality; "" for the installation."""
        return next((een.blok.naam for een in self.gemeenten if een.identiteit == code), "")


def lezers(settings: Settings) -> tuple[Lezers, ...]:
    """Give every group that has addresses; none without a mail server."""
    mail = settings.dienst.mail
    if mail is None:
        return ()
    first = Lezers(BEHEER, "alle gemeenten", mail.beheer, settings.gemeenten, buiten=True)
    own = (
        Lezers(een.identiteit, een.blok.naam, een.blok.mail, (een,), buiten=False)
        for een in settings.gemeenten
        if een.blok.mail
    )
    return (first, *own)
