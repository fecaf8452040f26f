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
