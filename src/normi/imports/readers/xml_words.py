"""Reading XML by the local names of its elements: namespaces change between versions, names hardly do."""

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

ENDS_A_LINE = frozenset({"p", "br", "li", "ul", "ol", "div", "h1", "h2", "h3", "tr"})


def local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def all_named(element: Element, name: str) -> Iterator[Element]:
    """Every descendant of that name, in order."""
    return (found for found in element.iter() if local(found) == name)


def at(element: Element | None, path: str) -> Element | None:
    """The first element at a path of local names, such as `Period/From`."""
    for name in path.split("/"):
        if element is None:
            return None
        element = next((child for child in element if local(child) == name), None)
    return element


def text(element: Element | None, *paths: str) -> str:
    """The words at the first of the paths that has any."""
    for path in paths:
        found = at(element, path)
        words = "" if found is None else " ".join("".join(found.itertext()).split())
        if words:
            return words
    return ""


def rich(element: Element | None, path: str) -> str:
    """Words that may hold HTML, as plain lines."""
    found = at(element, path)
    return "" if found is None else plain("".join(found.itertext()))


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ENDS_A_LINE:
            self.words.append("\n• " if tag == "li" else "\n")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def plain(html: str) -> str:
    """
    The lines of a piece of HTML.

    >>> plain("<p>Ansvar for</p><ul><li>mat &amp; drikke</li></ul>")
    'Ansvar for\\n• mat & drikke'
    """
    if "<" not in html:
        html = html.replace("\n", "<br>")
    parser = _Lines()
    parser.feed(html)
    parser.close()
    lines = (" ".join(unescape(line).split()) for line in "".join(parser.words).split("\n"))
    return re.sub(r"\n{2,}", "\n", "\n".join(line for line in lines if line.strip("• ")))


def iso_date(words: str) -> str:
    """An ISO date as precise as it was given, or empty: 2019-08-01T00:00:00 is 2019-08-01."""
    found = re.match(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?(?!\d)", words.strip())
    return found[0] if found else ""
