"""Decodes the administrator's forms about the organisation: posted text to a decision that holds from a day on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from zicha.core import periods
from zicha.core.findings import Refusal
from zicha.core.reorganising import MEMBER, Appoint, Close, Decision, Found, Merge, Move, Relieve, Rename, Split
from zicha.core.units import Holding, Tree

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Control:
    """One question of a form: a line of text, a day, one of some options, several of them, a unit or a person.

    Attributes:
        none: what it is called to choose no unit or nobody, where that is an answer.
        without: units that are no answer.
    """

    name: str
    label: str
    sort: Literal["text", "day", "one", "many", "unit", "person"]
    options: Options = ()
    required: bool = True
    hint: str = ""
    none: str = ""
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Setting:
    """What the forms choose from: the unit they are about, the tree of the day, and who holds which post in the unit.

    Attributes:
        names: of those who hold, or held, a post in the unit, by id.
        everyone: everyone to choose from, or ``None`` where they are too many for a list.
    """

    about: str
    today: date
    tree: Tree
    held: tuple[Holding, ...]
    names: Mapping[str, str]
    posts: Options
    everyone: Options | None

    def here(self, *, posts: bool = False) -> Options:
        """Return who is in the unit; with ``posts`` one line for each post, as ``person/post``."""
        titles = dict(self.posts)
        held = [one for one in self.held if self.today < one.span.end]
        if posts:
            pairs = {f"{one.person}/{one.post}": titles.get(one.post, one.post) for one in held}
            return tuple((key, f"{self.names[key.partition('/')[0]]} · {title} {key}") for key, title in pairs.items())
        return tuple((one, f"{self.names[one]} {one}") for one in dict.fromkeys(each.person for each in held))


@dataclass(frozen=True, slots=True)
class Form:
    """One sort of decision: its title, its questions, and how the answers are read."""

    title: str
    controls: Callable[[Setting], tuple[Control, ...]]
    read: Callable[[Setting, QueryDict, date], Decision]


def day(data: QueryDict, name: str = "day") -> date:
    """Return a posted day; raise ``Refusal`` for anything else."""
    text = data.get(name, "")
    try:
        return periods.read_day(text)
    except ValueError:
        raise Refusal("cli.date", value=text) from None


def read(form: Form, setting: Setting, data: QueryDict) -> Decision:
    """Return the decision a form holds; raise ``Refusal`` for a day that is none."""
    return form.read(setting, data, day(data))


def _day() -> Control:
    return Control("day", _("从哪一天起"), "day", hint=_("这一天以前的时段仍按原来的组织统计。"))


def _text(name: str, label: str, hint: str = "", *, required: bool = True) -> Control:
    return Control(name, label, "text", hint=hint, required=required)


def _word(data: QueryDict, name: str) -> str:
    return data.get(name, "").strip()


def _code_and_name() -> tuple[Control, Control]:
    return (
        _text("code", _("编号"), _("英文字母、数字、“-”或“_”；定了就不再改，也不给别的单位用。")),
        _text("name", _("名称")),
    )


def _found_controls(_setting: Setting) -> tuple[Control, ...]:
    return (*_code_and_name(), _above(_("上级单位"), frozenset()), _day())


def _above(label: str, without: frozenset[str]) -> Control:
    return Control("above", label, "unit", required=False, none=_("（最上级）"), without=without)


def _found(setting: Setting, data: QueryDict, on: date) -> Decision:
    return Found(_word(data, "code"), _word(data, "name"), data.get("above", setting.about), on)


def _rename_controls(setting: Setting) -> tuple[Control, ...]:
    now = setting.tree.name(setting.about) if setting.about in setting.tree else ""
    return (_text("name", _("新名称"), _("现在叫%(name)s。") % {"name": now}), _day())


def _rename(setting: Setting, data: QueryDict, on: date) -> Decision:
    return Rename(setting.about, _word(data, "name"), on)


def _below(setting: Setting) -> frozenset[str]:
    return frozenset(setting.tree.subtree(setting.about)) if setting.about in setting.tree else frozenset()


def _move_controls(setting: Setting) -> tuple[Control, ...]:
    return (_above(_("改隶哪个单位"), _below(setting)), _day())


def _move(setting: Setting, data: QueryDict, on: date) -> Decision:
    return Move(setting.about, data.get("above", ""), on)


def _merge_controls(setting: Setting) -> tuple[Control, ...]:
    return (Control("into", _("并入哪个单位"), "unit", without=_below(setting)), _day())


def _merge(setting: Setting, data: QueryDict, on: date) -> Decision:
    return Merge((setting.about,), data.get("into", ""), on)


def _split_controls(setting: Setting) -> tuple[Control, ...]:
    below = tuple((code, setting.tree.name(code)) for code in setting.tree.children(setting.about))
    return (
        *_code_and_name(),
        Control("people", _("带走的成员"), "many", setting.here(), required=False),
        Control("below", _("带走的下级单位"), "many", below, required=False),
        _day(),
    )


def _split(setting: Setting, data: QueryDict, on: date) -> Decision:
    people, below = tuple(data.getlist("people")), tuple(data.getlist("below"))
    return Split(setting.about, _word(data, "code"), _word(data, "name"), on, people, below)


def _close_controls(_setting: Setting) -> tuple[Control, ...]:
    return (_day(),)


def _close(setting: Setting, _data: QueryDict, on: date) -> Decision:
    return Close(setting.about, on)


def _person(setting: Setting, label: str, *, none: str = "") -> Control:
    if setting.everyone is None:
        return Control("person", label, "person", setting.here(), required=not none, none=none)
    options = ((("", none),) if none else ()) + setting.everyone
    return Control("person", label, "one", options, required=not none)


def _join_controls(setting: Setting) -> tuple[Control, ...]:
    return (
        _person(setting, _("已在名册里的人"), none=_("（新人）")),
        _text("code", _("新人的编号"), _("本单位自己编的号，不要用身份证号。"), required=False),
        _text("name", _("新人的姓名"), required=False),
        _day(),
    )


def _join(setting: Setting, data: QueryDict, on: date) -> Decision:
    chosen = data.get("person", "")
    person, name = (chosen, "") if chosen else (_word(data, "code"), _word(data, "name"))
    return Appoint(person, setting.about, MEMBER, on, name=name)


def _post_controls(setting: Setting) -> tuple[Control, ...]:
    posts = tuple(post for post in setting.posts if post[0] != MEMBER)
    return (
        _person(setting, _("谁")),
        Control("post", _("任什么岗位"), "one", posts),
        _day(),
        Control("last", _("到哪一天为止"), "day", required=False, hint=_("不填就是长期。")),
    )


def _post(setting: Setting, data: QueryDict, on: date) -> Decision:
    until = day(data, "last") + timedelta(days=1) if data.get("last") else date.max
    return Appoint(data.get("person", ""), setting.about, data.get("post", ""), on, until)


def _relieve_controls(setting: Setting) -> tuple[Control, ...]:
    return (Control("held", _("结束谁的哪个岗位"), "one", setting.here(posts=True)), _day())


def _relieve(setting: Setting, data: QueryDict, on: date) -> Decision:
    person, _slash, post = data.get("held", "").partition("/")
    return Relieve(person, on, unit=setting.about, post=post or "-")


def _leave_controls(setting: Setting) -> tuple[Control, ...]:
    extents = (("unit", _("离开这个单位")), ("all", _("离开本组织，结束所有岗位")))
    return (Control("person", _("谁"), "one", setting.here()), Control("extent", _("离开哪里"), "one", extents), _day())


def _leave(setting: Setting, data: QueryDict, on: date) -> Decision:
    return Relieve(data.get("person", ""), on, unit="" if data.get("extent") == "all" else setting.about)


FORMS: Mapping[str, Form] = {
    "found": Form(later("设立单位"), _found_controls, _found),
    "rename": Form(later("改名"), _rename_controls, _rename),
    "move": Form(later("改隶"), _move_controls, _move),
    "merge": Form(later("并入别的单位"), _merge_controls, _merge),
    "split": Form(later("分设新单位"), _split_controls, _split),
    "close": Form(later("撤销"), _close_controls, _close),
    "join": Form(later("加入成员"), _join_controls, _join),
    "post": Form(later("任命岗位"), _post_controls, _post),
    "relieve": Form(later("结束岗位"), _relieve_controls, _relieve),
    "leave": Form(later("人员离开"), _leave_controls, _leave),
}
"""Every sort of decision by the word in its address. All but ``found`` are about a unit that is there."""
