"""The tests run on the database they were asked to run on, in a folder of their own process."""

import os

import pytest


@pytest.mark.django_db
def test_database_asked_for_is_the_one_in_use(request, home):
    from django.conf import settings
    from django.db import connection

    assert connection.vendor == request.config.getoption("--database")
    assert home == settings.ZICHA_HOME
    assert os.environ["ZICHA_HOME"] == str(home)
