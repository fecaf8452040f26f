"""Who is signed in, as every request asks for it."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session

from zicha.services import accounts
from zicha.store.sessions import SessionStore

pytestmark = pytest.mark.django_db


def kept():
    store = SessionStore()
    store["said"] = "something"
    store.create()
    store.save()
    return store.session_key


def test_a_session_is_found_by_its_key():
    assert SessionStore(kept())["said"] == "something"


def test_a_session_that_ended_or_never_was_says_nothing():
    key = kept()
    Session.objects.update(expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    for store in (SessionStore(key), SessionStore("x" * 32)):
        assert store.get("said") is None
        assert store.session_key is None


def test_a_sign_in_is_found_by_its_number_as_by_its_name():
    accounts.add(username="leader", password="correct horse battery staple", person="", is_admin=True)
    known = get_user_model().objects
    by_name = known.get(username="leader")
    by_number = known.get(pk=by_name.pk)
    fields = [field.attname for field in by_name._meta.concrete_fields]
    assert {name: getattr(by_number, name) for name in fields} == {name: getattr(by_name, name) for name in fields}
    with pytest.raises(get_user_model().DoesNotExist):
        known.get(pk=by_name.pk + 1)
