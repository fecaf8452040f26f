"""Every page of a whole organisation, looked at by axe-core: light and dark, on a telephone and on a desk."""

import json
import os
from pathlib import Path

import axe_playwright_python
import pytest
from django.urls import reverse

from tests import patterns
from tests.journeys.conftest import ARTEFACTS, make, serving
from tests.journeys.every_page import NO_PAGES, PAGES
from zicha.web.urls import urlpatterns

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async rules => (await axe.run(document, {resultTypes: ["violations"], runOnly: rules})).violations
  .filter(each => ["serious", "critical"].includes(each.impact))
  .flatMap(each => each.nodes.map(node => `${each.id} at ${node.target.join(" ")}: ${node.failureSummary.split("\\n").slice(1, 2)}`))"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ILL_SET = """() => {
  const box = each => each.getBoundingClientRect();
  const seen = each => each?.checkVisibility() && box(each).height > 0;
  const called = each => `“${each.innerText.trim().slice(0, 20)}”`;
  const scrolls = each => each && (/auto|scroll/.test(getComputedStyle(each).overflowX) || scrolls(each.parentElement));
  const cut = [...document.querySelectorAll(".card.flush td, .card.flush th, .top summary span")]
    .filter(each => seen(each) && !each.closest("thead") && !scrolls(each))
    .filter(each => each.matches("span") ? each.scrollWidth > each.clientWidth && getComputedStyle(each).textOverflow !== "ellipsis"
      : box(each).right > box(each.closest(".card")).right + 1)
    .map(each => `${called(each)} is cut off`);
  const close = [...document.querySelectorAll(":is(.card, .btn, form) + .hint, .card + form.sheet-form")]
    .filter(each => seen(each) && seen(each.previousElementSibling))
    .filter(each => box(each).top < box(each.previousElementSibling).bottom + 6 && box(each).left < box(each.previousElementSibling).right)
    .map(each => `${called(each)} touches what stands above it`);
  const headed = document.querySelector("h1") ? [] : ["has no first heading"];
  return [...cut, ...close, ...headed];
}"""
ASKED = {"meeting_volume": "unit=U05&period={half_met}"}
"""What has to be asked of an address where the first days of a half-year have nothing to show yet."""
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1440, "height": 900}
PREPARE = """
import sys
from pathlib import Path
from zicha.conf import start
start.django(home=Path(sys.argv[1]))
from zicha.services import installation
installation.initialise(home=Path(sys.argv[1]))
from tests.journeys import whole
whole.found(Path(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The demo with one of everything, served: its address and what stands in it."""
    home = patterns.copied("whole", lambda home: make(home, PREPARE), into=tmp_path_factory.mktemp("whole"))
    with serving(home) as address:
        yield address, json.loads((home / "facts.json").read_text("utf-8"))


def named():
    return {pattern.name: pattern for pattern in urlpatterns}


def path_of(name, facts, query=""):
    wanted = named()[name].pattern.converters
    path = reverse(name, kwargs={each: facts.get(f"{name}.{each}", facts[each]) for each in wanted})
    return f"{path}?{query.format(**facts)}" if query else path


def test_every_address_is_a_page_somebody_looks_at_or_is_said_to_be_none():
    listed = {page.name for page in PAGES} | {name for names in NO_PAGES.values() for name in names.split()}
    assert sorted(named().keys() - listed) == [], "give it a line in tests/journeys/every_page.py"
    assert sorted(listed - named().keys()) == []


def sign_in(context, facts, username):
    page = context.new_page()
    if username != "nobody":
        page.goto("/sign-in/")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(facts["password"])
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)
    return page


def what_it_is(answer):
    if answer.status != 200:
        return {302: "leads on", 404: "not found without a secret or an archived report", 405: "posted"}[answer.status]
    if "text/html" not in answer.headers["content-type"]:
        return "file"
    return "page" if "<html" in answer.text() else "part"


@pytest.mark.needs("chromium")
def test_what_is_said_to_be_no_page_is_none(whole, chromium):
    address, facts = whole
    context = chromium.new_context(base_url=address)
    asking = sign_in(context, facts, "recorder").request
    found = {}
    for name in " ".join(NO_PAGES.values()).split():
        path = path_of(name, facts, ASKED.get(name, "unit=U05"))
        answer = asking.get(path, max_redirects=0)
        found.setdefault(what_it_is(answer), set()).add(name)
    context.close()
    assert found == {kind: set(names.split()) for kind, names in NO_PAGES.items()}


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_free_of_serious_faults_and_never_scrolls_sideways(theme, whole, chromium):
    """Axe looks at light pages on a desk and at dark ones on a telephone; width is tried at both sizes."""
    address, facts = whole
    near, far = (DESK, PHONE) if theme == "light" else (PHONE, DESK)
    faults = []
    for who in dict.fromkeys(page.who for page in PAGES):
        context = chromium.new_context(base_url=address, color_scheme=theme, viewport=near, locale="zh-CN")
        tab = sign_in(context, facts, who)
        for page in PAGES:
            if page.who == who:
                faults += [f"{page.name} ({who}, {theme}): {each}" for each in look(tab, page, facts, near, far)]
        context.close()
    print("\n".join(faults))
    assert faults == []


def look(tab, page, facts, near, far):
    """Return what is wrong with one page."""
    answer = tab.goto(path_of(page.name, facts, page.query), wait_until="load")
    if answer.status != 200:
        return [f"answers {answer.status}"]
    picture(tab, page, near)
    tab.evaluate(AXE)
    faults = [*tab.evaluate(LOOK, RULES), *ill_set(tab, near)]
    tab.set_viewport_size(far)
    picture(tab, page, far)
    faults += ill_set(tab, far)
    tab.set_viewport_size(near)
    return faults


def ill_set(tab, size):
    """Return what is too wide, cut off, or set so close that it touches, and whether the page has no first heading."""
    by = tab.evaluate(TOO_WIDE)
    found = [f"{by} px too wide", *tab.evaluate(ILL_SET)] if by > 0 else tab.evaluate(ILL_SET)
    return [f"{each} at {size['width']}" for each in found]


@pytest.mark.needs("chromium")
def test_quotes_of_english_text_are_no_wider_than_a_letter(whole, chromium):
    address, _facts = whole
    context = chromium.new_context(base_url=address)
    context.add_cookies([{"name": "zicha_language", "value": "en", "url": address}])
    page = context.new_page()
    page.goto("/sign-in/")
    wide = page.evaluate(
        """async () => { await document.fonts.ready
        const said = document.querySelector("main p").appendChild(document.createElement("span"))
        return ["“", "”", "‘", "’"].filter(sign => { said.textContent = sign
          return said.getBoundingClientRect().width > 0.7 * parseFloat(getComputedStyle(said).fontSize) }) }"""
    )
    context.close()
    assert wide == []


@pytest.mark.needs("chromium")
def test_every_page_fits_a_telephone_in_english(whole, chromium):
    """English words are longer than Chinese ones; what fits in one language may not in the other."""
    address, facts = whole
    faults = []
    for who in dict.fromkeys(page.who for page in PAGES):
        context = chromium.new_context(base_url=address, viewport=PHONE, locale="en-GB")
        tab = sign_in(context, facts, who)
        context.add_cookies([{"name": "zicha_language", "value": "en", "url": address}])
        for page in PAGES:
            if page.who == who:
                tab.goto(path_of(page.name, facts, page.query), wait_until="load")
                faults += [f"{page.name} ({who}): {each}" for each in ill_set(tab, PHONE)]
        context.close()
    print("\n".join(faults))
    assert faults == []


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(
    ("path", "narrowed"), [("/entries/?unit=U05", "&q=x"), ("/report/?unit=U05", "&on=2026-05-31")]
)
def test_controls_are_folded_on_a_telephone_until_they_are_asked_for(path, narrowed, whole, chromium):
    address, facts = whole
    context = chromium.new_context(base_url=address, viewport=PHONE, locale="zh-CN")
    tab = sign_in(context, facts, "recorder")
    shown = {}
    for name, query, size in (("phone", "", PHONE), ("narrowed", narrowed, PHONE), ("desk", "", DESK)):
        tab.set_viewport_size(size)
        tab.goto(path + query)
        shown[name] = [tab.locator(each).first.is_visible() for each in (".fold > summary", ".folded")]
    tab.set_viewport_size(PHONE)
    tab.locator(".fold > summary").press("Enter")
    shown["opened"] = [tab.locator(each).first.is_visible() for each in (".fold > summary", ".folded")]
    context.close()
    both = [True, True]
    assert shown == {"phone": [True, False], "narrowed": both, "desk": [False, True], "opened": both}


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("size", [PHONE, DESK])
def test_states_of_the_units_below_stand_in_a_column(size, whole, chromium):
    address, facts = whole
    context = chromium.new_context(base_url=address, viewport=size, locale="zh-CN")
    tab = sign_in(context, facts, "branch")
    tab.goto(f"/?period={facts['half_before']}")
    ends = tab.evaluate(
        """() => [...document.querySelectorAll(".ends > li")].map(line =>
          Math.round(line.getBoundingClientRect().right - line.lastElementChild.getBoundingClientRect().right))"""
    )
    over = tab.evaluate(
        """() => [...document.querySelectorAll(".plate .when")].filter(each => each.firstElementChild.getBoundingClientRect()
          .right > each.getBoundingClientRect().right + 1).map(each => each.innerText)"""
    )
    context.close()
    assert over == []
    assert ends == [0] * len(ends)
    assert ends


def picture(tab, page, size):
    if os.environ.get("ZICHA_PICTURES"):
        ARTEFACTS.mkdir(exist_ok=True)
        tab.screenshot(path=ARTEFACTS / f"page-{page.name}-{page.who}-{size['width']}.png")
