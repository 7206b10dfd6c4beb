# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The directory's rows, with their history.

Each row of an organisation, system or contact says how it was from `valid_from` up to `valid_to`;
a change closes the row and opens another. `entry` is the same in all rows of one organisation,
system or contact: what other apps refer to.
"""

import uuid

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from mendsky.core.terms.grants import ProofMethod

STANDING = Q(valid_to=None)
ORDERED = Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))


class Organisation(models.Model):
    """An owner of systems, or an authority above owners."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.UUIDField(db_index=True)
    key = models.CharField(max_length=80, help_text="How the operator's own files name it.")
    names = models.JSONField(help_text="Name by language.")
    kind = models.CharField(max_length=12, choices=[("owner", "owner"), ("authority", "authority")])
    division = models.CharField(max_length=12)
    sector = models.CharField(max_length=40, blank=True)
    level = models.CharField(max_length=12, blank=True, help_text="Of an authority: city, province, nation.")
    seat = models.CharField(
        max_length=12, blank=True, help_text="Of an owner below its division: province, city or county."
    )
    officer = models.JSONField(default=dict, help_text="Post that answers for its data, by language.")
    successor = models.UUIDField(null=True, help_text="Entry of the organisation that it became part of.")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["entry"], condition=STANDING, name="organisation_stands_once"),
            UniqueConstraint(fields=["key"], condition=STANDING, name="organisation_key_once"),
            UniqueConstraint(
                fields=["division", "level"],
                condition=STANDING & Q(kind="authority"),
                name="one_authority_a_division_and_level",
            ),
            CheckConstraint(condition=ORDERED, name="organisation_ends_after_it_begins"),
            CheckConstraint(
                condition=Q(kind="owner", level="") | (Q(kind="authority") & ~Q(level="")),
                name="authority_has_a_level",
            ),
        ]


class System(models.Model):
    """One deployed service of one owner."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.UUIDField(db_index=True)
    key = models.CharField(max_length=80, help_text="How the operator's own files name it.")
    organisation = models.UUIDField(db_index=True, help_text="Entry of its owner.")
    origin = models.CharField(max_length=300, help_text="scheme://host:port")
    names = models.JSONField(help_text="Name by language.")
    sector = models.CharField(max_length=40)
    division = models.CharField(max_length=12)
    sweep_every = models.DurationField(null=True, help_text="Empty for the nation's own term.")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["entry"], condition=STANDING, name="system_stands_once"),
            UniqueConstraint(fields=["key"], condition=STANDING, name="system_key_once"),
            UniqueConstraint(fields=["origin"], condition=STANDING, name="system_origin_once"),
            CheckConstraint(condition=ORDERED, name="system_ends_after_it_begins"),
        ]


class SystemsRevision(models.Model):
    """How many statements have changed systems so far; a trigger of the table counts them."""

    only = models.BooleanField(primary_key=True, default=True)
    number = models.PositiveBigIntegerField()

    class Meta:
        constraints = [CheckConstraint(condition=Q(only=True), name="one_systems_revision")]


class Contact(models.Model):
    """An address of an organisation, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.UUIDField(db_index=True)
    organisation = models.UUIDField(db_index=True, help_text="Entry of its organisation.")
    email = models.BinaryField(help_text="Sealed; empty once the contact is closed.")
    lookup = models.CharField(max_length=64, blank=True, help_text="Keyed digest of the address.")
    language = models.CharField(max_length=35)
    order = models.PositiveSmallIntegerField(default=0, help_text="The lowest is written to first.")
    undeliverable_since = models.DateTimeField(null=True)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["entry"], condition=STANDING, name="contact_stands_once"),
            UniqueConstraint(
                fields=["organisation", "lookup"], condition=STANDING, name="contact_address_once"
            ),
            CheckConstraint(condition=ORDERED, name="contact_ends_after_it_begins"),
        ]


class OptOut(models.Model):
    """What must not be asked for a time, whatever a grant covers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.UUIDField(db_index=True)
    key = models.CharField(max_length=80, help_text="How the operator's own files name it.")
    origin = models.CharField(max_length=300, blank=True, help_text="Empty where a network is meant.")
    network = models.CharField(max_length=50, blank=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    reason = models.CharField(max_length=300)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["entry"], condition=STANDING, name="opt_out_stands_once"),
            UniqueConstraint(fields=["key"], condition=STANDING, name="opt_out_key_once"),
            CheckConstraint(condition=Q(ends__gt=F("starts")), name="opt_out_ends_after_it_starts"),
        ]


class Grant(models.Model):
    """One signed version of a grant; only its revocation is ever added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.CharField(max_length=80, help_text="The grant's own identifier.")
    version = models.PositiveIntegerField()
    document = models.JSONField(help_text="The grant in its one form, without test identities.")
    test_identities = models.BinaryField(help_text="Sealed; empty where the grant names none.")
    signed_by = models.CharField(max_length=300)
    valid_from = models.DateTimeField()
    expires = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    synthetic = models.BooleanField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["grant", "version"], name="grant_version_once"),
            CheckConstraint(condition=Q(expires__gt=F("valid_from")), name="grant_expires_after_it_begins"),
        ]


class OwnershipProof(models.Model):
    """An owner's control of an origin, as it was once seen; kept when a later look proves it again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.CharField(max_length=80, help_text="Whatever its version.")
    origin = models.CharField(max_length=300, help_text="scheme://host:port")
    method = models.CharField(max_length=12, choices=[(method.value, method.value) for method in ProofMethod])
    proven_at = models.DateTimeField()
    until = models.DateTimeField(db_index=True)
    looked_at = models.DateTimeField(
        help_text="When it was last looked for again; at first, when it was seen."
    )

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["grant", "origin", "proven_at"], name="ownership_proven_once_an_instant"
            ),
            CheckConstraint(condition=Q(until__gt=F("proven_at")), name="ownership_ends_after_it_begins"),
        ]
