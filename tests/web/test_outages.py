"""What stands on the page when the database does not serve, and what only in the server's log."""

import logging

from django.test import RequestFactory

from zicha.store.writes.queue import HeldError, Holder
from zicha.web.views import outages


def answer_to(error):
    try:
        raise error
    except HeldError:
        return outages.broken(RequestFactory().get("/"))


def test_page_names_neither_the_process_nor_the_machine_that_holds_the_database_and_the_log_does(db, caplog):
    with caplog.at_level(logging.WARNING, logger="zicha.outages"):
        answer = answer_to(HeldError(Holder(48151, "office-of-li"), 20))
    page = answer.content.decode()
    assert (answer.status_code, "48151" in page, "office-of-li" in page) == (503, False, False)
    [line] = [record.getMessage() for record in caplog.records if record.name == "zicha.outages"]
    assert ("48151" in line, "office-of-li" in line) == (True, True)
