"""Templates of one language: what they say in constant words is translated when they are compiled, not page by page."""

from __future__ import annotations

from typing import Any

import jinja2
from django.utils import translation
from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from zicha.core.text import Language
from zicha.web.language import LANGUAGES


class Folding(jinja2.Environment):
    """An environment whose templates are of one language: ``_("…")`` and ``language()`` are constants in them.

    A text with places to be filled, or one that is counted, is translated on the page as before.
    """

    def __init__(self, said: Language, **options: Any) -> None:
        super().__init__(**options)
        self._said = said

    def _generate(self, source: nodes.Template, *where: Any, **how: Any) -> str:
        """Jinja's own hook between a template's tree and its code."""
        with translation.override(LANGUAGES[self._said]):
            return super()._generate(_Constants(self._said).visit(source), *where, **how)


class _Constants(NodeTransformer):
    def __init__(self, said: Language) -> None:
        self._said = said

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 -- the visitor's word
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return node
        match node.node.name, node.args:
            case "_", [nodes.Const(value=str(text))]:
                return _constant(translation.gettext(text), node)
            case "language", []:
                return _constant(self._said, node)
        return node


def _constant(value: str, node: nodes.Node) -> nodes.Const:
    return nodes.Const(value, lineno=node.lineno, environment=node.environment)
