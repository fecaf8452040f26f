"""Every text of the pages has an English translation, and the compiled catalogue is the written one."""

import re

from tools import translations
from zicha.core import messages


def test_catalogue_holds_exactly_what_the_pages_say():
    assert set(translations.read()) == set(translations.collect())


def test_every_text_is_translated_into_english_without_chinese():
    wrong = {
        text: told
        for text, told in translations.read().items()
        if not all(told) or any(re.search(r"[\u3000-\u9fff\uff00-\uffef]", one) for one in told)
    }
    assert wrong == {}


def test_chinese_texts_use_one_word_for_one_thing():
    """你 and never 您 but in a greeting, 账号 and never 帐号, a half-width stroke between numbers as everywhere."""
    texts = [*translations.collect(), *(sentence.zh for sentence in messages.SENTENCES.values())]
    assert [text for text in texts if re.search("您(?!好)|帐|登陆|／", text)] == []


def test_translations_keep_their_places():
    places = {
        text: told
        for text, told in translations.read().items()
        if any(
            set(re.findall(r"%\(\w+\)[sd]", text)) - {"%(n)d"} != set(re.findall(r"%\(\w+\)[sd]", one)) - {"%(n)d"}
            for one in told
        )
    }
    assert places == {}


def test_compiled_catalogue_is_the_written_one():
    assert translations.CATALOGUE.with_suffix(".mo").read_bytes() == translations.compiled(translations.read())


def test_written_catalogue_is_read_back(tmp_path):
    texts = {"还剩 %(n)d 天": ("%(n)d day", "%(n)d days"), "“引”\n\\行": ('a "quoted"\nline',)}
    path = tmp_path / "django.po"
    path.write_text(translations.write(texts), "utf-8")
    assert translations.read(path) == texts


def test_templates_say_nothing_in_chinese_outside_a_translated_text():
    bare = {}
    for path in (translations.WEB / "templates").rglob("*.html"):
        text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
        text = re.sub(r"_n?\((\"[^\"]*\"|'[^']*')", "", text)
        found = [one for one in re.findall(r"[\u4e00-\u9fff]+", text) if one != "中文"]
        if found:
            bare[path.name] = found
    assert bare == {}
