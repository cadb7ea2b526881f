"""The command line tool `xmlsec1`: a second judge of signatures, and a signer that is not ours.

It shares the C library with the product's xmlsec, and none of what we say to it: which parts, which
key, which names. tests/tools/wss.py shares nothing at all.
"""

import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

from tests.tools import wss
from tests.tools.needs import missing
from tests.tools.wss import Paar

#: What may bear a wsu:Id that a Reference leads to; the tool looks for no others.
_DELEN = ("Body", "Timestamp", "UsernameToken", "To", "Action", "MessageID", "ReplyTo", "RelatesTo")
_IDS = [word for name in _DELEN for word in ("--id-attr:Id", name)]
_GELEZEN = re.compile(rb"== PreDigest data - start buffer:\n(.*?)\n== PreDigest data - end", re.S)


def nodig() -> None:
    """End the test when the tool is not here."""
    if shutil.which("xmlsec1") is None:
        missing("xmlsec1", "not installed: apt-get install xmlsec1")


def geverifieerd(message: bytes, pem: Path) -> list[etree._Element]:
    """Give the parts that it found signed, as it read them; AssertionError when it refuses.

    pem  the certificate of who should have signed: the tool believes no other
    """
    words = ["--verify", "--pubkey-cert-pem", str(pem), "--store-references", "--print-debug"]
    done = _roep([*words, "--enabled-reference-uris", "same-doc"], message)
    assert done.returncode == 0, done.stderr.decode()
    return [etree.fromstring(found) for found in _GELEZEN.findall(done.stdout)]


def teken(envelope: etree._Element, wie: Paar) -> bytes:
    """Let it compute digests and signature over all that bears a wsu:Id."""
    form = etree.fromstring(wss.teken(envelope, wie))
    for name in ("DigestValue", "SignatureValue"):
        for computed in form.iter(f"{{{wss.DS}}}{name}"):
            computed.text = None
    words = ["--sign", "--privkey-pem", str(wie.pem_sleutel), "--output", "/dev/stdout"]
    done = _roep(words, etree.tostring(form))
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def _roep(words: list[str], message: bytes) -> subprocess.CompletedProcess[bytes]:
    with TemporaryDirectory(prefix="regresbrug-xmlsec1-") as folder:
        file = Path(folder, "bericht.xml")
        file.write_bytes(message)
        command = ["xmlsec1", words[0], *_IDS, *words[1:], str(file)]
        return subprocess.run(command, capture_output=True, check=False, timeout=30)
