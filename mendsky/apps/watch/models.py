# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was looked at, what it answered, what is to be looked at again, and what was covered."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

import mendsky.apps.watch.tallies  # noqa: F401 - Django looks for all of an app's models here
from mendsky.core.terms.answers import Answer, Cause, Purpose
from mendsky.runtime.committed import CommittedRow

ANSWERS = [(answer.value, answer.value) for answer in Answer]
CAUSES = [(cause.value, cause.value) for cause in Cause]
PURPOSES = [(purpose.value, purpose.value) for purpose in Purpose]


class OrderStatus(models.TextChoices):
    """Where a retest order stands."""

    PENDING = "pending", "no pass could tell yet"
    FIRST_CLEAN = "first-clean", "one clean pass, the second is waited for"
    WAITING = "undetermined-waiting", "the place could not be looked at and will be tried again"
    CLEAN = "clean", "answered"
    EXPOSED = "exposed", "answered, still open"
    UNDETERMINED = "undetermined", "ended: the place could not be looked at for too long"
    CLOSED = "closed", "replaced by a newer order"


OPEN_ORDERS = (OrderStatus.PENDING, OrderStatus.FIRST_CLEAN, OrderStatus.WAITING)


class SystemRun(models.Model):
    """One look at one system, with the answers of all probes packed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    system = models.UUIDField()
    host = models.CharField(max_length=253, help_text="Whose budget of the day the requests come from.")
    purpose = models.CharField(max_length=12, choices=PURPOSES)
    at = models.DateTimeField(help_text="By the domain clock.")
    grant = models.CharField(max_length=120, blank=True, help_text="Empty where no grant covered the system.")
    grant_version = models.PositiveIntegerField(default=0)
    pack = models.CharField(max_length=40)
    control = models.JSONField(help_text="What the front page and a random path showed.")
    answers = models.JSONField(help_text="Probe → [version, answer's first letter, cause, requests].")
    requests = models.PositiveIntegerField()
    bytes = models.PositiveBigIntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["system", "-at"]),
            models.Index(fields=["host", "-at"]),
            models.Index(fields=["-at"]),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.system} at {self.at:%Y-%m-%d %H:%M}"


class SentRequests(models.Model):
    """Every request of one run, for the owner of the system."""

    run = models.UUIDField(primary_key=True)
    system = models.UUIDField()
    at = models.DateTimeField(db_index=True, help_text="When the run began, by the domain clock.")
    purpose = models.CharField(max_length=12, choices=PURPOSES)
    grant = models.CharField(max_length=120, blank=True)
    lines = models.TextField(
        help_text="A line a request: ms after `at`, probe, method, status, length, cause, address, target."
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["system", "at"])]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.system} at {self.at:%Y-%m-%d %H:%M}"


class Observation(models.Model):
    """What one probe saw, in full: kept where it is exposed, undetermined or changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    run = models.ForeignKey(SystemRun, on_delete=models.PROTECT, related_name="observations")
    system = models.UUIDField()
    probe = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    answer = models.CharField(max_length=12, choices=ANSWERS)
    cause = models.CharField(max_length=24, choices=CAUSES, blank=True)
    reason = models.TextField(blank=True)
    place_group = models.TextField(blank=True)
    parameters = ArrayField(models.TextField(), default=list)
    records = models.JSONField(null=True, help_text="low, point, high, sampled.")
    kinds = ArrayField(models.TextField(), default=list)
    classes = ArrayField(models.TextField(), default=list)
    writable = models.BooleanField(default=False, help_text="The page also offers to change the records.")
    evidence = models.JSONField(default=list, help_text="Redacted before it was written.")
    grant = models.CharField(max_length=120, blank=True)
    grant_version = models.PositiveIntegerField(default=0)
    pack = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["system", "probe", "-at"])]

    def __str__(self) -> str:
        return f"{self.probe} of {self.system}: {self.answer}"


