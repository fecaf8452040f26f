"""What a template says in constant words is translated when it is compiled, once a language."""

import ast
import re

import jinja2
import pytest
from django.template import engines
from django.utils import translation

from zicha.web.folding import Folding
from zicha.web.language import LANGUAGES


def folding(said):
    return Folding(said, autoescape=True, undefined=jinja2.StrictUndefined)


@pytest.mark.parametrize(("said", "meant"), [("zh", "待办,看板."), ("en", "To do,Board.")])
def test_constant_text_is_literal_whatever_language_is_active(said, meant):
    template = folding(said).from_string('{{ _("待办") }},{% for one in (_("看板"),) %}{{ one }}.{% endfor %}')
    with translation.override("en" if said == "zh" else "zh-hans"):
        assert template.render(_=None) == meant


@pytest.mark.parametrize("said", LANGUAGES)
def test_language_is_a_constant(said):
    template = folding(said).from_string('{{ "、" if language() == "zh" else ", " }}{{ language() }}')
    assert template.render(language=None) == {"zh": "、zh", "en": ", en"}[said]


def test_constant_text_is_escaped_once_and_a_safe_one_not_at_all():
    template = folding("zh").from_string('{{ _("<b>&") }} {{ _("<b>") | safe }} {{ _("<b>") ~ 1 }}')
    assert template.render() == "&lt;b&gt;&amp; <b> &lt;b&gt;1"


def test_text_with_places_and_one_that_is_no_constant_are_left_to_the_page():
    template = folding("en").from_string('{{ _("第 %(n)s 版", n=n) }} {{ _(text) }} {{ _(*texts) }}')
    said = template.render(_=lambda text, **facts: f"[{text} {facts}]", n=2, text="待办", texts=["看板"])
    assert said == "[第 %(n)s 版 {&#39;n&#39;: 2}] [待办 {}] [看板 {}]"


@pytest.mark.parametrize("said", LANGUAGES)
def test_no_page_translates_a_constant_text(said):
    environment = engines["jinja2"].env.of(said)
    left = {}
    for name in environment.list_templates():
        code = ast.parse(environment.compile(environment.loader.get_source(environment, name)[0], name, raw=True))
        left[name] = [ast.unparse(one) for one in ast.walk(code) if translates_a_constant(one)]
    assert {name: calls for name, calls in left.items() if calls} == {}


def translates_a_constant(node):
    """Whether a piece of a template's code is ``_("…")`` with nothing to be filled in."""
    if not isinstance(node, ast.Call) or not ast.unparse(node.func).endswith(".call"):
        return False
    called, *values = node.args
    facts = {each.arg for each in node.keywords} - {"_block_vars", "_loop_vars"}
    return "(name='_')" in ast.unparse(called) and not facts and all(isinstance(one, ast.Constant) for one in values)


def test_a_template_is_of_the_language_it_is_asked_in():
    def said(code):
        with translation.override(code):
            return engines["jinja2"].get_template("no_unit.html").template.environment

    assert said("zh-hans") is said("zh-hans")
    assert said("zh-hans") is not said("en")


@pytest.mark.django_db
def test_language_switched_between_two_requests_switches_the_whole_page(client):
    def page(said):
        client.cookies["zicha_language"] = said
        return re.sub(r'value="\w{64}"|Token": "\w+"', "", client.get("/sign-in/").content.decode())

    chinese, english = page("zh"), page("en")
    assert [page("zh"), page("en"), page("zh")] == [chinese, english, chinese]
    assert ("登录" in chinese, "Sign in" in chinese) == (True, False)
    assert ("登录" in english, "Sign in" in english) == (False, True)
