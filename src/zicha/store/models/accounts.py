"""Sign-ins, links for auditors, and sign-ins that failed."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

_BY_NUMBER = (
    "SELECT id, password, last_login, username, person, is_admin, is_active, language FROM store_account WHERE id = %s"
)


class Accounts(BaseUserManager["Account"]):
    """Sign-ins; one is found by its number with every request, in fixed words, which the ORM need not build anew."""

    def get(self, *args: Any, **wanted: Any) -> Account:
        """Return the one sign-in that is meant."""
        if args or wanted.keys() != {"pk"}:
            return super().get(*args, **wanted)
        found = next(iter(self.raw(_BY_NUMBER, [wanted["pk"]])), None)
        if found is None:
            raise self.model.DoesNotExist
        return found


class Account(AbstractBaseUser):
    """A sign-in. It has rights over content only through the posts of its person."""

    username = models.CharField(max_length=64, unique=True)
    person = models.CharField(max_length=64, blank=True)
    is_admin = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=8, default="zh")

    USERNAME_FIELD = "username"
    objects = Accounts()


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
