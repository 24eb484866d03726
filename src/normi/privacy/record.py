"""
The record of processing activities (GDPR article 30), written out from the register. The same register, the same page.

Owns the layout of docs/privacy-record.md and nothing of its content.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.utils import translation

from normi.privacy.register import Declaration, Register, Store, StoreKind
from normi.privacy.vocabulary import BASIS_OF, INTEREST, Category, Purpose, Retention

HEADING = """\
# Record of processing activities

GDPR article 30. Generated from the `privacy.py` of each app by `./dev manage privacy_record`; a test fails when it is
not current. Change a declaration, not this page.
"""
PEOPLE = "People with an account, who declare that they are 18 or older, and visitors without one."
TRANSFERS = (
    "None. Nothing is sent out of the machine that runs the service, apart from letters to the person's own address."
)
MEASURES = (
    "Passwords are stored as salted digests, access tokens as digests; neither can be read back.",
    "Keys, also those of search pseudonyms, are files outside the database that only the server's user can read.",
    "Reads go through query sets that know whose a row is; a stranger gets the answer that the row does not exist.",
    "Rate limits on everything; the counters have keyed names and are deleted after a day.",
    "A strict content security policy: no script, style, font or picture from elsewhere, and no inline script.",
    "What is past its period is deleted every hour.",
)
STORE_HEADINGS = {
    StoreKind.COOKIE: "Cookies",
    StoreKind.PAYLOAD: "Background jobs",
    StoreKind.FILES: "Folders outside the database",
    StoreKind.TABLE: "Tables without a model",
    StoreKind.LOG_KEY: "Keys of a log line",
}


def record(source: Register, *, controller: dict[str, str]) -> str:
    """The whole record as Markdown, in English, the same for the same register."""
    with translation.override("en"):
        parts = [HEADING, *_who(controller), *_purposes(source), *_stores(source), *_impersonal(source), *_periods()]
        return "\n".join(parts) + "\n"


def _who(controller: dict[str, str]) -> Iterator[str]:
    yield from ("## Controller", "", *(f"- {value}" for value in controller.values()), "")
    yield from ("## Data subjects", "", PEOPLE, "", "## Transfers to third countries", "", TRANSFERS, "")
    yield from ("## Security measures", "", *(f"- {measure}" for measure in MEASURES), "")


def _purposes(source: Register) -> Iterator[str]:
    for purpose in Purpose:
        declarations = [found for found in source.declared_models() if found.purpose is purpose]
        if declarations:
            yield from (
                f"## {purpose.label}",
                "",
                f"Basis: article {BASIS_OF[purpose].value}, {BASIS_OF[purpose].label}.",
            )
            if purpose in INTEREST:
                yield str(INTEREST[purpose])
            yield ""
            yield from table(
                ("Table", "What", "Kinds of data", "Path to the person", "Kept", "Recipients"), map(_row, declarations)
            )


def _row(found: Declaration) -> Sequence[object]:
    kinds = set(found.fields.values())
    names = [f"{kind.value}: {', '.join(fields_of(found, kind))}" for kind in Category if kind in kinds]
    subject = found.subject if isinstance(found.subject, str) else "found by a function"
    received = ", ".join(found.recipients) or "nobody"
    return f"`{found.label}`", found.name, "; ".join(names), subject, found.retention.words, received


def fields_of(found: Declaration, kind: Category) -> list[str]:
    return sorted(f"`{name}`" for name, its in found.fields.items() if its is kind)


def _stores(source: Register) -> Iterator[str]:
    for kind, heading in STORE_HEADINGS.items():
        yield from (f"## {heading}", "")
        yield from table(("Name", "What", "Fields", "Purpose", "Kept"), map(_store_row, source.of_kind(kind)))


def _store_row(store: Store) -> Sequence[object]:
    fields = ", ".join(f"`{name}`" for name in sorted(store.fields)) or "–"
    return f"`{store.name}`", store.words, fields, store.purpose.label, store.retention.words


def _impersonal(source: Register) -> Iterator[str]:
    yield from ("## Tables that hold no personal data", "")
    found = sorted((entry.model._meta.label, entry.reason) for entry in source.not_personal.values())
    yield from table(("Table", "Why not"), ((f"`{label}`", reason) for label, reason in found))


def _periods() -> Iterator[str]:
    yield from ("## Periods", "")
    rows = ((period.name, period.words, period.clause) for period in Retention)
    yield from table(("Name", "Kept", "Clause"), rows)


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A Markdown table and an empty line."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(str(cell).replace('|', '/') for cell in row)} |"
    yield ""
