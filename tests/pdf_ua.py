"""
What can be checked of PDF/UA-1 (ISO 14289-1) in the file itself, without asking a person (Matterhorn Protocol).

Reads the structure tree and the content streams with pypdf and lists what is wrong. Empty means that nothing was found
here, not that the file conforms: no validator of the standard can be had from the registries this project uses.
"""

from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject

# The structure types of PDF 1.7, which every type in use must be or be mapped to.
# fmt: off
STANDARD = {
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private",
    "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead",
    "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT",
    "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form",
}
# fmt: on
PAINTS = {b"Tj", b"TJ", b"'", b'"', b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"Do", b"sh", b"EI"}
PARENTS = {"TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"}, "LI": {"L"}, "LBody": {"LI"}}


def problems(reader: PdfReader) -> list[str]:
    """Everything wrong that was found, in words."""
    root = reader.trailer["/Root"]
    found = [*_catalogue(root), *_metadata(reader, root), *_fonts(reader), *_contents(reader), *_attachments(root)]
    if "/StructTreeRoot" in root:
        found += _structure(root["/StructTreeRoot"])
    return found


def _catalogue(root: Any) -> Iterator[str]:
    if root.get("/MarkInfo", {}).get("/Marked") != True:  # noqa: E712 (a pypdf boolean)
        yield "it is not marked as tagged"
    if not root.get("/Lang"):
        yield "it has no language"
    if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") != True:  # noqa: E712
        yield "the window would show the file's name instead of the title"
    if "/StructTreeRoot" not in root:
        yield "there is no structure tree"
    elif "/ParentTree" not in root["/StructTreeRoot"]:
        yield "the structure tree cannot be found from the content"
    if "/Outlines" not in root:
        yield "there is no outline to navigate by"


def _metadata(reader: PdfReader, root: Any) -> Iterator[str]:
    xmp = root["/Metadata"].get_data().decode() if "/Metadata" in root else ""
    if "pdfuaid:part>1<" not in xmp.replace(" ", ""):
        yield "the metadata do not say PDF/UA-1"
    if "<dc:title>" not in xmp or not (reader.metadata and reader.metadata.title):
        yield "it has no title"


def _fonts(reader: PdfReader) -> Iterator[str]:
    for name, font in fonts(reader).items():
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        descriptor = inner.get("/FontDescriptor", {})
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor):
            yield f"the font {name} is not embedded"
        if "/ToUnicode" not in font:
            yield f"the letters of {name} cannot be read out"


def fonts(reader: PdfReader) -> dict[str, Any]:
    """Every font of every page, by its name."""
    found = {}
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            found[str(font["/BaseFont"])] = font.get_object()
    return found


def _contents(reader: PdfReader) -> Iterator[str]:
    """Everything that is painted is in the structure or declared to be decoration."""
    for number, page in enumerate(reader.pages, start=1):
        if page.get("/Tabs") != "/S":
            yield f"page {number}: the tab key does not follow the structure"
        depth: list[bool] = []
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in {b"BMC", b"BDC"}:
                depth.append(operands[0] == "/Artifact" or (len(operands) > 1 and "/MCID" in operands[1]))
            elif operator == b"EMC":
                depth.pop()
            elif operator in PAINTS and not any(depth):
                yield f"page {number}: something is painted outside the structure"
        for note in page.get("/Annots", ()):
            if not note.get_object().get("/Contents"):
                yield f"page {number}: a link has no words"


def _attachments(root: Any) -> Iterator[str]:
    names = root.get("/Names", {}).get("/EmbeddedFiles", {}).get("/Names", [])
    for item in names[1::2]:
        if not {"/F", "/UF"} <= set(item.get_object()):
            yield "an attached file has no name"


def _structure(tree: Any) -> Iterator[str]:
    roles = {str(name): str(value) for name, value in tree.get("/RoleMap", {}).items()}
    last = 0
    for kind, parent, element in elements(tree):
        standard = roles.get(f"/{kind}", f"/{kind}").lstrip("/")
        if standard not in STANDARD:
            yield f"{kind} is no structure type and stands for none"
        if parent not in PARENTS.get(kind, {parent}):
            yield f"{kind} stands in {parent}"
        if standard in {"Figure", "Formula"} and not element.get("/Alt"):
            yield "a figure has no description"
        if kind == "TH" and not _attribute(element, "/Scope"):
            yield "a header cell does not say what it heads"
        if kind == "Table" and not any(name == "TH" for name, _, _ in elements(element)):
            yield "a table has no header cells"
        if len(standard) == 2 and standard[0] == "H" and standard[1].isdigit():
            if int(standard[1]) > last + 1:
                yield f"a heading of level {standard[1]} follows one of level {last}"
            last = int(standard[1])
    if not last:
        yield "there are no headings"


def elements(tree: Any, parent: str = "") -> Iterator[tuple[str, str, DictionaryObject]]:
    """Every element under `tree` with its type and that of what it stands in, in the order they are read."""
    for child in _children(tree):
        kind = str(child["/S"]).lstrip("/")
        yield kind, parent, child
        yield from elements(child, kind)


def _children(tree: Any) -> Iterator[DictionaryObject]:
    kids = tree.get("/K", [])
    kids = kids.get_object() if isinstance(kids, IndirectObject) else kids
    for kid in kids if isinstance(kids, ArrayObject | list) else [kids]:
        child = kid.get_object() if isinstance(kid, IndirectObject) else kid
        if isinstance(child, DictionaryObject) and "/S" in child:
            yield child


def _attribute(element: DictionaryObject, name: str) -> Any:
    found = element.get("/A", DictionaryObject())
    found = found.get_object() if isinstance(found, IndirectObject) else found
    groups = found if isinstance(found, ArrayObject | list) else [found]
    return next((group.get_object()[name] for group in groups if name in group.get_object()), None)
