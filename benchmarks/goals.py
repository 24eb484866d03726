"""
How long it takes to measure a person against roles, on the classification that is installed: a profile of 150 skills.

Timed from the person's rows in the database to what a page shows, words and reasons included. `cpu ms` is what our own
process spent, for a machine that is busy with other things. Budgets: the gap with the next steps in 80 ms, roles nearby
over all occupations in 300 ms, on two cores. The profile is made for the run, of the skills of roles picked with a
fixed seed, and is taken away afterwards.
"""

import os
import random
import statistics
import time
from collections.abc import Callable

SEED, SKILLS, GOALS, ROUNDS = 7, 150, 5, 30
BUDGETS = {"the gap and the next steps": 80.0, "roles nearby, over all of them": 300.0}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "normi.config.settings")
    os.environ |= {"RATE_LIMITS": "0", "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    from normi.config.postgres import database_for_command

    with database_for_command(["bench"]):
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("taxonomy_install", if_missing=True)
        measured = in_a_transaction_that_is_undone()
    print(f"{'what':34} {'p50 ms':>8} {'p95 ms':>8} {'cpu ms':>8} {'budget':>8}")
    for name, (p50, p95, cpu) in measured.items():
        print(f"{name:34} {p50:8.1f} {p95:8.1f} {cpu:8.1f} {BUDGETS.get(name, 100.0):8.0f}")


def in_a_transaction_that_is_undone() -> dict[str, tuple[float, float, float]]:
    from django.db import transaction

    with transaction.atomic():
        measured = {name: measure(ask) for name, ask in questions().items()}
        transaction.set_rollback(True)
    return measured


def questions() -> dict[str, Callable[[], object]]:
    """What is asked, by name."""
    from django.test import Client

    from normi.goals import advice, nearby, queries

    person, goals = someone()
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(person)

    def gap_and_steps() -> object:
        return queries.gap(person, goals[0], "nb"), queries.next_steps(person, "nb")

    def roles_nearby() -> object:
        found = queries.measured(person)
        return nearby.described(found, nearby.near_roles(found, goal=goals[0])[:10], "nb")

    pages = {
        "my goals": "/maal/",
        "a gap": f"/maal/rolle/{goals[0].partition('/esco/')[2]}",
        "roles nearby": "/maal/naer/",
    }
    asked: dict[str, Callable[[], object]] = {
        "the gap and the next steps": gap_and_steps,
        "roles nearby, over all of them": roles_nearby,
        "two skills that open most roles": lambda: nearby.openings(person, "nb"),
        "advice on the front page": lambda: advice.recommendations(person, "nb"),
    }
    for name, path in pages.items():
        asked[f"the page: {name}"] = lambda path=path: browser.get(path).status_code  # type: ignore[misc]
    return asked


def someone() -> tuple[object, list[str]]:
    """A person with SKILLS skills, most with a level, who aims for GOALS roles."""
    from normi.accounts.models import User
    from normi.goals.actions import choose_goal
    from normi.profiles.actions import add_skill, set_standing
    from normi.roles.queries import table

    roles, dice = table(), random.Random(SEED)
    picked = dice.sample(range(len(roles.roles)), 40)
    skills = sorted({roles.skills[n] for role in picked for n in roles.columns[roles.needs(role)].tolist()})[:SKILLS]
    person = User.objects.create_user("bench@example.no", None)
    for number, uri in enumerate(skills):
        add_skill(by=person, concept_uri=uri)
        if number % 6:
            set_standing(by=person, concept_uri=uri, level=number % 6)
    goals = [roles.roles[role] for role in picked[:GOALS]]
    for uri in goals:
        choose_goal(by=person, occupation_uri=uri)
    return person, goals


def measure(ask: Callable[[], object]) -> tuple[float, float, float]:
    """p50, p95 and what our own process spent of the cores, in milliseconds, after two rounds to warm up."""
    ask(), ask()
    times, spent = [], time.process_time()
    for _ in range(ROUNDS):
        started = time.perf_counter()
        ask()
        times.append(1000 * (time.perf_counter() - started))
    cpu = 1000 * (time.process_time() - spent) / ROUNDS
    return statistics.median(times), statistics.quantiles(times, n=20)[-1], cpu
