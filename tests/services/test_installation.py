"""A new installation is closed to other users of the machine."""

import pytest

from zicha.core.findings import Refusal

pytestmark = pytest.mark.django_db


def test_new_folder_is_for_its_owner_alone(tmp_path):
    from zicha.services import installation

    home = tmp_path / "office" / "data"
    installation.initialise(home=home)
    assert home.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in home.iterdir()] == ["evidence"]


def test_folder_that_is_there_stays_as_it_is(tmp_path):
    from zicha.services import installation

    tmp_path.chmod(0o755)
    (tmp_path / "kept").write_text("x")
    installation.initialise(home=tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    assert sorted(path.name for path in tmp_path.iterdir()) == ["evidence", "kept"]


def test_folder_below_a_file_is_refused(tmp_path):
    from zicha.services import installation

    (tmp_path / "file").write_text("x")
    with pytest.raises(Refusal) as refused:
        installation.initialise(home=tmp_path / "file" / "data")
    assert (refused.value.code, refused.value.facts) == (
        "installation.unwritable",
        {"home": tmp_path / "file" / "data"},
    )
