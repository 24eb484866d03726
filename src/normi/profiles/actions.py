"""
What a person does with their texts and skills. Each is one event in one transaction, by the owner alone.

Nothing enters a profile unless the person says so: `suggest_skills` stores suggestions, `accept_skill` makes one
theirs. What is usual in a role that the text names is no suggestion: it enters only when `tick_skills` says so.
"""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from normi.accounts.models import User
from normi.errors import Conflict, Invalid, NotAllowed, NotFound, TooLarge
from normi.ports import text_model
from normi.profiles.history import before_removal, lock, recorded
from normi.profiles.models import KeptApart, NamedRole, ProfileSkill, Rejection, SkillChange, Text
from normi.profiles.overview import history_of_removed
from normi.profiles.queries import SURE, accepted_skill_uris
from normi.profiles.standing import store
from normi.taxonomy.queries import links, role_profiles
from skillengine.types import Kind, Mention, Reading

NOT_TEXT = {"Cc", "Cn", "Co"}
LARGEST_SHARE_OF_ODD = 0.02


def checked_text(content: str) -> str:
    """The text as it may be read, with one kind of line ending. Raises Invalid or TooLarge, each with advice."""
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    if not content.strip():
        raise Invalid(_("There was no text to read."), remedy=_("Paste or write a text first."))
    if _is_binary(content):
        raise Invalid(
            _("This does not look like text."),
            remedy=_("Open the file in the program it was made with, and copy the words from there."),
        )
    if len(content) > settings.LONGEST_TEXT:
        raise TooLarge(
            _("The text has %(count)d characters. We read up to %(most)d at a time.")
            % {"count": len(content), "most": settings.LONGEST_TEXT}
        )
    return content


def _is_binary(content: str) -> bool:
    """Control characters, or what is left of bytes in another encoding, in more than a few places."""
    start = content[:4096]
    odd = sum(_is_odd(char) for char in start)
    return "\x00" in content or odd > max(2, len(start) * LARGEST_SHARE_OF_ODD) or not _is_unicode(content)


def _is_odd(char: str) -> bool:
    return char == "\N{REPLACEMENT CHARACTER}" or (unicodedata.category(char) in NOT_TEXT and char not in "\n\t\f\v")


def _is_unicode(content: str) -> bool:
    """Half a surrogate pair, which JSON lets through, can be neither stored nor shown."""
    try:
        content.encode()
    except UnicodeEncodeError:
        return False
    return True


def read_without_storing(*, content: str, lang: str | None = None) -> tuple[str, Reading]:
    """For anyone who wants to try. The text is read in memory and forgotten."""
    content = checked_text(content)
    return content, text_model().read(content, lang=lang)


@transaction.atomic
def suggest_skills(*, by: User, content: str) -> Text:
    """Store the text with what was found in it. The same text twice gives the first one back, answers and all."""
    content = checked_text(content)
    digest = hashlib.sha256(content.encode()).hexdigest()
    if known := Text.objects.visible_to(by).filter(digest=digest).first():
        return known
    reading = text_model().read(content)
    text, created = Text.objects.get_or_create(
        owner=by, digest=digest, defaults={"content": content, "lang": reading.lang, "read_at": timezone.now()}
    )
    if created:
        _store(text, reading)
    return text


def _store(text: Text, reading: Reading) -> None:
    ProfileSkill.objects.bulk_create(_suggestion(text, mention) for mention in reading.skills)
    apart = [(m, KeptApart.Reason.UNMATCHED.value) for m in reading.unmatched]
    apart += [(m, m.aside.value) for m in reading.aside if m.aside is not None]
    KeptApart.objects.bulk_create(
        KeptApart(text=text, start=mention.span.start, end=mention.span.end, reason=reason) for mention, reason in apart
    )
    NamedRole.objects.bulk_create(
        NamedRole(text=text, concept_uri=r.uri, start=r.span.start, end=r.span.end, confidence=r.confidence)
        for r in reading.roles
    )


def _suggestion(text: Text, mention: Mention) -> ProfileSkill:
    best, *others = mention.candidates
    return ProfileSkill(
        owner=text.owner,
        text=text,
        concept_uri=best.uri,
        start=mention.span.start,
        end=mention.span.end,
        confidence=best.confidence,
        alternatives=[[other.uri, other.confidence] for other in others],
        suggested_at=text.read_at,
    )


@transaction.atomic
def accept_skill(*, by: User, suggestion: ProfileSkill, concept_uri: str | None = None) -> None:
    """
    The person confirms that a suggested skill, or one of its alternatives, is theirs. Twice is harmless.

    One answer counts for every place in the text where the same skill was suggested.
    """
    with recorded(by):
        _accept(by, suggestion, concept_uri)


