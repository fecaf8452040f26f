"""What stands at the end of a report so that its reader can hold the ledger to it: the log's head, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from zicha.core.text import Language, LocalText

_HEAD = LocalText("校验点：账链 {size} 条，根 {root}。", "Checkpoint: a log of {size} records, root {root}.")
_KEY = LocalText(
    "台账 {origin}，签名公钥指纹 {fingerprint}。", "Ledger {origin}, fingerprint of its public key {fingerprint}."
)
_HOW = LocalText(
    "核对方法：留存本页；以后向出具单位索取证明，用 zicha verify 核验，账链必须接得上这里的条数和根。",
    "To check: keep this page; ask the issuer for a proof later and run zicha verify on it. The log must continue "
    "from this size and root.",
)


@dataclass(frozen=True, slots=True)
class ProofNote:
    """A signed head of the log that covers what a report's figures rest on.

    Attributes:
        origin: the log's name.
        root: as a checkpoint writes it.
        fingerprint: of the log's public key.
    """

    origin: str
    size: int
    root: str
    fingerprint: str

    @property
    def code(self) -> str:
        """What the QR code says: the three lines of a checkpoint (C2SP tlog-checkpoint), then the fingerprint."""
        return f"{self.origin}\n{self.size}\n{self.root}\n{self.fingerprint}\n"

    def lines(self, language: Language) -> tuple[str, ...]:
        """Return the sentences of the note."""
        facts = {"origin": self.origin, "size": self.size, "root": self.root, "fingerprint": self.fingerprint}
        return tuple(each.in_language(language).format(**facts) for each in (_HEAD, _KEY, _HOW))
