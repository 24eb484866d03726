"""What each reader looks up in files the first time it runs, looked up before the worker closes its doors."""

from dataclasses import replace

from django.utils.translation import get_language

from normi.careers.languages import language_code, language_name
from normi.imports.fitting import fitted
from normi.imports.found import Found, Source
from normi.imports.outline.languages import codes
from normi.imports.readers.every_kind import READERS
from normi.portability.document import Document, Experience, Language, Person
from normi.portability.formats import europass, json_resume, own

SAMPLE = Document(
    person=Person(name="A B", country="NO"),
    experiences=(Experience("e", "A", started="2019-08"),),
    languages=(Language("nb", is_mother_tongue=True), replace(Language("en"), reading="B1")),
    named=("A",),
)


def warm() -> None:
    """Use every table of words, every schema and every format once."""
    codes()
    language_name(language_code("nor"))
    assert get_language()
    assert READERS
    fitted(Found(Source.TEXT, SAMPLE))
    for form in (own, json_resume, europass):
        form.read(form.write(SAMPLE))
