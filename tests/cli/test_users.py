"""``zicha user``: sign-ins and links are given, listed and ended; the data folder is its owner's alone."""

import os
import stat

import pytest

PASSWORD = "long enough to be one"


@pytest.fixture
def found(zicha, tmp_path):
    (tmp_path / "roster.csv").write_text(
        "编号,姓名,单位编号,单位,岗位\nP1,张三,U1,一队,第一责任人\nP2,李四,U1,一队,成员\n", "utf-8"
    )
    assert zicha("init").code == 0
    assert zicha("org", "import", "roster.csv").code == 0
    return zicha


@pytest.mark.skipif(os.name == "nt", reason="rights of files are those of POSIX here")
def test_data_folder_is_its_owners_alone(found, tmp_path):
    assert stat.S_IMODE((tmp_path / "zicha-data").stat().st_mode) == 0o700


def test_sign_in_is_listed_revoked_and_restored(found):
    found("user", "add", "zhang", "--person", "张三", "--password", PASSWORD)
    asked = [found("user", verb, "zhang").code for verb in ("revoke", "restore", "revoke")]
    listed = found("user", "list", "--format", "json").json
    account = {"username": "zhang", "person": "P1", "is_admin": False, "active": False}
    assert (asked, listed) == ([0, 0, 0], {"accounts": [account], "links": []})
    assert "已停用" in found("user", "list").out


def test_last_administrator_is_not_revoked(found):
    found("user", "add", "boss", "--admin", "--password", PASSWORD)
    ran = found("user", "revoke", "boss")
    assert (ran.code, ran.err.strip()) == (2, "boss是最后一个管理员，停用后就没有人能管理了。请先添加另一个管理员。")


def test_password_is_read_from_standard_input(found):
    found("user", "add", "boss", "--admin", "--password", PASSWORD)
    assert found("user", "password", "boss", stdin="another long password\n").code == 0
    assert found("user", "password", "boss", stdin="short\n").code == 2
    assert found("user", "password", "nobody", stdin="another long password\n").code == 2


def test_link_is_said_once_listed_and_revoked(found):
    given = found(
        "user", "audit-link", "--unit", "一队", "--until", "2026-06-30", "--on", "2026-06-01", "--address",
        "https://zicha.example/", "--format", "json",
    ).json  # fmt: skip
    secret = given.pop("address").removeprefix("https://zicha.example/audit/").rstrip("/")
    assert (len(secret), given) == (43, {"link": 1, "unit": "U1", "from": "2026-06-01", "last_day": "2026-06-30"})
    assert secret not in found("user", "list").out + found("user", "list", "--format", "json").out
    states = [found("user", "list", "--on", day, "--format", "json").json for day in ("2026-06-30", "2026-07-01")]
    assert [state["links"][0]["state"] for state in states] == ["works", "expired"]
    assert found("user", "revoke", "--link", "1").code == 0
    assert found("user", "list", "--format", "json").json["links"][0]["state"] == "ended"


REFUSED = {
    ("audit-link", "--unit", "U1", "--until", "2026-05-01", "--on", "2026-06-01"): "早于第一天",
    ("audit-link", "--unit", "U1", "--until", "2028-05-01", "--on", "2026-06-01"): "链接最长366天",
    ("audit-link", "--unit", "U9", "--until", "2026-07-01"): "U9",
    ("audit-link", "--unit", "U1", "--until", "明天"): "明天",
    ("revoke",): "两者取一",
    ("revoke", "zhang", "--link", "1"): "两者取一",
    ("revoke", "--link", "7"): "没有编号为7的查看链接",
    ("revoke", "nobody"): "没有名为“nobody”的账号",
}


def test_what_cannot_be_done_is_said_in_a_sentence(found):
    ran = {words: found("user", *words) for words in REFUSED}
    said = {words: (each.code, each.out, REFUSED[words] in each.err) for words, each in ran.items()}
    assert said == dict.fromkeys(REFUSED, (2, "", True))
