"""
No page asks another website for anything, and no page of ours keeps anything in the browser but three cookies (E1).

Reads every template, style sheet and script of our apps. Each check is also run on a planted fault.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^/\s]", re.IGNORECASE)
# What a browser fetches by itself, or sends to. A plain link is followed only by the one who chooses to.
FETCHED = {"src", "srcset", "href", "action", "formaction", "poster", "data", "background", "ping", "cite", "manifest"}
FETCHED |= {"content", "xlink:href", "imagesrcset"}
CSS_FETCH = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", re.IGNORECASE)
COMMENTS = re.compile(r"/\*.*?\*/|(?<![:'\"\w])//[^\n]*", re.DOTALL)
TEMPLATE_TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
STRINGS = re.compile(r"""(["'`])((?:\\.|(?!\1).)*)\1""", re.DOTALL)
KEEPS = re.compile(
    r"\b(?:localStorage|sessionStorage)\s*[.\[]|\bindexedDB\s*[.\[]|document\s*\.\s*cookie|\bcookieStore\b|\bcaches\s*\."
    r"|serviceWorker"
)
NAMESPACES = ("http://www.w3.org/",)


class Fetches(HTMLParser):
    """Collects what a page would fetch from elsewhere, and what the content policy forbids in it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inline: list[str] = []
        self.within = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        link = tag == "a"
        for name, value in values.items():
            fetched = name.startswith("hx-") or (name in FETCHED and not (link and name == "href"))
            if fetched and leads_elsewhere(value):
                self.found.append(f"<{tag} {name}={value}>")
            if name == "style" or name.startswith("on") or value.strip().lower().startswith("javascript:"):
                self.inline.append(f"<{tag} {name}>")
        if tag == "style" or (tag == "script" and "src" not in values):
            self.inline.append(f"<{tag}>")


def leads_elsewhere(value: str) -> bool:
    return bool(ELSEWHERE.search(value)) and not value.startswith(NAMESPACES)


def page_of(html: str) -> Fetches:
    """Template tags stand for addresses of our own, so they are read as a word."""
    page = Fetches()
    page.feed(TEMPLATE_TAGS.sub("here", html))
    return page


def fetched_by_style(css: str) -> list[str]:
    named = [first or second for first, second in CSS_FETCH.findall(COMMENTS.sub("", css))]
    return [address for address in named if leads_elsewhere(address)]


def fetched_by_script(script: str) -> list[str]:
    texts = [text for _quote, text in STRINGS.findall(COMMENTS.sub("", script))]
    return [text for text in texts if leads_elsewhere(text)]


def kept_by_script(script: str) -> list[str]:
    return KEEPS.findall(COMMENTS.sub("", script))


def files(*endings: str, folder: str) -> list[Path]:
    own = [Path(app.path) / folder for app in apps.get_app_configs() if app.name.startswith("normi.")]
    return sorted(path for root in own for path in root.rglob("*") if path.suffix in endings)


def faults(paths: list[Path], check: str) -> Iterator[tuple[str, list[str]]]:
    for path in paths:
        found = CHECKS[check](path.read_text(encoding="utf-8"))
        if found:
            yield path.relative_to(settings.SRC).as_posix(), found


CHECKS = {
    "pages": lambda text: page_of(text).found,
    "inline": lambda text: page_of(text).inline,
    "styles": fetched_by_style,
    "scripts": fetched_by_script,
    "keeping": kept_by_script,
}
PLANTED = {
    "pages": (
        '<script src="https://cdn.example.no/x.js"></script>',
        '<link rel="stylesheet" href="//fonts.example.no/a.css">',
        '<img srcset="/a.png 1x, https://example.no/b.png 2x">',
        '<iframe src="http://example.no"></iframe>',
        '<form action="https://example.no/send"></form>',
        '<div hx-get="https://example.no/part"></div>',
        '<a href="/" ping="https://example.no/seen">x</a>',
        '<meta http-equiv="refresh" content="0; url=https://example.no">',
    ),
    "inline": (
        '<p style="color:red">x</p>',
        '<button onclick="x()">x</button>',
        "<script>x()</script>",
        "<style>p { color: red }</style>",
        '<a href="javascript:x()">x</a>',
    ),
    "styles": (
        "a { background: url(https://example.no/a.png) }",
        '@font-face { src: url("//example.no/a.woff2") }',
        "@import 'https://example.no/a.css';",
    ),
    "scripts": (
        'import x from "https://example.no/x.js";',
        "fetch('//example.no/seen');",
        "navigator.sendBeacon(`https://example.no/${name}`);",
        'new WebSocket("wss://example.no");',
    ),
    "keeping": (
        'localStorage.setItem("id", "1");',
        'window.sessionStorage["id"] = 1;',
        'indexedDB.open("people");',
        'document.cookie = "id=1";',
        'caches.open("v1");',
    ),
}
ALLOWED = {
    "pages": '<a href="https://www.example.no/">x</a><link href="{% static "a.css" %}"><img src="data:image/png,AA">',
    "inline": '<script src="/static/a.js" defer></script><p class="x">{{ words }}</p>',
    "styles": '/* from https://example.no */ a { background: url("../a.png") url(data:image/svg+xml,%3Csvg%3E) }',
    "scripts": '// see https://example.no\nfetch("/api/v1/skills/map");',
    "keeping": "// no localStorage.setItem here\nconst storage = 1;",
}


@pytest.mark.parametrize(("check", "text"), [(check, text) for check, texts in PLANTED.items() for text in texts])
def test_the_check_finds_a_planted_fault(check: str, text: str) -> None:
    assert CHECKS[check](text) != []


@pytest.mark.parametrize("check", ALLOWED)
def test_the_check_lets_through_what_is_ours_to_do(check: str) -> None:
    assert CHECKS[check](ALLOWED[check]) == []


def test_no_template_fetches_anything_from_elsewhere() -> None:
    templates = files(".html", folder="templates")

    assert len(templates) > 20
    assert dict(faults(templates, "pages")) == {}


def test_no_template_holds_an_inline_style_or_script() -> None:
    assert dict(faults(files(".html", folder="templates"), "inline")) == {}


def test_no_style_sheet_or_drawing_fetches_anything_from_elsewhere() -> None:
    sheets = files(".css", folder="static")

    assert len(sheets) >= 3
    assert dict(faults(sheets, "styles")) == {}
    assert dict(faults(files(".svg", folder="static"), "pages")) == {}


def test_no_script_of_ours_calls_elsewhere_or_keeps_anything_in_the_browser() -> None:
    scripts = files(".js", ".mjs", folder="static")

    assert scripts != []
    assert dict(faults(scripts, "scripts")) == {}
    assert dict(faults(scripts, "keeping")) == {}


def test_every_page_with_a_library_that_would_keep_something_closes_the_door_first() -> None:
    for path in files(".html", folder="templates"):
        html = path.read_text(encoding="utf-8")
        if "htmx-2" in html:
            assert 0 < html.index("normi/no-storage.js") < html.index("htmx-2"), path.name
            assert '"historyCacheSize":0' in html, path.name


def sources_elsewhere(policy: dict[str, list[str]]) -> set[str]:
    """Sources of the content policy that are not this site, nothing, or data within the page."""
    return {source for sources in policy.values() for source in sources} - {"'self'", "'none'", "data:"}


def test_the_content_policy_names_no_other_site_and_allows_nothing_inline() -> None:
    assert sources_elsewhere(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]) == set()
    assert sources_elsewhere({"script-src": ["'self'", "'unsafe-inline'", "https://cdn.example.no"]}) == {
        "'unsafe-inline'",
        "https://cdn.example.no",
    }


@pytest.mark.django_db
def test_every_page_is_sent_with_the_content_policy(client: object) -> None:
    response = client.get("/personvern/")  # type: ignore[attr-defined]

    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
