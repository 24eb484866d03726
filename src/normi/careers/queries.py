"""
What a person has done and learned, read as one value; and where each of their skills was used, learned or proved.

Reads only. Everything goes through `visible_to`, so a stranger's rows do not exist.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.shortcuts import get_object_or_404
from django.urls import reverse

from normi.accounts.models import User
from normi.careers.models import (
    Contact,
    Credential,
    Education,
    Experience,
    LanguageSkill,
    Picture,
    SkillUse,
)
from normi.ports import file_store
from normi.profiles import queries as profiles
from normi.profiles.models import ProfileSkill

Place = Experience | Education | Credential
PLACES: dict[str, type[Place]] = {"experience": Experience, "education": Education, "credential": Credential}
READABLE: dict[str, type[Experience] | type[Education]] = {"experience": Experience, "education": Education}


@dataclass(frozen=True)
class Use:
    """
    Where a skill was used (experience), learned (education) or proved (credential).

    `words` name the entry. `from_text`: the skill was accepted in the entry's own text; otherwise the person ticked it.
    """

    kind: str
    pk: int
    words: str
    from_text: bool = False


@dataclass(frozen=True)
class Career:
    """
    All of it, in the order it is shown. `contact` is an empty row, not stored, where nothing has been told.

    `uses` maps the URI of an accepted skill to its entries, in the order of the page. Skills without any are left out.
    """

    contact: Contact
    picture: Picture | None
    experiences: tuple[Experience, ...]
    educations: tuple[Education, ...]
    credentials: tuple[Credential, ...]
    languages: tuple[LanguageSkill, ...]
    uses: dict[str, list[Use]]


def career_of(of: User) -> Career:
    """Everything in this app about one person, in eight queries however much it is."""
    experiences = tuple(Experience.objects.visible_to(of))
    educations = tuple(Education.objects.visible_to(of))
    credentials = tuple(Credential.objects.visible_to(of))
    return Career(
        contact=contact_of(of),
        picture=picture_of(of),
        experiences=experiences,
        educations=educations,
        credentials=credentials,
        languages=tuple(LanguageSkill.objects.visible_to(of)),
        uses=_uses(of, tuple(chain(experiences, educations, credentials))),
    )


def uses_of(of: User) -> dict[str, list[Use]]:
    """The person's accepted skills that were used somewhere, each with where."""
    places: Iterator[Place] = chain(
        Experience.objects.visible_to(of), Education.objects.visible_to(of), Credential.objects.visible_to(of)
    )
    return _uses(of, tuple(places))


def uses_in(of: User, place: Place) -> dict[str, Use]:
    """The person's accepted skills that were used in one entry, by URI."""
    key = (kind_of(place), place.pk)
    return {uri: use for uri, uses in uses_of(of).items() for use in uses if (use.kind, use.pk) == key}


def places_of(of: User) -> dict[str, list[profiles.Place]]:
    """The same for the profile page: each use with the address of its entry."""
    return {
        uri: [profiles.Place(use.kind, use.words, address_of(use.kind, use.pk)) for use in uses]
        for uri, uses in uses_of(of).items()
    }


def address_of(kind: str, pk: int) -> str:
    """Where an entry stands on the page, whichever part of a long list it is in."""
    return f"{reverse('careers:career')}?vis={kind}-{pk}#{kind}-{pk}"


def _uses(of: User, places: tuple[Place, ...]) -> dict[str, list[Use]]:
    """What was ticked, and what was accepted in an entry's own text. Ticks for skills no longer accepted wait."""
    accepted = ProfileSkill.objects.visible_to(of).accepted().values_list("concept_uri", "text_id")
    mine = {uri for uri, _text in accepted}
    in_text: dict[int, set[str]] = {}
    for uri, text in accepted:
        in_text.setdefault(text or 0, set()).add(uri)
    ticked: dict[tuple[str, int], set[str]] = {}
    for use in SkillUse.objects.visible_to(of):
        ticked.setdefault(_place_of(use), set()).add(use.concept_uri)
    found: dict[str, list[Use]] = {}
    for place in places:
        shown = in_text.get(getattr(place, "text_id", None) or -1, set())
        for uri in sorted(shown | (ticked.get((kind_of(place), place.pk), set()) & mine)):
            found.setdefault(uri, []).append(Use(kind_of(place), place.pk, words_for(place), uri in shown))
    return found


def _place_of(use: SkillUse) -> tuple[str, int]:
    return next((kind, pk) for kind in PLACES if (pk := getattr(use, f"{kind}_id")))


def kind_of(place: Place) -> str:
    return next(kind for kind, model in PLACES.items() if isinstance(place, model))


def words_for(place: Place) -> str:
    """What an entry is called where there is one line for it: what, and where or by whom."""
    match place:
        case Experience():
            parts = (place.title, place.organisation)
        case Education():
            parts = (place.qualification, place.institution)
        case Credential():
            parts = (place.name, place.issuer)
    return ", ".join(part for part in parts if part)


def contact_of(of: User) -> Contact:
    return Contact.objects.visible_to(of).first() or Contact(owner=of)


def picture_of(of: User) -> Picture | None:
    return Picture.objects.visible_to(of).first()


def picture_content(of: User) -> tuple[bytes, str] | None:
    """The picture as bytes with its media type; None where there is none."""
    picture = picture_of(of)
    return (file_store().read(picture.key), picture.media_type) if picture else None


def experience_of(owner: User, pk: int) -> Experience:
    return get_object_or_404(Experience.objects.visible_to(owner), pk=pk)


def education_of(owner: User, pk: int) -> Education:
    return get_object_or_404(Education.objects.visible_to(owner), pk=pk)


def credential_of(owner: User, pk: int) -> Credential:
    return get_object_or_404(Credential.objects.visible_to(owner), pk=pk)


def language_of(owner: User, pk: int) -> LanguageSkill:
    return get_object_or_404(LanguageSkill.objects.visible_to(owner), pk=pk)


def place_of(owner: User, kind: str, pk: int) -> Place:
    """An entry by its kind: experience, education or credential."""
    find: dict[str, Callable[[User, int], Place]] = {
        "experience": experience_of,
        "education": education_of,
        "credential": credential_of,
    }
    return find[kind](owner, pk)


def readable_of(owner: User, kind: str, pk: int) -> Experience | Education:
    """An entry that has words of its own: experience or education."""
    return experience_of(owner, pk) if kind == "experience" else education_of(owner, pk)


def listed_languages(of: User) -> frozenset[str]:
    """The codes of the languages the person has listed."""
    return frozenset(LanguageSkill.objects.visible_to(of).values_list("code", flat=True))
