"""That a bundle's rules are those of the scheme the organisation had loaded, as its checkpoint binds it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from zicha.core import binding, merkle, proofs, scheme_plain
from zicha.core.binding import Bound, RowHead
from zicha.core.merkle import ProofError
from zicha.core.proofs import BundleError
from zicha.core.scheme import Scheme

SORT = "scheme"


def shown(bound: Bound, *, said: Mapping[str, Any], parsed: str, path: tuple[bytes, ...]) -> dict[str, Any]:
    """Return what a bundle says of its scheme: the bound row, what it said, and its way to the row log's root."""
    return {
        "row": bound.seq,
        "replaces": bound.replaces,
        "salt": bound.salt.hex(),
        "said": dict(said),
        "parsed": parsed,
        "path": [proofs.hashed(each) for each in path],
    }


def check(bundle: Mapping[str, Any], *, head: RowHead | None) -> bool:
    """Return whether the bundle shows its scheme; raise :class:`BundleError` if what it shows does not hold.

    Bundles from before the row log show none. ``proofs.scheme_unbound``: the scheme is not the one the checkpoint
    binds. ``proofs.rule_other``: a figure's rule is not the scheme's.
    """
    scheme = bundle["scheme"]
    if head is None or "row" not in scheme:
        return False
    try:
        _check_bound(scheme, head)
        _check_rules(scheme, bundle["figures"])
    except (ProofError, KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, BundleError):
            raise
        raise BundleError("proofs.scheme_unbound", scheme=str(scheme.get("id"))) from error
    return True


def _check_bound(scheme: Mapping[str, Any], head: RowHead) -> None:
    said = scheme["said"]
    digest = binding.digest(sort=SORT, content=said, salt=bytes.fromhex(scheme["salt"]))
    leaf = Bound(scheme["row"], SORT, "", scheme["replaces"], b"", digest).leaf
    path = [proofs.unwritten(each) for each in scheme["path"]]
    merkle.check_record(index=scheme["row"] - 1, size=head.size, leaf=leaf, proof=path, expected=head.root)
    whole = hashlib.sha256(scheme["parsed"].encode()).hexdigest()
    if (said["scheme"], said["version"], said["parsed"]) != (scheme["id"], scheme["version"], whole):
        raise BundleError("proofs.scheme_unbound", scheme=scheme["id"])


def _check_rules(scheme: Mapping[str, Any], figures: list[Mapping[str, Any]]) -> None:
    held = scheme_plain.from_plain(json.loads(scheme["parsed"]))
    rules = {measure.id: measure.rule for measure in held.measures} if isinstance(held, Scheme) else {}
    for each in figures:
        if rules.get(each["measure"]) != scheme_plain.from_plain(each["rule"]):
            raise BundleError("proofs.rule_other", figure=each["figure"])
