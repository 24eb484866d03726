"""
Which group of ESCO's hierarchy each skill belongs to, so that a long list can be read.

Owns the climb from a skill to the group just below the top. Refuses to group where the installed classification does
not say how skills belong together: then there is no group, and the page says so.
"""

from collections.abc import Collection

from django.db import connection

from normi.taxonomy.models import Relation
from skillengine.types import Kind

# From each skill all the way up, each concept once. A group counts whose broader concept has nothing above it.
CLIMB = """
WITH RECURSIVE climb (skill, at) AS (
    SELECT concept.uri, concept.id
    FROM taxonomy_concept AS concept
    JOIN taxonomy_taxonomyversion AS version ON version.id = concept.version_id
    WHERE version.active AND concept.uri = ANY(%(uris)s)
  UNION
    SELECT climb.skill, up.target_id
    FROM climb JOIN taxonomy_relation AS up ON up.source_id = climb.at AND up.type = %(broader)s
)
SELECT climb.skill, grp.code, grp.uri
FROM climb
JOIN taxonomy_concept AS grp ON grp.id = climb.at AND grp.kind = %(group)s
JOIN taxonomy_relation AS up ON up.source_id = grp.id AND up.type = %(broader)s
WHERE NOT EXISTS (
    SELECT FROM taxonomy_relation AS further WHERE further.source_id = up.target_id AND further.type = %(broader)s
)
"""


def groups_of(uris: Collection[str]) -> dict[str, str]:
    """
    The URI of the group of each skill; a skill without one is left out. One query.

    A skill that belongs to several stands under the one with the first code, so that it is listed once.
    """
    found: dict[str, tuple[str, str]] = {}
    for skill, code, group in _climbed(uris):
        found[skill] = min(found.get(skill, (code, group)), (code, group))
    return {skill: group for skill, (_, group) in found.items()}


def _climbed(uris: Collection[str]) -> list[tuple[str, str, str]]:
    if not uris:
        return []
    asked: dict[str, str | list[str]] = {
        "uris": sorted(uris),
        "broader": Relation.Type.BROADER.value,
        "group": Kind.SKILL_GROUP.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLIMB, asked)
        return list(cursor.fetchall())
