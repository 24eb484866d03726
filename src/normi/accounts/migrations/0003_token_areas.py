"""Tokens get rights for each area. What could be read or changed by a token before, it can go on with."""

from django.db import migrations, models

AREAS = ("profile", "career", "goals", "report")
SCOPES = [f"{area}:{right}" for area in AREAS for right in ("read", "write")]
ALL_READS = ",".join(scope for scope in SCOPES if scope.endswith(":read"))
BEFORE = "^(read|read,write)$"
AFTER = f"^({'|'.join(SCOPES)})(,({'|'.join(SCOPES)}))*$"


def spread(apps, schema_editor):
    tokens = apps.get_model("accounts", "ApiToken").objects
    tokens.filter(scopes="read").update(scopes=ALL_READS)
    tokens.filter(scopes="read,write").update(scopes=",".join(SCOPES))


def gather(apps, schema_editor):
    """Only the profile could be reached before: no token comes back with more than it had."""
    tokens = apps.get_model("accounts", "ApiToken").objects
    tokens.exclude(scopes__contains="profile:").delete()
    tokens.filter(scopes__contains="profile:write").update(scopes="read,write")
    tokens.filter(scopes__contains="profile:read").update(scopes="read")


def constraint(pattern):
    return models.CheckConstraint(condition=models.Q(scopes__regex=pattern), name="token_scopes_known")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_sessions_and_tokens")]

    operations = [
        migrations.RemoveConstraint("apitoken", "token_scopes_known"),
        migrations.AlterField("apitoken", "scopes", models.CharField(max_length=200)),
        migrations.RunPython(spread, gather),
        migrations.AddConstraint("apitoken", constraint(AFTER)),
    ]