def _accept(by: User, suggestion: ProfileSkill, concept_uri: str | None) -> None:
    row, *same = _own(by, suggestion)
    if row.rejected_at:
        raise Conflict(_("You have already said no to this suggestion."), remedy=_("Undo that answer first."))
    if concept_uri is not None and concept_uri != row.concept_uri:
        _choose(row, concept_uri)
        same = [other for other in same if _offers(other, concept_uri)]
        for other in same:
            _choose(other, concept_uri)
    for each in (row, *same):
        each.accepted_at = each.accepted_at or timezone.now()
        each.save(update_fields=["accepted_at", "concept_uri", "confidence", "alternatives"])


def _offers(row: ProfileSkill, uri: str) -> bool:
    return any(pair[0] == uri for pair in row.alternatives)


def _choose(row: ProfileSkill, uri: str) -> None:
    """Let an alternative and the suggested skill change places, so that undo can still show both."""
    found = next((pair for pair in row.alternatives if pair[0] == uri), None)
    if found is None:
        raise Invalid(_("That skill is not among the alternatives."), remedy=_("Choose one of those that are shown."))
    others = [pair for pair in row.alternatives if pair[0] != uri]
    row.alternatives = [[row.concept_uri, row.confidence], *others]
    row.concept_uri, row.confidence = uri, found[1]


@transaction.atomic
def accept_sure_ones(*, by: User, text: Text) -> int:
    """Say yes to every unanswered suggestion of a text that we are sure of. Returns how many that was."""
    if text.owner_id != by.pk:
        raise NotAllowed
    with recorded(by):
        return text.suggestions.awaiting().filter(confidence__gte=SURE).update(accepted_at=timezone.now())


@transaction.atomic
def reject_skill(*, by: User, suggestion: ProfileSkill, why: str) -> None:
    """The person says no, and why: the reading was wrong, or it was about someone else. Twice is harmless."""
    if why not in {Rejection.WRONG, Rejection.NOT_ME}:
        raise Invalid
    rows = _own(by, suggestion)
    if rows[0].accepted_at:
        raise Conflict(_("You have already accepted this skill."), remedy=_("Undo that answer first."))
    for row in rows:
        row.rejected_at = row.rejected_at or timezone.now()
        row.rejection = why
        row.save(update_fields=["rejected_at", "rejection"])


@transaction.atomic
def undo_answer(*, by: User, suggestion: ProfileSkill) -> None:
    """The suggestion awaits an answer again. A skill added by hand was never suggested and cannot be undone."""
    with recorded(by):
        rows = _own(by, suggestion)
        if rows[0].text_id is None:
            raise Conflict(remedy=_("Remove the skill on your profile page instead."))
        for row in rows:
            row.accepted_at = row.rejected_at = None
            row.rejection = ""
            row.save(update_fields=["accepted_at", "rejected_at", "rejection"])


@transaction.atomic
def add_skill(*, by: User, concept_uri: str) -> None:
    """The person adds a skill that no text suggested. Twice is harmless."""
    add_skills(by=by, concept_uris=[concept_uri])


@transaction.atomic
def add_skills(*, by: User, concept_uris: Sequence[str]) -> int:
    """The same for many at once: all of them, or none where one is no skill. Returns how many are new."""
    known = {uri for uri, link in links(concept_uris, "en").items() if link.kind == Kind.SKILL}
    if not set(concept_uris) <= known:
        raise Invalid(_("This is not a skill in the classification."), remedy=_("Search for the skill and try again."))
    with recorded(by):
        return _add(by, dict.fromkeys(concept_uris, timezone.now()))


def _add(by: User, skills: Mapping[str, datetime]) -> int:
    """Rows by hand for what the profile does not show already: by URI, when the person first said that it is theirs."""
    has = accepted_skill_uris(by)
    rows = [
        ProfileSkill(owner=by, concept_uri=uri, suggested_at=at, accepted_at=at)
        for uri, at in skills.items()
        if uri not in has
    ]
    return len(ProfileSkill.objects.bulk_create(rows))


@transaction.atomic
def tick_skills(*, by: User, role: NamedRole, concept_uris: Sequence[str]) -> int:
    """
    The person says that these skills, usual in a role that their text names, are theirs. Returns how many are new.

    What is in the profile already is left as it is, so ticking twice is harmless.
    """
    if role.text.owner_id != by.pk:
        raise NotAllowed
    if not concept_uris:
        raise Invalid(_("You ticked no skills."), remedy=_("Go back, and tick the skills that fit you."))
    usual = role_profiles([role.concept_uri], "en").get(role.concept_uri, ())
    if not set(concept_uris) <= {need.uri for need in usual}:
        raise Invalid(_("That skill is not among those of the role."), remedy=_("Choose one of those that are shown."))
    with recorded(by):
        fresh = sorted(set(concept_uris) - accepted_skill_uris(by))
        for uri in fresh:
            _tick(by, role, uri, timezone.now())
    return len(fresh)


