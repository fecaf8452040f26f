"""The schemes that come with zicha: data files, and how to get at them."""

from __future__ import annotations

from importlib import resources


def shipped() -> tuple[str, ...]:
    """Return the ids of the schemes that come with zicha, sorted."""
    names = (item.name for item in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def content(scheme_id: str) -> bytes:
    """Return the file of a shipped scheme; raise ``KeyError`` if there is none of that id."""
    if scheme_id not in shipped():
        raise KeyError(scheme_id)
    return resources.files(__name__).joinpath(f"{scheme_id}.yaml").read_bytes()
