"""Sign-ins."""

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
