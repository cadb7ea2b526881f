"""The door to what is wrong now, who knows of it, and the mail about it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from ledger import openstaand, post
from ledger.boeken.boek import Boek
from ledger.shapes.openstaand import Gemeld, OpenProbleem, PostSoort, Poststand, Vertelling


class Probleemboek(Boek):
    """What is wrong now, and who was told."""

    def meld(self, gemeente: str, gemeld: Mapping[str, Sequence[Gemeld]], now: datetime) -> None:
        """Take reports: per melder all that is wrong now. What it no longer reports is over.

        gemeente  "" = the installation
        """
        if self._database.read(lambda c: openstaand.verschil(c, gemeente, gemeld, now)):
            self._database.write(lambda c: openstaand.meld(c, gemeente, gemeld, now))

    def openstaand(self, gemeente: str | None = None) -> list[OpenProbleem]:
        """Give what is wrong now, longest first; of a municipality, the installation (""), all."""
        return self._database.read(lambda c: openstaand.openstaande(c, gemeente))

    def vertellingen(self, aan: str, gemeenten: Collection[str]) -> list[Vertelling]:
        """Give what is open of these municipalities, and what is over since `aan` was told."""
        return self._database.read(lambda c: openstaand.vertellingen(c, aan, gemeenten))

    def vertel(self, aan: str, er: Sequence[int], weg: Sequence[int], now: datetime) -> None:
        """Note that `aan` was told of these open problems, and that these others are over."""
        self._database.write(lambda c: openstaand.vertel(c, aan, er, weg, now))

    def poststand(self, soort: PostSoort, aan: str) -> Poststand:
        """Give how one kind of mail to these readers went so far."""
        return self._database.read(lambda c: post.stand(c, soort, aan))

    def poststanden(self) -> list[Poststand]:
        """Give how every mail went so far."""
        return self._database.read(post.standen)

    def noteer_post(self, soort: PostSoort, aan: str, now: datetime, *, gelukt: bool) -> None:
        """Note that a mail was tried, and whether the server took it."""
        self._database.write(lambda c: post.noteer(c, soort, aan, now, gelukt=gelukt))
