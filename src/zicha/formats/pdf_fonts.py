"""Which faces a PDF is set in: those of a folder, or the OFL faces installed with zicha.

GB/T 9704-2012 asks for 小标宋, 仿宋, 楷体, 黑体 and 宋体, which are not free to pass on; a folder brings them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import pylopdf_fonts_zh_cn as bundled_fonts
import typst

from zicha.core.findings import Refusal

Role = Literal["小标宋", "仿宋", "楷体", "黑体", "宋体"]
ROLES: tuple[Role, ...] = get_args(Role)
SERIF, SANS = "Noto Serif SC", "Noto Sans SC"

_USUAL: dict[Role, tuple[str, ...]] = {
    "小标宋": ("fzxiaobiaosong", "方正小标宋", "小标宋", "stzhongsong", "华文中宋"),
    "仿宋": ("fangsonggb2312", "仿宋gb2312", "fangsong", "仿宋", "stfangsong", "fzfangsong", "方正仿宋", "fandolfang"),
    "楷体": ("kaitigb2312", "楷体gb2312", "kaiti", "楷体", "stkaiti", "fzkai", "方正楷体", "fandolkai", "lxgwwenkai"),
    "黑体": ("simhei", "黑体", "stheiti", "fzhei", "方正黑体", "fandolhei"),
    "宋体": ("simsun", "nsimsun", "宋体", "stsong", "fzshusong", "方正书宋", "fandolsong"),
}
"""Beginnings of the names under which foundries sell each face, the standard's own first."""

_PROBE = b'#set text(font: sys.inputs.family, fallback: false, lang: "zh")\n' + "一二三中国的".encode()


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces of a document.

    Attributes:
        loaded: what typst may draw from; nothing of the system is among it.
        families: the families of each role, to be tried in order for every character.
        folders: where the faces lie.
        heavy_title: whether the title's face is a plain one that needs a heavier stroke.
    """

    loaded: typst.Fonts
    families: Mapping[Role, tuple[str, ...]]
    folders: tuple[Path, ...]
    heavy_title: bool


@cache
def bundled() -> Faces:
    """Return the faces that are installed with zicha: one serif and one sans of Noto, in one weight."""
    folders = (_own_folder(),)
    return Faces(_load(folders), {role: _bundled(role) for role in ROLES}, folders, heavy_title=True)


@cache
def from_folder(folder: Path, named: str = "") -> Faces:
    """Return the faces of a folder and the folders in it; what it lacks is taken from the bundled ones.

    ``named`` says which families to use where names do not tell: ``仿宋=FandolFang,楷体=LXGW WenKai``. Raises
    ``Refusal`` for a folder that is not there, for a family that is not in it or holds no Chinese, for a role that is
    none, and where no family is named and none is known.
    """
    if not folder.is_dir():
        raise Refusal("reports.font_folder", folder=folder)
    folders = (_own_folder(), folder)
    own = _families(_load(folders[1:]))
    chosen = {role: family for role in ROLES if (family := usual(role, own))} | _named(named, folder, own)
    if not chosen:
        raise Refusal("reports.fonts_not_chinese", folder=folder, found=_listed(own))
    loaded = _load(folders)
    for family in chosen.values():
        if not _holds_chinese(loaded, family):
            raise Refusal("reports.font_not_chinese", folder=folder, family=family)
    families = {role: (*([chosen[role]] if role in chosen else []), *_bundled(role)) for role in ROLES}
    return Faces(loaded, families, folders, heavy_title="小标宋" not in chosen)


def _own_folder() -> Path:
    return Path(bundled_fonts.serif_path()).parent


def _load(folders: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(place) for place in folders]
    )


def _bundled(role: Role) -> tuple[str, ...]:
    return (SANS, SERIF) if role == "黑体" else (SERIF, SANS)


def _families(fonts: typst.Fonts) -> tuple[str, ...]:
    return tuple(sorted(set(fonts.families())))


def _listed(families: tuple[str, ...]) -> str:
    shown = "、".join(families[:12]) or "0"
    return shown + "…" * (len(families) > 12)


def usual(role: Role, families: tuple[str, ...]) -> str | None:
    """Return the family that serves a role by its name, or ``None``."""
    bare = {family: "".join(filter(str.isalnum, family)).lower() for family in families}
    found = (family for usual in _USUAL[role] for family in families if bare[family].startswith(usual))
    return next(found, None)


def _named(named: str, folder: Path, families: tuple[str, ...]) -> dict[Role, str]:
    by_name = {family.lower(): family for family in families}
    chosen: dict[Role, str] = {}
    for pair in filter(None, (each.strip() for each in named.split(","))):
        role, _equals, family = (part.strip() for part in pair.partition("="))
        known = next((each for each in ROLES if each == role), None)
        if known is None:
            raise Refusal("reports.font_role", role=role, roles="、".join(ROLES))
        if family.lower() not in by_name:
            raise Refusal("reports.font_unknown", family=family, folder=folder, found=_listed(families))
        chosen[known] = by_name[family.lower()]
    return chosen


def _holds_chinese(fonts: typst.Fonts, family: str) -> bool:
    """Whether a family can show common hanzi; PDF/A makes typst say what it cannot show."""
    try:
        typst.Compiler(_PROBE, font_paths=fonts, sys_inputs={"family": family}).compile(
            format="pdf", pdf_standards="a-2u", timestamp=0
        )
    except typst.TypstError:
        return False
    return True
