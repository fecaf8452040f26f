"""zicha looks at what an organisation did, never at what people think or say. These tests hold it."""

import dataclasses
import re
from typing import get_args

import pytest

from tests.architecture import source
from zicha.core import scheme
from zicha.core.units import Person
from zicha.formats import scheme_yaml

SHIPPED = sorted((source.SRC / "schemes").glob("*.yaml"))

ABOUT_VIEWS = re.compile(
    r"观点|言论|舆情|舆论|思想动态|思想状况|思想倾向|倾向性|政治表现|政治面貌|信仰|立场|网络行为|微博|朋友圈|评分排名|打分"
    r"|opinion|belief|tendenc|ideolog|speech|sentiment|loyalty|attitude|religion|mood|social_media|ranking",
    re.IGNORECASE,
)
"""Words for what a person thinks, says or is, none of which names a thing zicha stores or counts."""


def test_field_types_describe_activities():
    assert set(get_args(scheme.FieldType)) == {
        "text",
        "choice",
        "number",
        "date",
        "duration",
        "reading_list",
        "person",
        "link",
    }


def test_a_person_is_an_id_and_a_name():
    assert [field.name for field in dataclasses.fields(Person)] == ["id", "name"]


def test_measures_count_activities_and_score_no_one():
    assert {rule.__name__ for rule in get_args(scheme.Rule)} == {
        "Count",
        "Sum",
        "DistinctPeople",
        "Rate",
        "Share",
        "Cells",
        "ProblemCount",
        "ProblemShare",
        "StudyCount",
        "StudyShare",
    }


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_scheme_models_nothing_about_views(path):
    read = scheme_yaml.read(path.read_bytes(), name=path.name).scheme
    words = "\n".join(repr(part) for part in (read.kinds, read.duties, read.measures, read.report, read.posts))
    assert ABOUT_VIEWS.findall(words) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_talk_has_no_free_text_about_the_person(path):
    read = scheme_yaml.read(path.read_bytes(), name=path.name).scheme
    talks = [kind for kind in read.kinds if kind.private]
    assert [(kind.id, field.id) for kind in talks for field in kind.fields if field.type == "text"] == []


def test_the_reference_scheme_has_private_talks():
    read = scheme_yaml.read((source.SRC / "schemes" / "theory-study.yaml").read_bytes(), name="theory-study.yaml")
    assert [kind.id for kind in read.scheme.kinds if kind.private] != []


def test_nothing_is_fetched_from_anywhere():
    clients = {
        "requests",
        "httpx",
        "aiohttp",
        "urllib3",
        "urllib.request",
        "http.client",
        "feedparser",
        "scrapy",
        "minio",
        "boto3",
    }
    found = {
        f"{path.relative_to(source.ROOT)} imports {name}"
        for path in source.modules()
        for name in source.imported(path) & clients
    }
    # The installation's own bucket, at the one address its operator set, holds the files people hand in.
    own = {"minio", "minio.error", "urllib3", "urllib3.exceptions"}
    assert found <= {f"src/zicha/store/bucket.py imports {name}" for name in own}
