"""Which message of StUF something is, when it is not the one that we asked for."""

import re

from lxml import etree

# The names of messages in StUF 3.01, 4.1.2, and of those that build on it. A name of another shape
# is never shown: whoever answers may put anything there.
_NAAM = re.compile(
    r"""\A(?: [a-z]{3}(?:L[avk]|S[ah])[0-9]{2}
        | [A-Za-z]{3,40}_[A-Z][a-z]{2}L[avk][0-9]{2}
        | (?:Bv0[1-4]|Fo0[1-3]|Tr01)Bericht
        | [A-Za-z]{3,40}_D[iu]0[12]
        | envelop[A-Za-z]{3,20}-ggk_D[iu]01
        | StUF-berichtenSet )\Z""",
    re.VERBOSE | re.ASCII,
)
_RUIMTEN = ("http://www.egem.nl/StUF/", "http://www.stufstandaarden.nl/")


def berichtnaam(element: etree._Element) -> str:
    """Give the name of a message of StUF; "" for anything else."""
    name = etree.QName(element)
    known = (name.namespace or "").startswith(_RUIMTEN) and _NAAM.match(name.localname)
    return name.localname if known else ""
