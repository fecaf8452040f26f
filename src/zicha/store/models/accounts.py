"""Sign-ins, links for auditors, and sign-ins that failed."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Account(AbstractBaseUser):
    """A sign-in. It has rights over content only through the posts of its person."""

    username = models.CharField(max_length=64, unique=True)
    person = models.CharField(max_length=64, blank=True)
    is_admin = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=8, default="zh")

    USERNAME_FIELD = "username"
    objects = BaseUserManager["Account"]()


class AuditLink(models.Model):
    """A link that reads one unit's subtree from ``start`` to before ``end``; of its secret only the hash is here."""

    digest = models.CharField(max_length=64, unique=True)
    unit = models.CharField(max_length=64)
    start = models.DateField()
    end = models.DateField()
    granted_by = models.CharField(max_length=64)
    rec_at = models.BigIntegerField()
    revoked_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="audit_forward")]


class SignInFailure(models.Model):
    """How often in a row a password was wrong for one name, since when; gone after the next right one."""

    digest = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveSmallIntegerField()
    since = models.BigIntegerField()