class LastAnswer(models.Model):
    """What a probe last said of a system, and since when it says so."""

    system = models.UUIDField()
    probe = models.CharField(max_length=60)
    answer = models.CharField(max_length=12, choices=ANSWERS)
    cause = models.CharField(max_length=24, choices=CAUSES, blank=True)
    place_group = models.TextField(blank=True)
    since = models.DateTimeField()
    last_at = models.DateTimeField()
    observation = models.UUIDField(null=True, help_text="The newest full row, if any.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "probe"], name="one_last_answer_a_probe"),
        ]

    def __str__(self) -> str:
        return f"{self.probe} of {self.system}: {self.answer} since {self.since:%Y-%m-%d}"


class KnownPlace(models.Model):
    """A place that was seen exposed: once, or confirmed by a second look apart in time."""

    system = models.UUIDField()
    probe = models.CharField(max_length=60)
    place_group = models.TextField()
    parameters = ArrayField(models.TextField(), default=list)
    answer = models.CharField(max_length=12, choices=ANSWERS, help_text="Not exposed once retested.")
    since = models.DateTimeField()
    last_at = models.DateTimeField()
    first_positive_at = models.DateTimeField()
    first_observation = models.UUIDField()
    confirm_due = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_observation = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "probe", "place_group"], name="one_row_a_known_place"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["confirm_due"],
                name="watch_confirm_due",
                condition=models.Q(confirm_due__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.probe} of {self.system} at {self.place_group}: {self.answer}"


class WorkingPair(models.Model):
    """A name and a password that opened a known place, or several that did together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    system = models.UUIDField()
    kind = models.CharField(max_length=60)
    place_group = models.TextField()
    sealed = models.BinaryField(help_text="Sealed under a key of its own.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "kind", "place_group"], name="one_pair_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.system} at {self.place_group}"


class PasswordTries(models.Model):
    """How often a password of one account was tried on one day, tries set aside for a visit included."""

    system = models.UUIDField()
    account = models.CharField(max_length=64, help_text="Keyed digest of its name.")
    day = models.DateField(help_text="In the nation's zone.")
    used = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system", "account", "day"], name="one_budget_an_account_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.used} tries at {self.system} on {self.day}"


class SystemSchedule(models.Model):
    """When a system is next swept."""

    system = models.UUIDField(primary_key=True)
    next_due = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.system} at {self.next_due:%Y-%m-%d %H:%M}"


class WatchMark(models.Model):
    """The one row that says how far the watch has come with what it does on its own."""

    only = models.BooleanField(primary_key=True, default=True)
    revision = models.CharField(
        max_length=60, blank=True, help_text="Of the directory, for which the schedule of sweeps was made."
    )
    coverage_day = models.DateField(null=True, help_text="The last ended day whose coverage was recorded.")
    forgotten_to = models.DateTimeField(
        null=True, help_text="Runs up to here were forgotten, but for those that something needs."
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(only=True), name="one_watch_mark"),
        ]

    def __str__(self) -> str:
        return f"{self.revision} {self.coverage_day}"


class RetestOrder(models.Model):
    """Somebody wants to know whether a place is still exposed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    system = models.UUIDField()
    kind = models.CharField(max_length=60)
    place_group = models.TextField()
    parameters = ArrayField(models.TextField(), default=list)
    purpose = models.CharField(max_length=12, choices=PURPOSES)
    asked_by = models.CharField(max_length=12, help_text="owner, handler, claim or schedule.")
    asked_at = models.DateTimeField()
    first_clean_at = models.DateTimeField(null=True)
    next_due = models.DateTimeField(null=True)
    status = models.CharField(max_length=24, choices=OrderStatus.choices, default=OrderStatus.PENDING)
    answered_at = models.DateTimeField(null=True)
    told_undetermined = models.BooleanField(default=False, help_text="So that it is told once.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system", "kind", "place_group"],
                condition=models.Q(status__in=["pending", "first-clean", "undetermined-waiting"]),
                name="one_open_order_a_place",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_due"],
                name="watch_order_due",
                condition=models.Q(status__in=["pending", "first-clean", "undetermined-waiting"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.system} at {self.place_group}: {self.status}"


class RetestPass(models.Model):
    """One look made for an order."""

    order = models.ForeignKey(RetestOrder, on_delete=models.PROTECT, related_name="passes")
    run = models.ForeignKey(SystemRun, on_delete=models.PROTECT)
    number = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=12, choices=ANSWERS)
    cause = models.CharField(max_length=24, choices=CAUSES, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "number"], name="passes_of_an_order_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"pass {self.number} of {self.order_id}: {self.answer}"


