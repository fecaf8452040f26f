"""Sign-ins: for a person, or for running the installation."""

import pytest
from django.contrib.auth import authenticate

from tests import factories
from zicha.core.findings import Refusal

pytestmark = pytest.mark.django_db
GOOD = {"username": "lin", "password": "long enough", "person": "P001"}


def test_sign_in_of_a_person():
    from zicha.services import accounts
    from zicha.store.queries import accounts as queries

    factories.organisation()
    accounts.add(**GOOD)
    found = authenticate(username="lin", password="long enough")
    facts = queries.by_id(account_id=found.pk)
    assert (facts.username, facts.person, facts.name, facts.is_admin) == ("lin", "P001", "林远", False)
    assert authenticate(username="lin", password="long enougj") is None


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"username": ""}, "account.name"),
        ({"username": "lin yuan"}, "account.name"),
        ({"password": "short"}, "account.password"),
        ({"person": ""}, "account.nobody"),
        ({"person": "P999"}, "account.person"),
        ({"username": "taken"}, "account.taken"),
    ],
)
def test_sign_in_that_cannot_be_is_refused(wrong, code):
    from zicha.services import accounts
    from zicha.store.queries import accounts as queries

    factories.organisation()
    accounts.add(username="taken", password="long enough", is_admin=True)
    with pytest.raises(Refusal) as refusal:
        accounts.add(**{**GOOD, **wrong})
    assert refusal.value.code == code
    assert not queries.exists(username="lin")


def test_unknown_sign_in_is_no_account():
    from zicha.store.queries import accounts as queries

    with pytest.raises(LookupError):
        queries.by_id(account_id=999)


def test_revoked_sign_in_is_let_in_no_more_until_it_is_restored():
    from zicha.services import accounts
    from zicha.store.queries import accounts as queries

    factories.organisation()
    accounts.add(**GOOD)
    accounts.revoke(username="lin")
    assert authenticate(username="lin", password="long enough") is None
    assert [(each.username, each.active) for each in queries.listed()] == [("lin", False)]
    accounts.restore(username="lin")
    assert authenticate(username="lin", password="long enough") is not None


def test_last_administrator_stays():
    from zicha.services import accounts

    accounts.add(username="one", password="long enough", is_admin=True)
    with pytest.raises(Refusal) as refusal:
        accounts.revoke(username="one")
    assert refusal.value.code == "access.last_admin"
    accounts.add(username="two", password="long enough", is_admin=True)
    accounts.revoke(username="one")
    with pytest.raises(Refusal):
        accounts.revoke(username="two")


@pytest.mark.parametrize("verb", ["revoke", "restore"])
def test_sign_in_that_nobody_has_cannot_be_changed(verb):
    from zicha.services import accounts

    with pytest.raises(Refusal) as refusal:
        getattr(accounts, verb)(username="nobody")
    assert (refusal.value.code, refusal.value.facts) == ("access.account_unknown", {"username": "nobody"})


def test_other_password_replaces_the_first():
    from zicha.services import accounts

    accounts.add(username="one", password="long enough", is_admin=True)
    accounts.set_password(username="one", password="another long one")
    assert authenticate(username="one", password="long enough") is None
    assert authenticate(username="one", password="another long one") is not None
