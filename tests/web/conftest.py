import pytest


@pytest.fixture
def organisation(db, settings):
    from tests.web import world

    settings.ZICHA_CLOCK = "tests.web.world.read"
    world.found()


@pytest.fixture
def signed_in(client, organisation):
    def come_in(username: str):
        from tests.web import world

        assert client.login(username=username, password=world.PASSWORD)
        return client

    return come_in
