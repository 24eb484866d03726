"""What the look promises: no word is lost, forms say what is wrong where it is wrong, error pages always draw."""

import re
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from normi.design import confidence
from normi.design.highlight import Highlight, segments
from normi.errors import TooMany

DESIGN = Path(confidence.__file__).parent
TEXTS = st.text(max_size=60)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Highlight]]:
    """A text and highlights anywhere, also outside it, empty, overlapping and twice in the same place."""
    text = draw(TEXTS)
    edge = st.integers(min_value=-3, max_value=len(text) + 3)
    pairs = draw(st.lists(st.tuples(edge, edge), max_size=8))
    return text, [Highlight(start, end, key, 0.5) for key, (start, end) in enumerate(pairs)]


def is_inside(text: str, each: Highlight) -> bool:
    return 0 <= each.start < each.end <= len(text)


@given(marked_texts())
def test_cutting_loses_no_character(marked: tuple[str, list[Highlight]]) -> None:
    text, highlights = marked

    assert "".join(part.text for part in segments(text, highlights)) == text


@given(marked_texts())
def test_every_highlight_inside_the_text_begins_once_and_covers_its_words(marked: tuple[str, list[Highlight]]) -> None:
    text, highlights = marked
    parts = segments(text, highlights)

    begun = [each.key for part in parts for each in part.begins]
    assert sorted(begun) == [each.key for each in highlights if is_inside(text, each)]
    for each in filter(lambda each: is_inside(text, each), highlights):
        assert "".join(part.text for part in parts if each in part.highlights) == text[each.start : each.end]


@given(marked_texts())
def test_a_drawn_text_has_no_id_twice(marked: tuple[str, list[Highlight]]) -> None:
    text, highlights = marked
    page = draw("{% load design %}{% highlighted text highlights %}", text=text, highlights=highlights)

    ids = re.findall(r'id="proof-(\d+)"', page)
    assert sorted(ids) == sorted({str(each.key) for each in highlights if is_inside(text, each)})


def test_a_text_is_escaped_and_its_highlight_links_to_the_suggestion() -> None:
    page = draw(
        "{% load design %}{% highlighted text highlights %}",
        text="<b>kan sveise</b>",
        highlights=[Highlight(7, 13, 5, 0.9)],
    )

    assert "<b>" not in page
    assert '<mark class="proof" data-strength="strong" id="proof-5"><a href="#suggestion-5">sveise</a></mark>' in page


@pytest.mark.parametrize(
    ("value", "strength", "shown"),
    [
        (1.0, "strong", 99),
        (0.8, "strong", 80),
        (0.7999, "medium", 80),
        (0.6, "medium", 60),
        (0.59, "weak", 59),
        (0, "weak", 1),
    ],
)
def test_confidence_is_a_word_and_a_number(value: float, strength: str, shown: int) -> None:
    assert confidence.level(value).strength == strength
    assert confidence.percent(value) == shown


class Registration(forms.Form):
    email = forms.EmailField(help_text="Work or private")
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    nickname = forms.CharField(required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def test_an_error_is_tied_to_its_field_and_listed_first() -> None:
    with translation.override("en"):
        page = str(Registration({"email": "ola@"}))

    assert page.index("ds-error-summary") < page.index("ds-field")
    assert 'href="#id_email"' in page
    assert re.search(
        r'<input type="email"[^>]*aria-invalid="true"[^>]*aria-describedby="id_email_helptext id_email_error"', page
    )
    assert 'id="id_email_helptext"' in page
    assert '<ul class="errors" id="id_email_error"><li class="ds-validation-message">' in page
    assert 'href="#id_kind"' in page
    assert '<fieldset class="ds-fieldset" id="id_kind"' in page


def test_every_visible_input_is_dressed_and_the_hidden_one_is_bare() -> None:
    page = str(Registration())

    inputs = re.findall(r"<input [^>]*>", page)
    assert [('class="ds-input"' in each) for each in inputs] == ["hidden" not in each for each in inputs]
    assert "ds-error-summary" not in page


def test_only_a_field_one_may_skip_says_so() -> None:
    with translation.override("nb"):
        assert str(Registration()).count("(valgfritt)") == 1


@pytest.mark.parametrize("name", ["400.html", "500.html"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_last_error_pages_need_nothing_to_be_drawn(name: str, language: str) -> None:
    with translation.override(language):
        page = render_to_string(name)

    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1


REFUSED = {"error": TooMany(seconds=40)}
ERROR_PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html", "refused.html"]


@pytest.mark.parametrize("name", ERROR_PAGES)
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_an_error_page_speaks_the_readers_language(name: str, language: str) -> None:
    pages = {}
    for code in (language, "en"):
        with translation.override(code):
            pages[code] = render_to_string(name, REFUSED, request=RequestFactory().get("/"))

    headings = {code: re.search(r"<h1[^>]*>(.+)</h1>", page) for code, page in pages.items()}
    assert all(headings.values())
    assert headings[language][1] != headings["en"][1]  # type: ignore[index]


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_a_refusal_to_htmx_is_only_a_note(name: str) -> None:
    request = RequestFactory().get("/")
    request.htmx = True  # type: ignore[attr-defined]
    page = render_to_string(name, REFUSED, request=request)

    assert page.startswith('<div class="ds-alert" data-color="warning" data-refusal>')
    assert "<html" not in page


def test_a_page_list_keeps_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/esco/", {"q": "sveise & lodde", "side": "3"})
    page = Paginator(range(100), 10).page(3)
    drawn = draw("{% load design %}{% pagination page %}", request=request, page=page)

    assert 'href="?q=sveise+%26+lodde&amp;side=4"' in drawn
    assert drawn.count('aria-current="true"') == 1


def test_the_look_asks_no_third_party_and_holds_no_inline_style_or_script() -> None:
    for path in [*DESIGN.rglob("*.html"), *DESIGN.rglob("*.css"), *DESIGN.rglob("*.js")]:
        content = path.read_text()
        addresses = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", content)
        assert [each for each in addresses if not each.endswith("www.w3.org")] == [], path
        if path.suffix == ".html":
            assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", content), path


def draw(source: str, **context: object) -> str:
    return str(engines["django"].from_string(source).render(context, request=context.pop("request", None)))  # type: ignore[arg-type]