class Answered(models.Model):
    """What a retest, a recheck or a later sweep finally says of a place that was confirmed exposed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    system = models.UUIDField()
    kind = models.CharField(max_length=60)
    place_group = models.TextField()
    answer = models.CharField(max_length=12, choices=ANSWERS)
    cause = models.CharField(max_length=24, choices=CAUSES, blank=True)
    purpose = models.CharField(max_length=12, choices=PURPOSES)
    run = models.ForeignKey(SystemRun, on_delete=models.PROTECT)
    order = models.ForeignKey(RetestOrder, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.purpose} of {self.system} at {self.place_group}: {self.answer}"


class OutsideClaim(models.Model):
    """What an outside scanner says of a place; opens no case, and is ended by no later file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    tool = models.CharField(max_length=120)
    tool_version = models.CharField(max_length=120, blank=True)
    rule = models.CharField(max_length=120, blank=True, help_text="The scanner's own identifier.")
    title = models.CharField(
        max_length=120, blank=True, help_text="The scanner's name of its rule, redacted."
    )
    kind = models.CharField(max_length=60, help_text="Kind of loophole, or other.")
    severity = models.CharField(max_length=120, blank=True, help_text="The scanner's own word.")
    origin = models.CharField(max_length=300, help_text="scheme://host:port")
    system = models.UUIDField(null=True, help_text="Empty where the directory does not know the origin.")
    division = models.CharField(max_length=12, blank=True, db_index=True, help_text="Of the system.")
    place_group = models.TextField(blank=True, help_text="Empty where the scanner names the system only.")
    parameters = ArrayField(models.TextField(), default=list)
    outcome = models.CharField(max_length=12, help_text="What became of it when it was imported last.")
    seen_at = models.DateTimeField(null=True, help_text="As the scanner says.")
    imported_at = models.DateTimeField(help_text="First, by the domain clock.")
    acted_at = models.DateTimeField(null=True, help_text="When a look was last asked for.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tool", "rule", "origin", "kind", "place_group", "parameters"],
                name="one_row_an_outside_claim",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-imported_at"])]

    def __str__(self) -> str:
        return f"{self.tool} {self.rule} of {self.system}: {self.outcome}"


class LinkedHost(models.Model):
    """A host to which a system's pages led and that the directory may lack: proposed, never probed."""

    origin = models.CharField(max_length=300, primary_key=True, help_text="scheme://host:port")
    system = models.UUIDField(help_text="On whose pages it was seen first.")
    division = models.CharField(max_length=12, db_index=True, help_text="Of that system.")
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField(help_text="To the day.")

    def __str__(self) -> str:
        return f"{self.origin} since {self.first_seen:%Y-%m-%d}"


class Coverage(CommittedRow):
    """How many systems of one province and sector were covered on one day; a fact of the ledger."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    origin = models.CharField(max_length=120)
    day = models.DateField(help_text="In the nation's zone.")
    division = models.CharField(max_length=12, help_text="Province-level, or the nation itself.")
    sector = models.CharField(max_length=60)
    in_scope = models.PositiveIntegerField()
    covered = models.PositiveIntegerField()
    undetermined = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["day", "division", "sector"])]

    def __str__(self) -> str:
        return f"{self.division} {self.sector} on {self.day}: {self.covered} of {self.in_scope}"


class StopSwitch(models.Model):
    """The one row by which a person halts all probing."""

    only = models.BooleanField(primary_key=True, default=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(only=True), name="one_stop_switch"),
        ]

    def __str__(self) -> str:
        return "running" if self.stopped_at is None else f"stopped at {self.stopped_at:%Y-%m-%d %H:%M}"
