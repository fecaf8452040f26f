"""Sign-ins, links for auditors, and sign-ins that failed."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import connection, models

_READ = ("id", "password", "username", "person", "is_admin", "is_active", "language")
_BY_NUMBER = f"SELECT {', '.join(_READ)} FROM store_account WHERE id = %s"  # noqa: S608 -- fixed words


class Accounts(BaseUserManager["Account"]):
    """Sign-ins; one is found by its number with every request, in fixed words, which the ORM need not build anew."""

    def get(self, *args: Any, **wanted: Any) -> Account:
        """Return the one sign-in that is meant; when it last signed in is read only if somebody asks."""
        if args or wanted.keys() != {"pk"}:
            return super().get(*args, **wanted)
        with connection.cursor() as cursor:
            cursor.execute(_BY_NUMBER, [wanted["pk"]])
            found = cursor.fetchone()
        if found is None:
            raise self.model.DoesNotExist
        return self.model.from_db(connection.alias, _READ, found)


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
