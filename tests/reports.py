"""A person with something in every part of a report, and the same report as facts. Safe defaults, nobody real."""

import io
from typing import Any

from PIL import Image

from normi.accounts.models import User
from normi.careers import actions as careers
from normi.goals import actions as goals
from normi.profiles import actions as skills
from normi.reports.choices import PARTS, Choice
from skillengine.gap import State
from skillengine.report import (
    Basis,
    Contact,
    Credential,
    Evidence,
    Goal,
    Language,
    Need,
    Period,
    Report,
    Skill,
)
from tests.factories import make_verified_user
from tests.stand_ins import BAKE, SMITH, TEACH, WELD

EVERYTHING = Choice(parts=frozenset(PARTS))
MADE_AT = "2026-11-25T09:00:00Z"
TEXT = "Kan sveise og bake. Lang erfaring."


def make_kari(email: str = "kari@example.no") -> User:
    """Kari welds at level 4 with a certificate, bakes at level 2, and teaches. She wants to be a smith."""
    kari = make_verified_user(email)
    for suggestion in skills.suggest_skills(by=kari, content=TEXT).suggestions.all():
        skills.accept_skill(by=kari, suggestion=suggestion)
    skills.add_skill(by=kari, concept_uri=TEACH)
    skills.set_standing(by=kari, concept_uri=WELD, level=4, last_used=2024)
    skills.set_standing(by=kari, concept_uri=BAKE, level=2)
    careers.save_contact(
        by=kari,
        name="Kari Nordmann",
        headline="Sveiser og lærer",
        summary="Jeg liker å få ting til å henge sammen.",
        phone="+47 400 00 000",
        address="Storgata 1",
        postal_code="8700",
        place="Nesna",
        website="https://kari.example",
    )
    yard = careers.save_experience(
        by=kari, title="Sveiser", organisation="Verftet", started="2019-08", is_current=True, description="Rør og stål."
    )
    careers.save_education(
        by=kari, qualification="Fagbrev i platearbeid", institution="Nesna skole", ended="2018", eqf_level=4
    )
    certificate = careers.save_credential(by=kari, name="Sveisesertifikat", issuer="Kontrollen", issued="2020-03")
    careers.save_language(by=kari, code="nb", is_mother_tongue=True)
    careers.save_language(by=kari, code="en", reading="B2", writing="B1")
    careers.choose_skills(by=kari, concept_uris=[WELD], place=yard)
    careers.choose_skills(by=kari, concept_uris=[WELD], place=certificate)
    goals.choose_goal(by=kari, occupation_uri=SMITH)
    return kari


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (300, 300), "teal").save(file, "PNG")
    return file.getvalue()


def make_report(**said: Any) -> Report:
    """A report with every part, for tests that need no database."""
    usual: dict[str, Any] = {
        "lang": "nb",
        "made_at": MADE_AT,
        "name": "Kari Nordmann",
        "headline": "Sveiser og lærer",
        "about": "Jeg liker å få ting til å henge sammen.",
        "contact": Contact("kari@example.no", "+47 400 00 000", "Storgata 1, 8700 Nesna", "https://kari.example"),
        "skills": (
            Skill("esco:weld", "sveise metall", Basis.CREDENTIAL, 4, 2024, (Evidence("credential", "Sertifikat"),)),
            Skill("esco:bake", "bake brød", Basis.SELF, 2, None, (Evidence("text", "bake"),)),
        ),
        "experiences": (Period("Sveiser", "work", "Verftet", "2019-08", "", True, "Rør og stål."),),
        "educations": (Period("Fagbrev i platearbeid", "education", "Nesna skole", "", "2018", False, "", 4),),
        "languages": (Language("nb", True), Language("en", reading="B2", writing="B1")),
        "credentials": (Credential("Sveisesertifikat", "Kontrollen", "2020-03", "", "https://check.example/1"),),
        "goals": (
            Goal(
                "esco:smith",
                "smed",
                (Need("sveise metall", State.HAVE, 9, 9, True), Need("synge", State.MISSING, 0, 3)),
            ),
        ),
        "classification": "1.2.0",
    }
    return Report(**{**usual, **said})
