"""The report: one valid file that needs nothing else, whose numbers are those of the comparison."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser

import pytest
from scipy import stats

from simkit.scenario import Organisation, Team
from simkit.text import Lang
from simkit.views import fonts
from simkit.views.comparison import ReadableComparison, compare

VOID = {"meta", "img", "br", "hr", "input", "link"}
CJK = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


class Page(HTMLParser):
    """Checks nesting while it reads, and keeps what the tests ask for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"attribute twice in <{tag}>"
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text.append(data)

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag in names]

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())


@pytest.fixture(scope="module")
def pages(compared: ReadableComparison, compared_zh: ReadableComparison) -> dict[str, str]:
    return {"en": compared.report(), "zh": compared_zh.report()}


def test_it_is_one_file_that_asks_nobody_for_anything(pages: dict[str, str], lang: Lang) -> None:
    html, page = pages[lang], Page(pages[lang])
    assert not re.search(r"(?i)https?:|@import|<script|<link|<iframe|<object", html)
    assert all((attrs["src"] or "").startswith("data:image/svg+xml;base64,") for attrs in page.all("img"))
    assert set(re.findall(r"url\((\w+:)", html)) <= {"data:"}
    assert len(html.encode()) < 3_000_000


def test_links_within_the_page_lead_somewhere(pages: dict[str, str], lang: Lang) -> None:
    page = Page(pages[lang])
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {(attrs["href"] or "")[1:] for attrs in page.all("a")} <= set(ids)


def test_headings_table_heads_and_pictures_speak_to_a_screen_reader(
    pages: dict[str, str], lang: Lang
) -> None:
    page = Page(pages[lang])
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert all(attrs.get("scope") for attrs in page.all("th"))
    assert len(page.all("img")) == 13
    assert all(len(attrs.get("alt") or "") > 40 for attrs in page.all("img"))


def test_it_is_in_one_language(pages: dict[str, str]) -> None:
    assert Page(pages["en"]).all("html")[0]["lang"] == "en"
    assert Page(pages["zh"]).all("html")[0]["lang"] == "zh-Hans"
    assert not CJK.search(Page(pages["en"]).words)
    sentences = re.findall(r"[A-Za-z]+(?: [a-z]+){4,}", Page(pages["zh"]).words)
    assert not sentences


def test_the_font_that_a_page_carries_is_the_one_that_its_text_asks_for(pages: dict[str, str]) -> None:
    # inside <style>, an escaped quotation mark is none: the browser would drop the whole rule
    (style,) = re.findall(r"<style>(.*?)</style>", pages["zh"], re.DOTALL)
    assert style.count('@font-face{font-family:"Simkit Sans SC";') == 2
    assert "&#" not in style


def test_the_shipped_font_has_every_character(pages: dict[str, str], lang: Lang) -> None:
    assert fonts.missing_characters(Page(pages[lang]).words) == set()


def test_the_warning_stands_before_the_title(pages: dict[str, str], lang: Lang) -> None:
    words = Page(pages[lang]).words.split("</title>")[-1]
    warning = {"en": "Illustrative, not a forecast", "zh": "并非预测"}[lang]
    title = {"en": "The answer in three sentences", "zh": "三句话说结论"}[lang]
    assert 0 <= words.index(warning) < words.index(title)


def test_numbers_in_the_table_are_those_of_the_worlds(
    compared: ReadableComparison, pages: dict[str, str]
) -> None:
    words = Page(pages["en"]).words
    for id in ("value_financial", "value_customer", "value_capability", "value_vitality"):
        old, new = (result.metric(id) for result in compared.results)
        found = stats.ttest_1samp(new - old, 0.0).confidence_interval(0.95)
        shown = [
            f"{abs(x):.{2 if abs(x) < 10 else 1}f}"
            for x in (old.mean(), new.mean(), (new - old).mean(), found.low, found.high)
        ]
        pattern = r"{} {} [+−]?{} \[[+−]?{}, [+−]?{}\]".format(*map(re.escape, shown))
        assert re.search(pattern, words), pattern


def test_it_names_what_is_needed_to_repeat_the_run(
    compared: ReadableComparison, pages: dict[str, str], lang: Lang
) -> None:
    words = Page(pages["en"]).words
    assert all(result.fingerprint in words for result in compared.results)
    assert compared.results[0].version in words


@pytest.mark.usefixtures("undrawn")
def test_names_of_teams_cannot_become_markup() -> None:
    teams = (Team(name="<script>alert(1)</script>", people=2), Team(name="A & B", people=2))
    found = compare(
        Organisation(name="<b>Org</b>", teams=teams),
        weeks=2,
        replications=2,
        contribution_worlds=0,
        trajectories=0,
    )
    html = found.report()
    assert "<script" not in html
    assert "&lt;b&gt;Org" in html
    assert "A & B" in Page(html).words


@pytest.mark.usefixtures("undrawn")
def test_what_was_not_computed_is_said(compared: ReadableComparison) -> None:
    bare = ReadableComparison(compared.labels, compared.results, compared.stopped)
    page = Page(bare.report())
    assert len(page.all("img")) == 12
    assert "Not computed in this run" in page.words
    assert "not examined in this run" in page.words