def _tick(by: User, role: NamedRole, uri: str, at: datetime) -> None:
    ProfileSkill.objects.update_or_create(
        role=role,
        concept_uri=uri,
        defaults={"accepted_at": at, "rejected_at": None, "rejection": ""},
        create_defaults={"owner": by, "text": role.text, "suggested_at": at, "accepted_at": at},
    )


@transaction.atomic
def untick_skill(*, by: User, ticked: ProfileSkill) -> None:
    """Take back a tick: the skill is as if it had never been ticked. Nobody else had said it, so nothing is kept."""
    if ticked.owner_id != by.pk:
        raise NotAllowed
    with recorded(by):
        ProfileSkill.objects.visible_to(by).ticked().filter(pk=ticked.pk).delete()


@transaction.atomic
def remove_skill(*, by: User, concept_uri: str) -> None:
    """
    Take a skill out of the profile, wherever it came from, and with it level, interest and last use.

    Rows with a text stay, answered, and the history stays, so that it can be undone.
    """
    with recorded(by):
        rows = ProfileSkill.objects.visible_to(by).accepted().filter(concept_uri=concept_uri)
        rows.filter(text=None).delete()
        rows.update(accepted_at=None, rejected_at=timezone.now(), rejection=Rejection.REMOVED)


@transaction.atomic
def restore_skill(*, by: User, concept_uri: str) -> None:
    """
    Undo a removal: the skill is back with its evidence, or as added by hand where it had none.

    Level, interest and last use are back as they were too. For a skill that is in the profile, nothing happens.
    """
    lock(by)
    if concept_uri in accepted_skill_uris(by):
        return
    rows = ProfileSkill.objects.visible_to(by).filter(concept_uri=concept_uri, rejection=Rejection.REMOVED)
    with recorded(by):
        restored = rows.update(accepted_at=timezone.now(), rejected_at=None, rejection="")
    if not restored:
        add_skill(by=by, concept_uri=concept_uri)
    lines = SkillChange.objects.visible_to(by).filter(concept_uri=concept_uri).order_by("changed_at", "pk")
    store(by, {concept_uri: before_removal(lines)})


@transaction.atomic
def delete_text(*, by: User, text: Text) -> None:
    """Delete a text and all that was read in it. Accepted skills stay in the profile, without the proof."""
    if text.owner_id != by.pk:
        raise NotAllowed
    with recorded(by):
        accepted = text.suggestions.accepted().order_by("concept_uri").values("concept_uri")
        kept = dict(accepted.annotate(since=Min("accepted_at")).values_list("concept_uri", "since"))
        text.delete()
        _add(by, kept)


@transaction.atomic
def set_standing(*, by: User, concept_uri: str, **values: int | None) -> None:
    """
    What the person says about a skill in their profile: `level` 1-5, `interest` 1-3, `last_used` as a year.

    What is left out stays as it is, None empties it, and saying the same twice is harmless.
    Raises NotFound where the skill is not in the profile, and Invalid for a value that means nothing.
    """
    lock(by)
    if concept_uri not in accepted_skill_uris(by):
        raise NotFound(_("This skill is not in your profile."), remedy=_("Add the skill first."))
    store(by, {concept_uri: values})


@transaction.atomic
def set_standings(*, by: User, standings: Mapping[str, Mapping[str, int | None]]) -> int:
    """
    The same for many skills at once, by URI. Returns how many stand otherwise than before.

    A skill that has left the profile since the page was shown is passed over, so that the other answers are kept.
    """
    lock(by)
    has = accepted_skill_uris(by)
    return store(by, {uri: values for uri, values in standings.items() if uri in has})


@transaction.atomic
def forget_removed(*, by: User) -> int:
    """
    Delete what the history tells of skills that are not in the profile. Returns how many lines that was.

    What is in the profile keeps its lines, so the history still leads to the profile as it stands.
    """
    lock(by)
    deleted, _by_table = history_of_removed(by).delete()
    return deleted


def _own(by: User, suggestion: ProfileSkill) -> list[ProfileSkill]:
    """
    The row first, then those of the same text with the same skill and the same answer.

    They are locked until the transaction ends, so that two clicks at once are answered one after the other.
    """
    if suggestion.owner_id != by.pk:
        raise NotAllowed
    mine = ProfileSkill.objects.visible_to(by).select_for_update()
    row = mine.get(pk=suggestion.pk)
    if row.text_id is None:
        return [row]
    same = mine.suggested().filter(text=row.text_id, concept_uri=row.concept_uri).exclude(pk=row.pk).order_by("start")
    return [row, *(other for other in same if other.state == row.state)]
