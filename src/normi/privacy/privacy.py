"""
What Django's and the job queue's own tables hold, with the search log, the cookies, the log lines and the folders.

Owns the declarations of everything that has no app of ours above this one. Each app declares its own tables.
"""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from normi.privacy.models import SearchLog
from normi.privacy.register import (
    Category,
    LegalBasis,
    Purpose,
    Retention,
    StoreKind,
    declare,
    declare_cookie,
    declare_files,
    declare_log_key,
    declare_payload,
    declare_table,
    holds_no_personal_data,
    purge_by_age,
    register,
    register_purge,
)

# --- The search log ----------------------------------------
declare(
    SearchLog,
    subject=SearchLog.objects.of,
    purpose=Purpose.IMPROVEMENT,
    legal_basis=LegalBasis.LEGITIMATE_INTEREST,
    fields=dict.fromkeys(("time", "term", "type", "pseudonym"), Category.SEARCHES),
    retention=Retention.SEARCH_LOG,
    words=_("Your searches, under a pseudonym that nobody can trace after 30 days"),
)
purge_by_age(SearchLog, field="time", retention=Retention.SEARCH_LOG)
register_purge("privacy.search_key", "normi.privacy.actions.rotate", Retention.SEARCH_KEY)


# --- Background jobs ----------------------------------------
def about(person: AbstractBaseUser, prefix: str = "") -> Q:
    """The jobs whose declared arguments name the person."""
    named = Q(pk__in=())
    for store in register.of_kind(StoreKind.PAYLOAD):
        if store.subject:
            named |= Q(**{f"{prefix}task_name": store.name, f"{prefix}args__{store.subject}": person.pk})
    return named


def jobs_of(person: AbstractBaseUser) -> QuerySet[Model]:
    return ProcrastinateJob.objects.filter(about(person))


def events_of(person: AbstractBaseUser) -> QuerySet[Model]:
    return ProcrastinateEvent.objects.filter(about(person, "job__"))


JOB_FIELDS = (
    "id queue_name task_name priority lock args status scheduled_at attempts queueing_lock abort_requested worker"
)
declare(
    ProcrastinateJob,
    subject=jobs_of,
    purpose=Purpose.OPERATION,
    legal_basis=LegalBasis.CONTRACT,
    fields=JOB_FIELDS.split(),
    retention=Retention.QUEUE,
    words=_("Work waiting to be done for you"),
)
declare(
    ProcrastinateEvent,
    subject=events_of,
    purpose=Purpose.OPERATION,
    legal_basis=LegalBasis.CONTRACT,
    fields=("id", "job", "type", "at"),
    retention=Retention.QUEUE,
    words=_("When that work was started and done"),
)
register_purge("procrastinate.jobs", "normi.privacy.actions.forget_finished_jobs", Retention.QUEUE)
holds_no_personal_data(
    "procrastinate.ProcrastinatePeriodicDefer", reason="When each repeated job was last put in the queue."
)
holds_no_personal_data("procrastinate.ProcrastinateWorker", reason="Which worker processes are alive.")
for builtin in ("procrastinate.builtin_tasks.remove_old_jobs", "builtin:procrastinate.builtin_tasks.remove_old_jobs"):
    declare_payload(
        builtin,
        fields=dict.fromkeys(
            ("max_hours", "queue", "remove_failed", "remove_cancelled", "remove_aborted"), Category.TECHNICAL
        ),
        purpose=Purpose.OPERATION,
        words=_("Tidies the list of work"),
    )
declare_payload(
    "privacy.purge",
    fields={"timestamp": Category.TECHNICAL},
    purpose=Purpose.OPERATION,
    words=_("Deletes what is past its period"),
)

# --- Django's own tables ----------------------------------------
holds_no_personal_data("auth.Group", reason="Names of groups of staff. Who is in them is in accounts.User_groups.")
holds_no_personal_data("auth.Group_permissions", reason="What a group of staff may do; points at no person.")
holds_no_personal_data("auth.Permission", reason="The list of things that can be allowed; made by Django from code.")
holds_no_personal_data("contenttypes.ContentType", reason="The list of tables; made by Django from code.")
holds_no_personal_data(
    "sessions.Session", reason="Never written: sessions live in a table of accounts, where each knows its person."
)
declare_table("django_migrations", words=_("Which changes to the tables have been made"))
declare_table(
    "cache",
    words=_("Counters against misuse, under names that cannot be read"),
    purpose=Purpose.SECURITY,
    retention=Retention.CACHE,
)
register_purge("cache", "normi.privacy.actions.forget_expired_cache", Retention.CACHE)

# --- Cookies: three, all needed for the pages to work ----------------------------------------
declare_cookie(
    "normi_session",
    words=_("Keeps you logged in, and remembers a short message from one page to the next."),
    purpose=Purpose.ACCOUNT,
    retention=Retention.SESSION,
)
declare_cookie(
    "normi_csrf",
    words=_("Makes sure that a form was sent by you and not by another website."),
    purpose=Purpose.SECURITY,
    retention=Retention.FORM_TOKEN,
)
declare_cookie(
    "normi_language",
    words=_("Remembers the language you chose."),
    purpose=Purpose.OPERATION,
    retention=Retention.LANGUAGE_CHOICE,
)

# --- Log lines: when, how serious, where in the code, and what went wrong ----------------------------------------
declare_log_key("asctime", words=_("When it happened"))
declare_log_key("levelname", words=_("How serious it was"))
declare_log_key("name", words=_("Which part of the code it came from"))
declare_log_key("message", words=_("What went wrong, without text, name or address"))

# --- Folders outside the database ----------------------------------------
declare_files(
    "EMAIL_FILE_PATH",
    words=_("Letters that would have been sent, while no mail server is set up"),
    purpose=Purpose.ACCOUNT,
    retention=Retention.MESSAGES,
    personal=True,
)
register_purge("messages.mailbox", "normi.privacy.actions.forget_old_letters", Retention.MESSAGES)
declare_files(
    "KEY_FOLDER",
    words=_("Keys, among them the one that makes search pseudonyms. It is destroyed after 30 days"),
    purpose=Purpose.SECURITY,
    retention=Retention.SEARCH_KEY,
    personal=False,
)
declare_files(
    "INDEX_FOLDER",
    words=_("The word list that skills are found with"),
    purpose=Purpose.OPERATION,
    retention=Retention.UNLIMITED,
    personal=False,
)
declare_files(
    "STATIC_ROOT",
    words=_("Style sheets, scripts and fonts"),
    purpose=Purpose.OPERATION,
    retention=Retention.UNLIMITED,
    personal=False,
)
